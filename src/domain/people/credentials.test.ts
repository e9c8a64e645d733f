import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  staffPage,
  startInstitutionPeer,
  type InstitutionPeer,
} from '../../../tests/doubles/institution-peer.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { tendCredentials } from './credential-clock.server.ts';
import {
  listCredentials,
  listOwnCredentials,
  showOrcid,
  withdrawCredential,
} from './credentials.server.ts';
import { answerWorkCode, askForWorkCode, findWorkCode } from './institution-address.server.ts';
import { askToLookAtPage, findLook, lookAtPage } from './institution-page.server.ts';
import { exportFor } from './keeper.server.ts';
import { disconnectOutside } from './outside.server.ts';
import { changeRoles } from './person-roles.server.ts';
import { person } from './schema.server.ts';
import { findLogin } from './sign-in.server.ts';
import { outsideAccount } from './ways-schema.server.ts';
import { forgetWork, professionalBadge, sayWork } from './work.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import { makeFetcher, type Fetcher } from '#platform/fetch.server.ts';
import type { Services } from '#platform/services.server.ts';

let world: World;
let peer: InstitutionPeer;
let fetcher: Fetcher;
let inHouse: Services;
beforeAll(async () => {
  world = await openWorld({ working: true });
  peer = await startInstitutionPeer();
  const allowedPeers = [`hospital.test:${peer.port}`, `evil.test:${peer.port}`];
  const { origin, contact } = world.services.config;
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  fetcher = makeFetcher({ allowedPeers, contact, origin, resolve });
  inHouse = {
    ...world.services,
    fetcher,
    config: { ...world.services.config, allowedPeers },
  };
});
afterAll(async () => {
  await fetcher.close();
  await peer.close();
  await world.close();
});

const day = 86_400_000;
const from = '192.0.2.7';
const iD = '0000-0002-1825-0097';

async function loginOf(viewer: Viewer): Promise<string> {
  const [own] = await world.services.db.select().from(person).where(eq(person.id, viewer.personId));
  if (!own?.loginId) throw new Error('no login');
  return own.loginId;
}

/** A radiographer who said so, and what their verbs are given. */
async function aProfessional(): Promise<{ nia: Viewer; own: Ctx; loginId: string }> {
  const nia = await world.aRadiographer();
  const own = world.as(nia);
  await sayWork(own, { profession: 'radiographer', jurisdiction: 'UK' });
  return { nia, own, loginId: await loginOf(nia) };
}

/** The row that the way in over ORCID writes after ORCID's own answer was proved. */
async function connect(loginId: string, subject = iD, provider = 'orcid'): Promise<void> {
  const issuer = provider === 'orcid' ? 'https://orcid.org' : 'https://elsewhere.example';
  const row = { issuer, subject, loginId, provider, label: subject, since: world.clock.now() };
  await world.services.db.insert(outsideAccount).values(row);
}

const disconnect = async (nia: Viewer, subject = iD) => {
  const login = await findLogin(world.services, await world.cookieOf(nia));
  if (!login) throw new Error('not signed in');
  return disconnectOutside(world.as(nia), login, { issuer: 'https://orcid.org', subject });
};

const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);

async function letterTo(email: string, count = 1): Promise<string> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  return lettersTo(email).at(-1) ?? '';
}
const codeIn = (letter: string) => /\b\d{4} \d{4}\b/.exec(letter)?.[0] ?? '';

/** Nia proves an address at work. */
async function prove(own: Ctx, loginId: string, email: string): Promise<void> {
  expect(await askForWorkCode(own, loginId, { email, from })).toBeUndefined();
  const code = codeIn(await letterTo(email));
  expect(await answerWorkCode(own, loginId, code)).toBeUndefined();
}

/** Everything in the database as text, jobs included. */
async function everything(): Promise<string> {
  const { rows } = await world.services.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const texts = rows.map(async ({ name }) => {
    const found = await world.services.pool.query(`select t::text as row from ${name} t`);
    return JSON.stringify(found.rows);
  });
  return (await Promise.all(texts)).join('\n');
}

const sentences = async (ctx: Ctx, of: Viewer) =>
  (await listCredentials(ctx, of.personId)).map(({ statement, over }) => ({
    statement,
    over: over?.why,
  }));

