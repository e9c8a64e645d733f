import { createServer } from 'node:http';
import { None } from 'openid-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startMastodonPeer, type MastodonPeer } from '../../../tests/doubles/mastodon-peer.ts';
import { startOidcPeer, type OidcPeer } from '../../../tests/doubles/oidc-peer.ts';
import { visitProvider } from '../../../tests/doubles/oidc-visit.ts';
import { freePort } from '../../../tests/site.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { readHost } from './inner/mastodon-host.server.ts';
import { makeConfig } from './inner/outside-config.server.ts';
import { readIdentity } from './inner/outside-identity.server.ts';
import { findLoginByEmail, makeLogin } from './inner/logins.server.ts';
import { keysChanged } from './inner/session.server.ts';
import {
  askForAddress,
  connectArrival,
  proveAddress,
  viewArrival,
} from './outside-arrivals.server.ts';
import { beginOutside, comeBack, type Back } from './outside-sign-in.server.ts';
import { disconnectOutside, findOrcid, listOutside } from './outside.server.ts';
import {
  keepProvider,
  letMastodonIn,
  listProviders,
  removeProvider,
  tryProvider,
  viewProvider,
} from './providers.server.ts';
import { findLogin, type Login, type OwnCookie } from './sign-in.server.ts';
import { signUp } from './sign-up.server.ts';
import { forgetWhatIsOld } from './tidy.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let hospital: OidcPeer;
let evil: OidcPeer;
let mastodon: MastodonPeer;
let operator: Viewer;
let deadPort: number;

const origin = 'http://localhost:3000';
const callback = (id: string) => `${origin}/sign-in/with/${id}/back`;

beforeAll(async () => {
  hospital = await startOidcPeer(['hospital', 'orcid', 'google'].map(callback));
  evil = await startOidcPeer(['evil'].map(callback));
  mastodon = await startMastodonPeer();
  deadPort = await freePort();
  const peers = [hospital.host, evil.host, mastodon.host, `127.0.0.1:${deadPort}`];
  world = await openWorld({ working: true, env: { POCKETFRIENDS_PEERS: peers.join(',') } });
  operator = await world.aPerson({ operator: true });
  await provider('hospital', hospital, { trusts: 'yes' });
  await provider('evil', evil, {});
  await letMastodonIn(world.as(operator));
  hospital.accounts.set('anna', { email: 'Anna@hospital.example', email_verified: true });
});
afterAll(async () => {
  await world.close();
  await hospital.close();
  await evil.close();
  await mastodon.close();
});
beforeEach(() => world.services.pool.query('delete from rate_limit'));

/** A browser: it keeps cookies, and comes from somewhere. */
function aBrowser() {
  const jar = new Map<string, string>();
  const browser = {
    take: (cookies: OwnCookie[]) => {
      for (const { name, value, options } of cookies)
        if (options.maxAge === 0) jar.delete(name);
        else jar.set(name, value);
    },
    get visit() {
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      return { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies };
    },
    login: () => findLogin(world.services, browser.visit.cookies),
  };
  return browser;
}
type Browser = ReturnType<typeof aBrowser>;

function provider(id: string, peer: Pick<OidcPeer, 'issuer' | 'client'>, more: object) {
  const { issuer, client } = peer;
  const known = { name: id, issuer, 'client-id': client.id, secret: client.secret };
  return keepProvider(world.as(operator), { id, kind: 'oidc' }, { ...known, ...more });
}

const nobody = () => world.as(null);

async function begin(
  browser: Browser,
  about: { provider: string; server?: string; connect?: Login; invitation?: string },
) {
  const answer = await beginOutside(nobody(), { next: '/club', ...about }, browser.visit);
  if ('refused' in answer) throw new Error(answer.refused);
  browser.take(answer.cookies);
  return answer.to;
}

async function back(
  browser: Browser,
  id: string,
  search: URLSearchParams,
  host?: string,
): Promise<Back> {
  const about = { provider: id, host, search, login: await browser.login() };
  const answer = await comeBack(nobody(), about, browser.visit);
  browser.take(answer.cookies);
  if ('letIn' in answer) browser.take(answer.letIn.cookies);
  return answer;
}

/** Signs in at a provider under a name and comes back with what it says. */
async function signInWith(browser: Browser, id: string, name: string, connect?: Login) {
  const to = await begin(browser, { provider: id, ...(connect && { connect }) });
  return back(browser, id, await visitProvider(to, { name, callback: callback(id) }));
}

async function signInFrom(browser: Browser, server = mastodon.host, connect?: Login) {
  const to = await begin(browser, { provider: 'mastodon', server, ...(connect && { connect }) });
  const answer = await fetch(to, { redirect: 'manual' });
  const location = answer.headers.get('location');
  if (!location) throw new Error(await answer.text());
  return back(browser, 'mastodon', new URL(location).searchParams, mastodon.host);
}

const lettersTo = (email: string) => world.letters.filter(({ to }) => to === email);
async function letterTo(email: string, count = 1): Promise<string> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  return lettersTo(email).at(-1)?.text ?? '';
}
const codeIn = (letter: string) => /^(\d{4} \d{4})$/m.exec(letter)?.[1] ?? '';
const keyIn = (letter: string) => /token=([\w-]+)/.exec(letter)?.[1] ?? '';

async function proveByCode(browser: Browser, email: string, count = 1) {
  expect(await askForAddress(nobody(), email, browser.visit)).toBeUndefined();
  const code = codeIn(await letterTo(email, count));
  const answer = await proveAddress(nobody(), { code }, browser.visit);
  if ('letIn' in answer) browser.take(answer.letIn.cookies);
  return answer;
}