const pageAt = (path: string, host = 'hospital.test') => `http://${host}:${peer.port}${path}`;
const profileOf = ({ handle }: Viewer) => `${world.services.config.origin}/@${handle}`;
const ask = (own: Ctx, page: string) =>
  askToLookAtPage({ ...own, config: inHouse.config }, { page, from });
const look = ({ personId }: Viewer, page: string) => lookAtPage(inHouse, { personId, page });

test('SES-21: an iD counts once ORCID has confirmed it, and in no other way', async () => {
  const { nia, own, loginId } = await aProfessional();
  const other = await aProfessional();
  await connect(other.loginId);
  expect(await showOrcid(own, loginId)).toEqual({ refused: 'notConnected' });
  expect(await listCredentials(own, nia.personId)).toEqual([]);
  expect(await showOrcid(other.own, other.loginId)).toBeUndefined();
  expect(await sentences(world.as(null), other.nia)).toEqual([
    {
      statement: 'ORCID confirmed on 22 November 2026 that this is 0000-0002-1825-0097.',
      over: undefined,
    },
  ]);
  expect(await professionalBadge(own, other.nia.personId)).toMatchObject({ checked: false });
  await disconnect(other.nia);
});

test('SES-21: an iD that was tampered with, or that another service claims, is not shown', async () => {
  for (const [subject, provider] of [
    ['0000-0002-1825-0098', 'orcid'],
    [`${iD}">`, 'orcid'],
    [iD, 'oidc-university'],
  ] as const) {
    const { nia, own, loginId } = await aProfessional();
    await connect(loginId, subject, provider);
    expect(await showOrcid(own, loginId)).toEqual({ refused: 'notConnected' });
    expect(await listCredentials(own, nia.personId)).toEqual([]);
  }
});

test('SES-21: what ORCID confirmed ends in sight of all when the account is disconnected, and is kept for a while', async () => {
  const { nia, own, loginId } = await aProfessional();
  await connect(loginId);
  await showOrcid(own, loginId);
  expect(await disconnect(nia)).toBeUndefined();
  const over = 'The ORCID account is not connected any more.';
  expect(await sentences(world.as(null), nia)).toMatchObject([{ over }]);
  const before = world.clock.now();
  world.clock.turnBy(89 * day);
  await tendCredentials(world.services, {});
  expect(await sentences(world.as(null), nia)).toMatchObject([{ over }]);
  world.clock.turnBy(2 * day);
  expect(await sentences(world.as(null), nia)).toEqual([]);
  await tendCredentials(world.services, {});
  world.clock.turnTo(before);
  expect(await sentences(world.as(null), nia)).toEqual([]);
});

test('SES-21: an account elsewhere that went in another way ends its check too', async () => {
  const { nia, own, loginId } = await aProfessional();
  await connect(loginId);
  await showOrcid(own, loginId);
  await world.services.db.delete(outsideAccount).where(eq(outsideAccount.loginId, loginId));
  const over = 'The ORCID account is not connected any more.';
  expect(await sentences(world.as(null), nia)).toMatchObject([{ over }]);
  await tendCredentials(world.services, {});
  await connect(loginId);
  expect(await sentences(world.as(null), nia)).toMatchObject([{ over }]);
  await disconnect(nia);
});

test('an iD is as fresh as the last time its owner signed in at ORCID', async () => {
  const { nia, own, loginId } = await aProfessional();
  await connect(loginId);
  const before = world.clock.now();
  world.clock.turnBy(366 * day);
  expect(await showOrcid(own, loginId)).toEqual({ refused: 'long' });
  await world.services.db
    .update(outsideAccount)
    .set({ used: world.clock.now() })
    .where(eq(outsideAccount.loginId, loginId));
  expect(await showOrcid(own, loginId)).toBeUndefined();
  expect(await sentences(own, nia)).toMatchObject([
    { statement: expect.stringContaining('23 November 2027') },
  ]);
  world.clock.turnTo(before);
  await disconnect(nia);
});

test('SES-21: an address at work is proved by the code in its letter, and only its domain is kept', async () => {
  const { nia, own, loginId } = await aProfessional();
  const email = 'very.secret.name@imaging.hospital.example';
  await askForWorkCode(own, loginId, { email, from });
  const letter = await letterTo(email);
  await expect.poll(everything).not.toContain('very.secret.name');
  expect(await answerWorkCode(own, loginId, codeIn(letter))).toBeUndefined();
  expect(await sentences(world.as(null), nia)).toEqual([
    {
      statement:
        'On 22 November 2026 this person answered a letter to an address at hospital.example (imaging.hospital.example).',
      over: undefined,
    },
  ]);
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: true });
  expect(await everything()).not.toContain('very.secret.name');
  expect(await everything()).toContain('imaging.hospital.example');
  expect(JSON.stringify(await exportFor(own, nia.personId))).not.toContain('very.secret.name');
  expect(JSON.stringify(await exportFor(own, nia.personId))).toContain('imaging.hospital.example');
  expect(letter).not.toMatch(new RegExp(`${nia.handle}|radiographer`));
});

test('a code works once, and only for the one who asked for it', async () => {
  const { own, loginId } = await aProfessional();
  const other = await aProfessional();
  const email = 'once@hospital.example';
  await askForWorkCode(own, loginId, { email, from });
  const code = codeIn(await letterTo(email));
  expect(await findWorkCode(own, loginId)).toBe('hospital.example');
  expect(await answerWorkCode(other.own, other.loginId, code)).toEqual({ refused: 'gone' });
  const answers = await Promise.all([1, 2, 3].map(() => answerWorkCode(own, loginId, code)));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  expect(await listOwnCredentials(own)).toHaveLength(1);
  expect(await answerWorkCode(own, loginId, code)).toEqual({ refused: 'gone' });
  expect(await findWorkCode(own, loginId)).toBeUndefined();
});

test('a code survives five wrong tries, an hour, and no newer code', async () => {
  const { own, loginId } = await aProfessional();
  const email = 'tries@hospital.example';
  await askForWorkCode(own, loginId, { email, from });
  const first = codeIn(await letterTo(email));
  for (let wrong = 0; wrong < 5; wrong += 1)
    expect(await answerWorkCode(own, loginId, '0000 0000')).toEqual({ refused: 'wrong' });
  expect(await answerWorkCode(own, loginId, first)).toEqual({ refused: 'gone' });
  await askForWorkCode(own, loginId, { email, from });
  const second = codeIn(await letterTo(email, 2));
  await askForWorkCode(own, loginId, { email, from });
  const third = codeIn(await letterTo(email, 3));
  expect(await answerWorkCode(own, loginId, second)).toEqual({ refused: 'wrong' });
  const before = world.clock.now();
  world.clock.turnBy(60 * 60 * 1000);
  expect(await answerWorkCode(own, loginId, third)).toEqual({ refused: 'gone' });
  world.clock.turnTo(before);
  expect(await answerWorkCode(own, loginId, third)).toBeUndefined();
});

test('an address that anybody can get is no address at work', async () => {
  const { own, loginId } = await aProfessional();
  const asked = (email: string) => askForWorkCode(own, loginId, { email, from });
  expect(await asked('nia@gmail.com')).toEqual({ refused: 'anybodysMail' });
  expect(await asked('nia@somebody.github.io')).toEqual({ refused: 'anybodysPages' });
  expect(await asked('nia@co.uk')).toEqual({ refused: 'notAHost' });
  expect(await findWorkCode(own, loginId)).toBeUndefined();
});

test('nobody has letters sent to strangers all day, and how many others sent is not told', async () => {
  const { own, loginId } = await aProfessional();
  const asked = (email: string) => askForWorkCode(own, loginId, { email, from: '192.0.2.8' });
  for (let letter = 1; letter <= 5; letter += 1)
    expect(await asked(`stranger${letter}@hospital.example`)).toBeUndefined();
  expect(await asked('stranger6@hospital.example')).toEqual({ refused: 'tooFast' });
  const crowded = 'crowded@hospital.example';
  for (const other of [await aProfessional(), await aProfessional(), await aProfessional()]) {
    const asks = () =>
      askForWorkCode(other.own, other.loginId, { email: crowded, from: '192.0.2.9' });
    expect([await asks(), await asks()]).toEqual([undefined, undefined]);
  }
  await letterTo(crowded, 5);
  await expect.poll(everything).not.toContain(crowded);
  expect(lettersTo(crowded)).toHaveLength(5);
});