const pairs = async () =>
  (await world.services.pool.query('select issuer, subject, login_id from outside_account')).rows;
const loginOf = async (browser: Browser): Promise<Login> => {
  const login = await browser.login();
  if (!login) throw new Error('not signed in');
  return login;
};

test('somebody new comes in at once when the provider may vouch for the address', async () => {
  const browser = aBrowser();
  expect(await signInWith(browser, 'hospital', 'anna')).toMatchObject({
    letIn: { step: 'in' },
    next: '/club',
  });
  expect(await browser.login()).toMatchObject({ email: 'anna@hospital.example', person: false });
  const other = aBrowser();
  await signInWith(other, 'hospital', 'anna');
  expect((await loginOf(other)).id).toBe((await loginOf(browser)).id);
});

test('an address that nobody vouches for is proved by a letter, and kept with the way on', async () => {
  hospital.accounts.set('ben', { email: 'ben@example.org', email_verified: false });
  const browser = aBrowser();
  expect(await signInWith(browser, 'hospital', 'ben')).toMatchObject({ arrival: true });
  expect(await browser.login()).toBeNull();
  expect(await viewArrival(nobody(), browser.visit.cookies)).toMatchObject({
    email: 'ben@example.org',
    step: 'address',
  });
  expect(await proveByCode(browser, 'ben@example.org')).toMatchObject({ next: '/club' });
  expect(await browser.login()).toMatchObject({ email: 'ben@example.org' });
  expect(await viewArrival(nobody(), browser.visit.cookies)).toBeUndefined();
});

test('a letter proves an address only in the browser that came from the provider', async () => {
  const mallory = aBrowser();
  await signInWith(mallory, 'evil', 'mallory');
  await askForAddress(nobody(), 'victim@example.org', mallory.visit);
  const letter = await letterTo('victim@example.org');
  const victim = aBrowser();
  expect(await proveAddress(nobody(), { key: keyIn(letter) }, victim.visit)).toEqual({
    refused: 'gone',
  });
  expect(await findLoginByEmail(nobody(), 'victim@example.org')).toBeUndefined();
  expect(await proveAddress(nobody(), { key: keyIn(letter) }, mallory.visit)).toHaveProperty(
    'letIn',
  );
});

test('a code can be guessed five times, and an older letter proves nothing', async () => {
  const browser = aBrowser();
  await signInWith(browser, 'evil', 'guesser');
  await askForAddress(nobody(), 'one@example.org', browser.visit);
  const first = await letterTo('one@example.org');
  await askForAddress(nobody(), 'two@example.org', browser.visit);
  const second = await letterTo('two@example.org');
  expect(await proveAddress(nobody(), { key: keyIn(first) }, browser.visit)).toEqual({
    refused: 'wrong',
  });
  for (let count = 0; count < 5; count += 1)
    expect(await proveAddress(nobody(), { code: '00000000' }, browser.visit)).toEqual({
      refused: 'wrong',
    });
  const right = { code: codeIn(second) };
  expect(await proveAddress(nobody(), right, browser.visit)).toEqual({ refused: 'wrong' });
  expect(await proveByCode(browser, 'two@example.org', 2)).toHaveProperty('letIn');
});

test('SES-10: where no letter was sent no code proves the address', async () => {
  const victim = 'guessed@example.org';
  const browsers = Array.from({ length: 7 }, () => aBrowser());
  for (const browser of browsers) {
    await signInWith(browser, 'evil', 'patient guesser');
    expect(await askForAddress(nobody(), victim, browser.visit)).toBeUndefined();
    expect(await viewArrival(nobody(), browser.visit.cookies)).toMatchObject({ step: 'letter' });
  }
  const { rows } = await world.services.pool.query(
    `select 1 from proof where kind = 'arrival' and about = $1 and value->'asked'->>'codeHash' <> ''`,
    [victim],
  );
  expect(rows).toHaveLength(5);
  const last = browsers.at(-1) ?? aBrowser();
  for (const code of ['', '00000000'])
    expect(await proveAddress(nobody(), { code }, last.visit)).toEqual({ refused: 'wrong' });
});

test('SES-04: recovery drops an account elsewhere that is about to be connected', async () => {
  const pat = await world.aPerson({ handle: 'reader_of_mail' });
  const email = `${pat.handle}@example.org`;
  const mallory = aBrowser();
  await signInWith(mallory, 'evil', 'mallory with the mail');
  expect(await proveByCode(mallory, email)).toEqual({ connect: true });
  const login = await findLoginByEmail(nobody(), email);
  await inTransaction(nobody(), (tx) => keysChanged(tx, login?.id ?? ''));
  expect(await connectArrival(nobody(), null, mallory.visit)).toEqual({ refused: 'gone' });
  const again = aBrowser();
  await signInWith(again, 'evil', 'pat by herself');
  expect(await proveByCode(again, email, 2)).toEqual({ connect: true });
  expect(await connectArrival(nobody(), null, again.visit)).toHaveProperty('letIn');
});

test('an account elsewhere that is just being disconnected opens nothing', async () => {
  hospital.accounts.set('gone', { email: 'gone@hospital.example', email_verified: true });
  const owner = aBrowser();
  await signInWith(owner, 'hospital', 'gone');
  const login = await loginOf(owner);
  const disconnecting = await world.services.pool.connect();
  await disconnecting.query('begin');
  await disconnecting.query('delete from outside_account where login_id = $1', [login.id]);
  const thief = aBrowser();
  const coming = signInWith(thief, 'hospital', 'gone');
  const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await world.services.pool.query(waits)).rows.length).toBe(1);
  await disconnecting.query('commit');
  disconnecting.release();
  expect(await coming).toMatchObject({ arrival: true });
  expect(await thief.login()).toBeNull();
});

test('known and unknown addresses get the same answer and the same letter', async () => {
  const known = await world.aPerson();
  const answers = [];
  const letters = [];
  for (const email of [`${known.handle}@example.org`, 'not-here@example.org']) {
    const browser = aBrowser();
    await signInWith(browser, 'evil', `asker of ${email}`);
    answers.push(await askForAddress(nobody(), email, browser.visit));
    answers.push((await viewArrival(nobody(), browser.visit.cookies))?.step);
    letters.push((await letterTo(email)).replace(/\d{4} \d{4}|token=\S+/g, '...'));
  }
  expect(answers.slice(0, 2)).toEqual(answers.slice(2));
  expect(letters[0]).toBe(letters[1]);
});

test('SES-02: a squatter who signed up first neither blocks the owner nor keeps anything', async () => {
  const typed = { email: 'pat@hospital.example', password: 'the squatters own words', next: '/' };
  await signUp(nobody(), { ...typed, address: '198.51.100.1' });
  const squatted = await letterTo('pat@hospital.example');
  hospital.accounts.set('pat', { email: 'pat@hospital.example', email_verified: true });
  const browser = aBrowser();
  expect(await signInWith(browser, 'hospital', 'pat')).toMatchObject({ letIn: { step: 'in' } });
  const { rows } = await world.services.pool.query(
    `select 1 from proof where about = 'pat@hospital.example'
     union all select 1 from password where login_id = $1`,
    [(await loginOf(browser)).id],
  );
  expect(rows).toEqual([]);
  expect(squatted).not.toBe('');
});

test('SES-02: an account that is there is never merged by the word of a provider', async () => {
  const pat = await world.aPerson({ handle: 'pat_here' });
  hospital.accounts.set('pat2', { email: 'pat_here@example.org', email_verified: true });
  const browser = aBrowser();
  expect(await signInWith(browser, 'hospital', 'pat2')).toMatchObject({ arrival: true });
  expect(await proveByCode(browser, 'pat_here@example.org')).toEqual({ connect: true });
  expect(await browser.login()).toBeNull();
  const old = await world.cookieOf(pat);
  const answer = await connectArrival(nobody(), null, browser.visit);
  expect(answer).toMatchObject({ letIn: { step: 'in' }, next: '/club' });
  if ('letIn' in answer) browser.take(answer.letIn.cookies);
  expect(await browser.login()).toMatchObject({ email: 'pat_here@example.org', person: true });
  expect(await findLogin(world.services, old)).toBeNull();
  await expect
    .poll(() => lettersTo('pat_here@example.org').map(({ subject }) => subject))
    .toContain('Your ways to sign in have changed');
  expect(await signInWith(aBrowser(), 'hospital', 'pat2')).toMatchObject({ letIn: { step: 'in' } });
});

test('SES-02: where there is a second step, it is asked for before anything is connected', async () => {
  const careful = await world.aPerson({ handle: 'careful_one' });
  const cookie = await world.cookieOf(careful);
  const own = await findLogin(world.services, cookie);
  await world.services.pool.query(
    `insert into second_factor (login_id, sealed_secret, since) values ($1, 'x', now())`,
    [own?.id],
  );
  const browser = aBrowser();
  await signInWith(browser, 'evil', 'careful elsewhere');
  expect(await proveByCode(browser, 'careful_one@example.org')).toEqual({ connect: true });
  const before = await pairs();
  const halfWay = await connectArrival(nobody(), null, browser.visit);
  expect(halfWay).toMatchObject({ letIn: { step: 'second' }, next: '/sign-in/with/connect' });
  expect(await pairs()).toEqual(before);
  // Once the second step is passed they are signed in, and press once more.
  const done = await connectArrival(nobody(), own, browser.visit);
  expect(done).toMatchObject({ connected: true, next: '/club' });
  expect(await signInWith(aBrowser(), 'evil', 'careful elsewhere')).toMatchObject({
    letIn: { step: 'second' },
  });
});

test('SES-05: an account elsewhere is known by issuer and subject, never by its address', async () => {
  hospital.accounts.set('ida', { email: 'ida@hospital.example', email_verified: true });
  const ida = aBrowser();
  await signInWith(ida, 'hospital', 'ida');
  for (const verified of [true, false, undefined]) {
    const email = {
      email: 'ida@hospital.example',
      ...(verified !== undefined && { email_verified: verified }),
    };
    evil.accounts.set('ida', email);
    const other = aBrowser();
    expect(await signInWith(other, 'evil', 'ida')).toMatchObject({ arrival: true });
    expect(await other.login()).toBeNull();
  }
  // Somebody else at the same provider takes over the address, and she gets another.
  hospital.accounts.set('thief', { email: 'ida@hospital.example', email_verified: true });
  hospital.accounts.set('ida', { email: 'new@hospital.example', email_verified: true });
  expect(await signInWith(aBrowser(), 'hospital', 'thief')).toMatchObject({ arrival: true });
  const again = aBrowser();
  expect(await signInWith(again, 'hospital', 'ida')).toMatchObject({ letIn: { step: 'in' } });
  expect(await loginOf(again)).toMatchObject({ email: 'ida@hospital.example' });
  expect((await loginOf(again)).id).toBe((await loginOf(ida)).id);
});

test('SES-06: a provider that nobody trusts proves no address, whatever it says', async () => {
  evil.accounts.set('liar', { email: 'anybody@example.org', email_verified: true });
  const browser = aBrowser();
  expect(await signInWith(browser, 'evil', 'liar')).toMatchObject({ arrival: true });
  expect(await findLoginByEmail(nobody(), 'anybody@example.org')).toBeUndefined();
  hospital.accounts.set('honest', { email: 'honest@hospital.example', email_verified: true });
  expect(await signInWith(aBrowser(), 'hospital', 'honest')).toHaveProperty('letIn');
});