test('SES-21: an address at work counts for a year; its owner is told before, and can prove it anew', async () => {
  const { nia, own, loginId } = await aProfessional();
  await prove(own, loginId, 'year@hospital.example');
  const before = world.clock.now();
  const home = `${nia.handle}@example.org`;
  world.clock.turnBy(350 * day);
  await tendCredentials(world.services, {});
  expect(lettersTo(home)).toEqual([]);
  world.clock.turnBy(2 * day);
  await tendCredentials(world.services, {});
  await tendCredentials(world.services, {});
  const letter = await letterTo(home);
  expect(letter).toContain('22 November 2027');
  expect(letter).not.toMatch(/hospital|radiographer|address at/i);
  expect(lettersTo(home)).toHaveLength(1);
  world.clock.turnBy(13 * day);
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: false });
  const ended = { over: 'Its time was over, and it was not checked again.' };
  expect(await sentences(world.as(null), nia)).toMatchObject([ended]);
  await tendCredentials(world.services, {});
  expect(await sentences(world.as(null), nia)).toMatchObject([ended]);
  await prove(own, loginId, 'new.year@hospital.example');
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: true });
  expect(await sentences(world.as(null), nia)).toMatchObject([{ over: undefined }, ended]);
  world.clock.turnTo(before);
});

test('the same address proved again draws the check out instead of making another', async () => {
  const { own, loginId } = await aProfessional();
  await prove(own, loginId, 'first@hospital.example');
  const before = world.clock.now();
  world.clock.turnBy(30 * day);
  await prove(own, loginId, 'second@hospital.example');
  const all = await listOwnCredentials(own);
  expect(all).toMatchObject([{ statement: expect.stringContaining('22 December 2026') }]);
  world.clock.turnTo(before);
});

test('a page of an institution that leads to the profile is a check, looked at again every month', async () => {
  const { nia, own, loginId } = await aProfessional();
  const page = pageAt('/staff');
  peer.put('/staff', staffPage(profileOf(nia)));
  expect(await ask(own, page)).toBeUndefined();
  expect(await findLook(own, loginId)).toEqual({ page, seen: 'waiting' });
  await look(nia, page);
  await look(nia, page);
  expect(await sentences(world.as(null), nia)).toEqual([
    {
      statement: 'A page of hospital.test linked to this profile on 22 November 2026.',
      over: undefined,
    },
  ]);
  expect(await findLook(own, loginId)).toBeUndefined();
  expect(JSON.stringify(await listCredentials(world.as(null), nia.personId))).not.toContain(
    '/staff',
  );
  const before = world.clock.now();
  world.clock.turnBy(31 * day);
  await look(nia, page);
  expect(await sentences(own, nia)).toMatchObject([
    { statement: expect.stringContaining('23 December 2026') },
  ]);
  world.clock.turnTo(before);
});

test('six looks at once make one check, and five pages are the most', async () => {
  const { nia, own } = await aProfessional();
  for (const path of ['/1', '/2', '/3', '/4', '/5', '/6'])
    peer.put(path, staffPage(profileOf(nia)));
  await Promise.all(Array.from({ length: 6 }, () => look(nia, pageAt('/1'))));
  expect(await listOwnCredentials(own)).toHaveLength(1);
  for (const path of ['/2', '/3', '/4', '/5']) await look(nia, pageAt(path));
  expect(await ask(own, pageAt('/6'))).toEqual({ refused: 'enough' });
  expect(await ask(own, pageAt('/1'))).toBeUndefined();
});

test('the clock has a page looked at again once a month, and every day while it cannot be opened', async () => {
  const { nia, own } = await aProfessional();
  const page = pageAt('/monthly');
  peer.put('/monthly', staffPage(profileOf(nia)));
  await ask(own, page);
  await look(nia, page);
  const before = world.clock.now();
  const looks = async () => {
    await tendCredentials(world.services, {});
    const { rows } = await world.services.db.execute<{ tried: string | null }>(
      sql`select tried::text from credential where person_id = ${nia.personId}`,
    );
    return rows[0]?.tried?.slice(0, 10) ?? null;
  };
  world.clock.turnBy(29 * day);
  expect(await looks()).toBeNull();
  world.clock.turnBy(day);
  expect(await looks()).toBe('2026-12-22');
  world.clock.turnBy(day / 2);
  expect(await looks()).toBe('2026-12-22');
  world.clock.turnBy(day / 2);
  expect(await looks()).toBe('2026-12-23');
  world.clock.turnTo(before);
});

test('SES-21: a link that is gone takes its check back, with a letter; a page that is down does not', async () => {
  const { nia, own, loginId } = await aProfessional();
  const page = pageAt('/leaving');
  peer.put('/leaving', staffPage(profileOf(nia)));
  await ask(own, page);
  await look(nia, page);
  peer.put('/leaving', { ...staffPage(profileOf(nia)), status: 503 });
  await look(nia, page);
  expect(await sentences(own, nia)).toMatchObject([{ over: undefined }]);
  expect(await findLook(own, loginId)).toMatchObject({ seen: 'unreached' });
  peer.put('/leaving', { body: '<p>Nobody of that name works here.</p>' });
  await look(nia, page);
  expect(await sentences(world.as(null), nia)).toMatchObject([
    { over: 'The page does not lead here any more.' },
  ]);
  expect(await letterTo(`${nia.handle}@example.org`)).toContain('does not lead to your page');
  expect(await professionalBadge(own, nia.personId)).toMatchObject({ checked: false });
});

test('a page that cannot be opened for long ends its check after forty-five days', async () => {
  const { nia, own } = await aProfessional();
  peer.put('/down', staffPage(profileOf(nia)));
  await ask(own, pageAt('/down'));
  await look(nia, pageAt('/down'));
  const before = world.clock.now();
  world.clock.turnBy(44 * day);
  expect(await sentences(own, nia)).toMatchObject([{ over: undefined }]);
  world.clock.turnBy(day);
  expect(await sentences(own, nia)).toMatchObject([{ over: expect.stringContaining('time') }]);
  world.clock.turnBy(91 * day);
  expect(await sentences(own, nia)).toEqual([]);
  world.clock.turnTo(before);
});

test('somebody else’s page, or a page with somebody else’s link, proves nothing', async () => {
  const { nia, own, loginId } = await aProfessional();
  const other = await aProfessional();
  peer.put('/other', staffPage(profileOf(other.nia)));
  peer.put('/goes', { status: 302, headers: { location: pageAt('/there', 'evil.test') } });
  peer.put('/there', staffPage(profileOf(nia)));
  for (const [path, seen] of [
    ['/other', 'none'],
    ['/missing', 'none'],
    ['/goes', 'elsewhere'],
  ] as const) {
    await ask(own, pageAt(path));
    await look(nia, pageAt(path));
    expect(await findLook(own, loginId)).toEqual({ page: pageAt(path), seen });
  }
  expect(await listOwnCredentials(own)).toEqual([]);
  peer.put('/moved', { status: 301, headers: { location: pageAt('/there') } });
  await ask(own, pageAt('/moved'));
  await look(nia, pageAt('/moved'));
  expect(await listOwnCredentials(own)).toHaveLength(1);
});