test('SES-06: the code of one provider opens nothing at the callback of another', async () => {
  const browser = aBrowser();
  const to = await begin(browser, { provider: 'hospital' });
  const search = await visitProvider(to, { name: 'anna', callback: callback('hospital') });
  const asked = evil.asked.length;
  expect(await back(browser, 'evil', search)).toMatchObject({ refused: 'stale' });
  expect(evil.asked.length).toBe(asked);
  const { visit } = browser;
  expect(await back(browser, 'hospital', search)).toHaveProperty('letIn');
  // A second time, also with the cookie that is over.
  const again = { provider: 'hospital', search, login: null };
  expect(await comeBack(nobody(), again, visit)).toMatchObject({ refused: 'stale' });
});

test('SES-06: an answer without state, of another state, browser or issuer is refused', async () => {
  const change = async (name: string, value: string | null, where?: Browser) => {
    const browser = aBrowser();
    const to = await begin(browser, { provider: 'hospital' });
    const search = await visitProvider(to, { name: 'anna', callback: callback('hospital') });
    if (value === null) search.delete(name);
    else search.set(name, value);
    const answer = await back(where ?? browser, 'hospital', search);
    expect(await browser.login()).toBeNull();
    return 'refused' in answer ? answer.refused : answer;
  };
  expect(await change('state', null)).toBe('stale');
  expect(await change('state', 'x'.repeat(43))).toBe('stale');
  expect(await change('code', 'fine', aBrowser())).toBe('stale');
  expect(await change('iss', null)).toBe('mangled');
  expect(await change('iss', evil.issuer)).toBe('mangled');
  expect(await change('code', 'made-up')).toBe('code');
  const before = world.clock.now();
  const late = aBrowser();
  const to = await begin(late, { provider: 'hospital' });
  const search = await visitProvider(to, { name: 'anna', callback: callback('hospital') });
  world.clock.turnBy(10 * 60_000);
  expect(await back(late, 'hospital', search)).toMatchObject({ refused: 'stale' });
  world.clock.turnTo(before);
  expect(await signInWith(aBrowser(), 'hospital', 'anna')).toHaveProperty('letIn');
});

test('SES-06: a signed word without our nonce, of another issuer, audience or key is refused', async () => {
  const changed = async (change: (claims: Record<string, unknown>) => void, resign = false) => {
    evil.answerWith('/token', (body) => {
      const tokens = JSON.parse(body) as { id_token: string };
      const [head = '', claims = '', mark = ''] = tokens.id_token.split('.');
      const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
        string,
        unknown
      >;
      change(read);
      const written = Buffer.from(JSON.stringify(read)).toString('base64url');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      return JSON.stringify({
        ...tokens,
        id_token: resign ? `${none}.${written}.` : `${head}.${written}.${mark}`,
      });
    });
    const answer = await signInWith(aBrowser(), 'evil', 'forger');
    evil.answerWith('/token');
    return 'refused' in answer ? answer.refused : answer;
  };
  expect(await changed((claims) => delete claims['nonce'])).toBe('mangled');
  expect(await changed((claims) => (claims['nonce'] = 'another'))).toBe('mangled');
  expect(await changed((claims) => (claims['iss'] = hospital.issuer))).toBe('mangled');
  expect(await changed((claims) => (claims['aud'] = 'another'))).toBe('mangled');
  // With an address in it, the word is all that is looked at.
  const other = { sub: 'anna', email: 'anna@hospital.example', email_verified: true };
  expect(await changed((claims) => Object.assign(claims, other))).toBe('mangled');
  expect(await changed((claims) => Object.assign(claims, other), true)).toBe('mangled');
  expect(await signInWith(aBrowser(), 'evil', 'forger')).toMatchObject({ arrival: true });
});

test('SES-06: only what the operator set up is asked, and only the operator sets up', async () => {
  const anna = await world.aPerson();
  const about = { name: 'x', issuer: evil.issuer, 'client-id': 'x', secret: 'x' };
  const asked = await keepProvider(world.as(anna), { id: 'mine', kind: 'oidc' }, about);
  expect(asked).toEqual({ refused: 'gone' });
  expect(await letMastodonIn(world.as(anna))).toEqual({ refused: 'gone' });
  expect(await removeProvider(world.as(anna), 'hospital')).toEqual({ refused: 'gone' });
  expect(await viewProvider(world.as(anna), 'hospital')).toBeUndefined();
  expect(await tryProvider(world.as(anna), 'hospital')).toEqual({ refused: 'gone' });
  const nowhere = await beginOutside(nobody(), { provider: 'mine', next: '/' }, aBrowser().visit);
  expect(nowhere).toEqual({ refused: 'gone' });
  expect(await viewProvider(world.as(operator), 'hospital')).toMatchObject({ hasSecret: true });
});

test('SSR-09: an address inside our own network is refused when it is written and when it is asked', async () => {
  const wrote = async (issuer: string) => {
    const answer = await provider('inside', { issuer, client: { id: 'x', secret: 'x' } }, {});
    return answer && 'faults' in answer ? Object.keys(answer.faults) : answer;
  };
  const closed = [
    'http://127.0.0.1:1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.0.0.8',
    origin,
  ];
  for (const issuer of [
    ...closed,
    'https://localhost',
    'https://a:b@example.org',
    'javascript:alert(1)',
  ])
    expect({ issuer, said: await wrote(issuer) }).toEqual({ issuer, said: ['issuer'] });
  // A name may still lead inside; then the fetcher does not dial it.
  expect(await wrote('https://localhost.localdomain')).toBeUndefined();
  expect(await tryProvider(world.as(operator), 'inside')).toMatchObject({ state: 'wrong' });
  await removeProvider(world.as(operator), 'inside');
});