test('a hostile page is given up, and every reason looks the same', async () => {
  const { nia, own, loginId } = await aProfessional();
  const link = staffPage(profileOf(nia)).body ?? '';
  const hostile = {
    '/large': { body: `${'x'.repeat(2 * 1024 * 1024)}${link}` },
    '/text': { body: link, headers: { 'content-type': 'text/plain' } },
    '/broken': { body: link, headers: { 'content-encoding': 'gzip' } },
    '/loop': { status: 302, headers: { location: '/loop' } },
    '/inward': { status: 302, headers: { location: 'http://127.0.0.1:5432/' } },
    '/metadata': { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
    '/ours': { status: 302, headers: { location: world.services.config.origin } },
    '/file': { status: 302, headers: { location: 'file:///etc/passwd' } },
  };
  for (const [path, page] of Object.entries(hostile)) {
    peer.put(path, page);
    await look(nia, pageAt(path));
    expect(await findLook(own, loginId)).toEqual({ page: pageAt(path), seen: 'unreached' });
  }
  expect(await listOwnCredentials(own)).toEqual([]);
});

test('only https pages of an institution are looked at', async () => {
  const { nia, own } = await aProfessional();
  const asked = (page: string) => askToLookAtPage(own, { page, from });
  for (const [page, refused] of [
    ['http://hospital.example/staff', 'notAPage'],
    ['javascript:alert(1)', 'notAPage'],
    ['https://nia:secret@hospital.example/', 'notAPage'],
    [`https://hospital.example/${'x'.repeat(300)}`, 'notAPage'],
    ['https://127.0.0.1/', 'notAHost'],
    ['https://0x7f.1/', 'notAHost'],
    ['https://[::1]/', 'notAHost'],
    ['https://localhost/', 'notAHost'],
    ['https://nhs.uk/', 'notAHost'],
    ['https://nia.github.io/', 'anybodysPages'],
    ['linktr.ee/nia', 'anybodysPages'],
    ['https://medium.com/@nia', 'anybodysPages'],
  ] as const)
    expect({ page, ...(await asked(page)) }).toEqual({ page, refused });
  const before = peer.asked.length;
  await lookAtPage(world.services, { personId: nia.personId, page: pageAt('/staff') });
  expect(peer.asked).toHaveLength(before);
});

test('nobody makes us knock at doors all day', async () => {
  const { own } = await aProfessional();
  for (let look = 1; look <= 10; look += 1)
    expect(await ask(own, pageAt(`/knock/${look}`))).toBeUndefined();
  expect(await ask(own, pageAt('/knock/11'))).toEqual({ refused: 'tooFast' });
});

test('whoever is no professional has nothing checked', async () => {
  const anna = await world.aPatient();
  const loginId = await loginOf(anna);
  await connect(loginId);
  for (const ctx of [world.as(anna), world.as(null)]) {
    expect(await showOrcid(ctx, loginId)).toEqual({ refused: 'gone' });
    expect(await ask(ctx, pageAt('/staff'))).toEqual({ refused: 'gone' });
    expect(await askForWorkCode(ctx, loginId, { email: 'a@hospital.example', from })).toEqual({
      refused: 'gone',
    });
  }
  await disconnect(anna);
});

test('nobody sees the checks of somebody whose role they may not see', async () => {
  const { nia, own, loginId } = await aProfessional();
  const anna = await world.aPatient();
  await prove(own, loginId, 'hidden@hospital.example');
  const seen = () =>
    Promise.all([null, anna, nia].map((viewer) => sentences(world.as(viewer), nia)));
  expect((await seen()).map((list) => list.length)).toEqual([1, 1, 1]);
  await changeRoles(own, [{ role: 'professional', audience: 'people' }]);
  expect((await seen()).map((list) => list.length)).toEqual([0, 1, 1]);
  await changeRoles(own, [{ role: 'professional', audience: 'friends' }]);
  expect((await seen()).map((list) => list.length)).toEqual([0, 0, 1]);
});

test('somebody takes a check back, and nobody else can', async () => {
  const { nia, own, loginId } = await aProfessional();
  const other = await aProfessional();
  await prove(own, loginId, 'back@hospital.example');
  const [check] = await listOwnCredentials(own);
  const id = check?.id ?? '';
  for (const ctx of [other.own, world.as(null)])
    expect(await withdrawCredential(ctx, id)).toEqual({ refused: 'gone' });
  for (const odd of ['', '0', "1' or 1=1", '9'.repeat(30)])
    expect(await withdrawCredential(own, odd)).toEqual({ refused: 'gone' });
  expect(await withdrawCredential(own, id)).toBeUndefined();
  expect(await withdrawCredential(own, id)).toEqual({ refused: 'gone' });
  expect(await sentences(world.as(null), nia)).toMatchObject([
    { over: 'It was taken back by the person themselves.' },
  ]);
});

test('who forgets what they said of their work takes every check back', async () => {
  const { nia, own, loginId } = await aProfessional();
  await prove(own, loginId, 'forgets@hospital.example');
  await forgetWork(own);
  expect(await sentences(own, nia)).toMatchObject([
    { over: expect.stringContaining('taken back') },
  ]);
});