test('SSR-13: what a provider says of itself leads us nowhere inside', async () => {
  let knocked = 0;
  const inside = createServer((_request, response) => {
    knocked += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  const address = inside.address();
  const canary = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  for (const part of ['token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
    evil.answerWith('/.well-known/openid-configuration', (body) =>
      JSON.stringify({ ...(JSON.parse(body) as object), [part]: `${canary}/${part}` }),
    );
    await provider('evil', evil, {});
    const answer = await signInWith(aBrowser(), 'evil', `inside ${part}`);
    expect(answer).toMatchObject({ refused: 'unreachable' });
  }
  evil.answerWith('/.well-known/openid-configuration');
  await provider('evil', evil, {});
  expect(knocked).toBe(0);
  await new Promise((done) => inside.close(done));
  expect(await signInWith(aBrowser(), 'evil', 'forger')).toMatchObject({ arrival: true });
});

test('a provider that was down or spoke nonsense is asked again, and a letter does meanwhile', async () => {
  const client = { id: 'pocket-friends', secret: 'a secret between the two of us' };
  await provider('late', { issuer: `http://127.0.0.1:${deadPort}`, client }, {});
  const first = () => beginOutside(nobody(), { provider: 'late', next: '/' }, aBrowser().visit);
  expect(await first()).toEqual({ refused: 'unreachable' });
  const late = await startOidcPeer([callback('late')], deadPort);
  late.answerWith('/.well-known/openid-configuration', () => '<html>a wall</html>');
  expect(await first()).toEqual({ refused: 'mangled' });
  late.answerWith('/.well-known/openid-configuration');
  expect(await first()).toHaveProperty('to');
  // What it said holds for an hour, and for a day while it is silent.
  const before = world.clock.now();
  await late.close();
  world.clock.turnBy(2 * 3_600_000);
  expect(await first()).toHaveProperty('to');
  world.clock.turnBy(24 * 3_600_000);
  expect(await first()).toEqual({ refused: 'unreachable' });
  world.clock.turnTo(before);
  await removeProvider(world.as(operator), 'late');
});

test(
  'a provider that never answers is waited for seconds, not minutes',
  { timeout: 30_000 },
  async () => {
    evil.answerWith('/token', () => 'silence');
    const began = performance.now();
    const answer = await signInWith(aBrowser(), 'evil', 'patient one');
    evil.answerWith('/token');
    expect(answer).toMatchObject({ refused: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(12_000);
  },
);

test('somebody who says no at the provider is told so calmly, with the way on kept', async () => {
  const browser = aBrowser();
  const to = await begin(browser, { provider: 'hospital' });
  const search = await visitProvider(to, { name: '', callback: callback('hospital'), deny: true });
  expect(await back(browser, 'hospital', search)).toMatchObject({
    refused: 'denied',
    next: '/club',
  });
});

test('an account is connected from the settings, opens that login, and is disconnected again', async () => {
  const sam = await world.aPerson({ handle: 'sam_here' });
  const phone = await world.cookieOf(sam);
  const desk = aBrowser();
  const [name = '', value = ''] = (await world.cookieOf(sam)).split('=');
  desk.take([
    {
      name,
      value,
      options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false, maxAge: 99 },
    },
  ]);
  const login = await loginOf(desk);
  expect(await signInWith(desk, 'evil', 'sam elsewhere', login)).toMatchObject({ connected: true });
  expect(await findLogin(world.services, phone)).toBeNull();
  expect(await desk.login()).toMatchObject({ id: login.id });
  const other = aBrowser();
  await signInWith(other, 'evil', 'sam elsewhere');
  expect((await loginOf(other)).id).toBe(login.id);
  const [account] = await listOutside(nobody(), login.id);
  expect(account).toMatchObject({ service: 'evil', offered: true, subject: 'sam elsewhere' });

  const stranger = await loginOf(await aStranger());
  const pair = { issuer: evil.issuer, subject: 'sam elsewhere' };
  expect(await disconnectOutside(nobody(), stranger, pair)).toEqual({ refused: 'gone' });
  expect(await disconnectOutside(nobody(), login, pair)).toBeUndefined();
  expect(await other.login()).toBeNull();
  expect(await signInWith(aBrowser(), 'evil', 'sam elsewhere')).toMatchObject({ arrival: true });
  await letterTo('sam_here@example.org', 2);
});

async function aStranger(): Promise<Browser> {
  const browser = aBrowser();
  hospital.accounts.set('stranger', { email: 'stranger@hospital.example', email_verified: true });
  await signInWith(browser, 'hospital', 'stranger');
  return browser;
}

test('an account that opens one login is not connected to another, nor by another session', async () => {
  const owner = aBrowser();
  hospital.accounts.set('owner', { email: 'owner@hospital.example', email_verified: true });
  await signInWith(owner, 'hospital', 'owner');
  const stranger = await aStranger();
  const login = await loginOf(stranger);
  expect(await signInWith(stranger, 'hospital', 'owner', login)).toMatchObject({
    refused: 'taken',
    connecting: true,
  });
  // The one who asked to connect has signed out meanwhile.
  const to = await begin(owner, { provider: 'evil', connect: login });
  const search = await visitProvider(to, { name: 'fresh', callback: callback('evil') });
  expect(await back(owner, 'evil', search)).toMatchObject({ refused: 'stale' });
});

test('SES-21: an ORCID iD counts when ORCID itself vouches for it, and never when it is typed', async () => {
  const iD = '0000-0002-1825-0097';
  await keepProvider(
    world.as(operator),
    { id: 'orcid', kind: 'orcid' },
    { 'client-id': hospital.client.id, secret: hospital.client.secret },
  );
  await world.services.pool.query(
    `update sign_in_provider set settings = settings || jsonb_build_object('issuer', $1::text) where id = 'orcid'`,
    [hospital.issuer],
  );
  const fraud = aBrowser();
  // Another service may say that somebody has this iD, as their name there and as a claim.
  evil.accounts.set(iD, { orcid: iD, email: 'fraud@example.org' });
  await signInWith(fraud, 'evil', iD);
  await proveByCode(fraud, 'fraud@example.org');
  expect(await findOrcid(nobody(), (await loginOf(fraud)).id)).toBeUndefined();
  // ORCID's answer names the iD outside of the signed word too: that part can be changed on its way.
  hospital.answerWith('/token', (body) =>
    JSON.stringify({ ...(JSON.parse(body) as object), orcid: iD }),
  );
  await signInWith(fraud, 'orcid', '0000-0001-0000-0009', await loginOf(fraud));
  hospital.answerWith('/token');
  expect(await findOrcid(nobody(), (await loginOf(fraud)).id)).toMatchObject({
    iD: '0000-0001-0000-0009',
  });

  const researcher = await aStranger();
  const login = await loginOf(researcher);
  expect(await signInWith(researcher, 'orcid', iD, login)).toMatchObject({ connected: true });
  expect(await findOrcid(nobody(), login.id)).toMatchObject({ iD, since: expect.any(Date) });
  await disconnectOutside(nobody(), login, { issuer: hospital.issuer, subject: iD });
  expect(await findOrcid(nobody(), login.id)).toBeUndefined();
});

test('Google is believed only for addresses that Google gives out', async () => {
  await keepProvider(
    world.as(operator),
    { id: 'google', kind: 'google' },
    {
      'client-id': hospital.client.id,
      secret: hospital.client.secret,
      trusts: 'yes',
    },
  );
  await world.services.pool.query(
    `update sign_in_provider set settings = settings || jsonb_build_object('issuer', $1::text) where id = 'google'`,
    [hospital.issuer],
  );
  hospital.accounts.set('g1', { email: 'g1@old-firm.example', email_verified: true });
  hospital.accounts.set('g2', { email: 'g2@gmail.com', email_verified: true });
  expect(await signInWith(aBrowser(), 'google', 'g1')).toMatchObject({ arrival: true });
  expect(await signInWith(aBrowser(), 'google', 'g2')).toHaveProperty('letIn');
  await removeProvider(world.as(operator), 'google');
});

test('Facebook and WordPress.com say who somebody is, and their word about addresses is not taken', async () => {
  const endpoints = {
    authorization: `${mastodon.origin}/oauth/authorize`,
    token: `${mastodon.origin}/oauth/token`,
    userinfo: `${mastodon.origin}/me`,
  };
  const profiles = {
    facebook: { id: '1234567890', name: 'Nia Night', email: 'nia@example.org' },
    wordpress: { ID: 77, username: 'nia', email: 'nia@example.org', email_verified: true },
  } as const;
  const registered = await fetch(`${mastodon.origin}/api/v1/apps`, {
    method: 'POST',
    body: new URLSearchParams({
      redirect_uris: callback('facebook'),
      scopes: 'public_profile email auth',
    }),
  });
  const app = (await registered.json()) as { client_id: string; client_secret: string };
  const before = mastodon.account;
  for (const kind of ['facebook', 'wordpress'] as const) {
    await keepProvider(
      world.as(operator),
      { id: kind, kind },
      { 'client-id': app.client_id, secret: app.client_secret },
    );
    await world.services.pool.query(
      `update sign_in_provider set settings = settings || $1::jsonb where id = $2`,
      [JSON.stringify({ issuer: mastodon.origin, endpoints }), kind],
    );
    mastodon.account = profiles[kind];
    const browser = aBrowser();
    const to = new URL(await begin(browser, { provider: kind }));
    expect(to.searchParams.get('code_challenge_method')).toBe('S256');
    to.searchParams.set('redirect_uri', callback('facebook'));
    const location = (await fetch(to, { redirect: 'manual' })).headers.get('location') ?? '';
    expect(await back(browser, kind, new URL(location).searchParams)).toMatchObject({
      arrival: true,
    });
    expect(await viewArrival(nobody(), browser.visit.cookies)).toMatchObject({
      email: 'nia@example.org',
    });
    await removeProvider(world.as(operator), kind);
  }
  mastodon.account = before;
  mastodon.tokens.clear();
});

test('a name or number that no database can hold is tidied, or refused as a fault of the service', async () => {
  const service = {
    kind: 'wordpress',
    oidc: false,
    profile: new URL(`${mastodon.origin}/me`),
    provider: 'wordpress',
    config: makeConfig(nobody(), { issuer: mastodon.origin }, { clientId: 'x', auth: None() }),
  } as const;
  const read = (account: Record<string, unknown>) => {
    mastodon.answerWith('/me', { status: 200, body: JSON.stringify(account) });
    const own = { name: 'x', trustsAddresses: false, scopes: '', secret: '', callback: '' };
    return readIdentity(
      { ...own, ...service, pkce: true },
      { access_token: 'x', claims: () => undefined },
    );
  };
  for (const ID of ['a\0b', 'a\ud800', '', 'a'.repeat(256), -0.5, null, {}])
    expect(await read({ ID, username: 'nia' })).toBeUndefined();
  const long = await read({ ID: 1, username: `\0\u202e${'x'.repeat(199)}😀` });
  expect(long?.label).toBe(`${'x'.repeat(199)}\ufffd`);
  expect(await read({ ID: 1, username: 'nia' })).toMatchObject({ subject: '1', label: 'nia' });
  mastodon.answerWith('/me');
  const stranger = await loginOf(await aStranger());
  const odd = { issuer: 'a\0', subject: 'b' };
  expect(await disconnectOutside(nobody(), stranger, odd)).toEqual({ refused: 'gone' });
  expect(await removeProvider(world.as(operator), 'a\0')).toEqual({ refused: 'gone' });
});

test('where one needs an invitation, an account elsewhere is none', async () => {
  await changeSettings(world.as(operator), { signUp: 'invitation' });
  hospital.accounts.set('uninvited', { email: 'uninvited@hospital.example', email_verified: true });
  const browser = aBrowser();
  expect(await signInWith(browser, 'hospital', 'uninvited')).toMatchObject({ arrival: true });
  expect(await proveByCode(browser, 'uninvited@hospital.example')).toEqual({
    refused: 'notInvited',
  });
  expect(await findLoginByEmail(nobody(), 'uninvited@hospital.example')).toBeUndefined();
  await changeSettings(world.as(operator), { signUp: 'open' });
  expect(await signInWith(browser, 'hospital', 'uninvited')).toHaveProperty('letIn');
});

test('a look at a provider tells the operator in plain words what is wrong', async () => {
  const look = async (id: string) => {
    const answer = await tryProvider(world.as(operator), id);
    return 'state' in answer ? answer : { state: answer.refused, words: '' };
  };
  expect(await look('hospital')).toMatchObject({ state: 'good' });
  await provider(
    'hospital',
    { ...hospital, client: { id: 'pocket-friends', secret: 'mistyped' } },
    { trusts: 'yes' },
  );
  expect((await look('hospital')).words).toContain('does not know this client ID and secret');
  await provider('hospital', hospital, { trusts: 'yes' });
  await provider('gone', { issuer: `http://127.0.0.1:${deadPort}`, client: hospital.client }, {});
  expect((await look('gone')).words).toContain('does not answer at');
  await removeProvider(world.as(operator), 'gone');
  await provider('slip', { issuer: `${hospital.issuer}/other`, client: hospital.client }, {});
  expect((await look('slip')).words).toContain('Compare the address letter by letter');
  await removeProvider(world.as(operator), 'slip');
});

test('a secret is sealed, survives an empty field, and every act is written down', async () => {
  await provider('hospital', hospital, { trusts: 'yes', secret: '' });
  expect(await tryProvider(world.as(operator), 'hospital')).toMatchObject({ state: 'good' });
  const { rows } = await world.services.pool.query<{ text: string }>(
    'select p::text as text from sign_in_provider p union all select m::text from mastodon_client m union all select a::text from audit a',
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ text }) => text.includes(hospital.client.secret))).toEqual([]);
  expect(JSON.stringify(await viewProvider(world.as(operator), 'hospital'))).not.toContain(
    hospital.client.secret,
  );
  const acts = await world.services.pool.query(`select act from audit where subject = 'hospital'`);
  expect(acts.rows.map(({ act }) => act)).toEqual(
    expect.arrayContaining(['add-provider', 'change-provider']),
  );
});

test('somebody comes from a Mastodon server, which learns of us once and keeps no token of theirs', async () => {
  const browser = aBrowser();
  const calls = () => mastodon.asked.filter((line) => line === 'POST /api/v1/apps').length;
  const before = calls();
  expect(await signInFrom(browser, `@Nia@${mastodon.host}`)).toMatchObject({ arrival: true });
  expect(await viewArrival(nobody(), browser.visit.cookies)).toMatchObject({
    label: `@nia@${mastodon.host}`,
    email: '',
  });
  await proveByCode(browser, 'nia-m@example.org');
  const again = aBrowser();
  expect(await signInFrom(again)).toMatchObject({ letIn: { step: 'in' } });
  expect((await loginOf(again)).id).toBe((await loginOf(browser)).id);
  expect(calls() - before).toBe(1);
  expect(mastodon.tokens.size).toBe(0);
  expect(await pairs()).toContainEqual(
    expect.objectContaining({ issuer: mastodon.origin, subject: '109' }),
  );
  expect(mastodon.authorized.at(-1)?.get('scope')).toBe('profile');
  expect(mastodon.authorized.at(-1)?.get('code_challenge_method')).toBe('S256');
});

test('an old server and one that has forgotten us do as well', async () => {
  const before = world.clock.now();
  world.clock.turnBy(2 * 86_400_000);
  mastodon.forgetApps();
  mastodon.modern = false;
  expect(await signInFrom(aBrowser())).not.toHaveProperty('refused');
  expect(mastodon.authorized.at(-1)?.get('scope')).toBe('read:accounts');
  expect(mastodon.authorized.at(-1)?.has('code_challenge')).toBe(false);
  mastodon.modern = true;
  world.clock.turnTo(before);
  await world.services.pool.query('delete from mastodon_client');
});

test('a Mastodon server that nobody comes from any more is forgotten', async () => {
  const known = async () =>
    (await world.services.pool.query('select host from mastodon_client')).rowCount;
  await signInFrom(aBrowser());
  const before = world.clock.now();
  world.clock.turnBy(89 * 86_400_000);
  await forgetWhatIsOld(world.services);
  expect(await known()).toBe(1);
  world.clock.turnBy(2 * 86_400_000);
  await forgetWhatIsOld(world.services);
  expect(await known()).toBe(0);
  world.clock.turnTo(before);
});

test('the account of another name on the server is another account, also with the same name', async () => {
  const before = mastodon.account;
  mastodon.account = { id: '110', username: 'nia' };
  expect(await signInFrom(aBrowser())).toMatchObject({ arrival: true });
  mastodon.account = before;
  expect(await signInFrom(aBrowser())).not.toHaveProperty('refused');
});

test('a hostile Mastodon server is refused calmly, whatever it answers', async () => {
  const profile = '/api/v1/accounts/verify_credentials';
  const type = { 'content-type': 'application/json' };
  const strange = [
    { status: 200, headers: type, body: '[]' },
    { status: 200, headers: type, body: '{"id":109,"username":"nia"}' },
    { status: 200, headers: type, body: '{"id":"109","username":"<b>"}' },
    { status: 200, headers: type, body: '{"id":"../x","username":"nia"}' },
    { status: 200, headers: type, body: `{"id":"${'9'.repeat(500)}","username":"nia"}` },
    { status: 200, headers: type, body: '[[[[[[' },
    { status: 500, body: 'broken' },
    { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
    { status: 200, headers: type, body: `"${'x'.repeat(2_000_000)}"` },
  ];
  for (const answer of strange) {
    mastodon.answerWith(profile, answer);
    expect(await signInFrom(aBrowser())).toHaveProperty('refused');
  }
  mastodon.answerWith(profile);
  expect(mastodon.tokens.size).toBe(0);
  expect(await signInFrom(aBrowser())).not.toHaveProperty('refused');

  await world.services.pool.query('delete from mastodon_client');
  const begins = () =>
    beginOutside(
      nobody(),
      { provider: 'mastodon', server: mastodon.host, next: '/' },
      aBrowser().visit,
    );
  for (const [answer, refused] of [
    [{ status: 200, headers: type, body: '{"client_id":{}}' }, 'notMastodon'],
    [{ status: 404, body: 'nothing here' }, 'notMastodon'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'unreachable'],
  ] as const) {
    mastodon.answerWith('/api/v1/apps', answer);
    expect(await begins()).toEqual({ refused });
  }
  mastodon.answerWith('/api/v1/apps');
  expect(await begins()).toHaveProperty('to');
});

test('SES-06: the code of one Mastodon server is not brought to another', async () => {
  const browser = aBrowser();
  const to = await begin(browser, { provider: 'mastodon', server: mastodon.host });
  expect(new URL(to).searchParams.get('redirect_uri')).toBe(
    `${origin}/sign-in/with/mastodon/${mastodon.host}/back`,
  );
  const location = (await fetch(to, { redirect: 'manual' })).headers.get('location') ?? '';
  const { searchParams } = new URL(location);
  expect(await back(browser, 'mastodon', searchParams, 'honest.example')).toMatchObject({
    refused: 'stale',
  });
  expect(await back(browser, 'mastodon', searchParams, mastodon.host)).not.toHaveProperty(
    'refused',
  );
});

test('a server has one name however it is typed, and what is none is refused', () => {
  const ctx = nobody();
  const social = [
    'social.example',
    'Social.Example.',
    ' @me@social.example',
    'me@SOCIAL.example',
    'https://social.example/@me',
    'ｓocial.example',
  ];
  for (const typed of social)
    expect({ typed, host: readHost(ctx, typed) }).toEqual({ typed, host: 'social.example' });
  expect(readHost(ctx, 'bücher.example')).toBe('xn--bcher-kva.example');
  const none = [
    '',
    'me',
    'localhost',
    '127.0.0.1',
    '[::1]',
    '0x7f.1',
    'a.example:8080',
    'a b.example',
    'https://u:p@a.example',
    'a..example',
    'ftp://a.example',
    '@',
    `${'a'.repeat(70)}.${'b'.repeat(300)}`,
    'localhost:3000',
    '.example',
    'a.example\\@b.example',
  ];
  for (const typed of none)
    expect({ typed, host: readHost(ctx, typed) }).toEqual({ typed, host: undefined });
});

test('a provider of another protocol is no Mastodon server: their numbers must not be mixed up', async () => {
  const knock = (server: string) =>
    beginOutside(nobody(), { provider: 'mastodon', server, next: '/' }, aBrowser().visit);
  const asked = hospital.asked.length;
  expect(await knock(hospital.host)).toEqual({ refused: 'notMastodon' });
  expect(await knock('orcid.org')).toEqual({ refused: 'notMastodon' });
  expect(hospital.asked.length).toBe(asked);
  expect(await knock(mastodon.host)).toHaveProperty('to');
});

test('too many beginnings from one address, or at one server, are stopped', async () => {
  const knock = (address: string) =>
    beginOutside(nobody(), { provider: 'hospital', next: '/' }, { ...aBrowser().visit, address });
  for (let count = 0; count < 60; count += 1) await knock('198.51.100.7');
  expect(await knock('198.51.100.7')).toEqual({ refused: 'tooFast' });
  expect(await knock('198.51.100.8')).toHaveProperty('to');
});

test('what is offered is listed for the sign-in page, Mastodon last', async () => {
  const ids = (await listProviders(nobody())).map(({ id }) => id);
  expect(ids).toContain('hospital');
  expect(ids.at(-1)).toBe('mastodon');
});

test('people without a login elsewhere keep theirs when a provider is taken away', async () => {
  const login = await makeLogin(nobody(), { email: 'keeps@example.org' });
  expect(login).toBeDefined();
  await removeProvider(world.as(operator), 'evil');
  expect((await pairs()).some(({ issuer }) => issuer === evil.issuer)).toBe(true);
  await provider('evil', evil, {});
});
