import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { askToChangeAddress } from './address.server.ts';
import { sendAskedLetter } from './letters.server.ts';
import { askForSignInLetter, asksForCode, signInByCode } from './letter-sign-in.server.ts';
import { askForNewPassword } from './passwords.server.ts';
import { createPerson } from './persons.server.ts';
import { findViewer, type OwnCookie } from './sign-in.server.ts';
import { signUp } from './sign-up.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { makeMailer } from '#platform/mail.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld({ working: true });
  nobody = world.as(null);
});
afterAll(() => world.close());

const password = 'four plain words here';
const visit = { address: '192.0.2.1', agent: 'Firefox/140 Android', cookies: null };
const header = (cookies: OwnCookie[]) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
const lettersTo = (email: string) =>
  world.letters.filter(({ to }) => to === email).map(({ text }) => text);
const codeIn = (letter: string) => /^[a-z2-9]{4}-[a-z2-9]{4}$/m.exec(letter)?.[0] ?? '';

async function letterTo(email: string, count = 1): Promise<string> {
  await expect.poll(() => lettersTo(email).length).toBeGreaterThanOrEqual(count);
  return lettersTo(email).at(-1) ?? '';
}

async function aMember(handle: string): Promise<string> {
  const email = `${handle}@example.org`;
  const made = await createPerson(nobody, { handle, email, password });
  if ('refused' in made) throw new Error(made.refused);
  return email;
}

/** A browser that has asked for a letter to this address. */
async function asked(email: string) {
  const answer = await askForSignInLetter(nobody, { email, next: '/club' }, visit);
  if ('refused' in answer) throw new Error(answer.refused);
  return { ...visit, cookies: header(answer.cookies) };
}

test('the code of a letter signs in once, in the browser that asked and in no other', async () => {
  const email = await aMember('penfriend');
  const browser = await asked(email);
  const letter = await letterTo(email);
  const code = codeIn(letter);
  expect(letter).toContain(`/sign-in/letter?code=${code}&next=%2Fclub`);
  expect(await asksForCode(nobody, visit)).toBe(false);
  expect(await signInByCode(nobody, code, visit)).toEqual({ refused: 'gone' });
  const other = await asked('elsewhere@example.org');
  expect(await signInByCode(nobody, code, other)).toEqual({ refused: 'wrong' });
  const answer = await signInByCode(nobody, ` ${code.toUpperCase().replace('-', '')} `, browser);
  if ('refused' in answer) throw new Error(answer.refused);
  expect(await findViewer(world.services, header(answer.cookies))).toMatchObject({
    handle: 'penfriend',
  });
  expect(await signInByCode(nobody, code, browser)).toEqual({ refused: 'gone' });
  const { rows } = await world.services.pool.query('select p::text as row from proof p');
  expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''));
});

test('of many who bring the code at the same moment one gets in', async () => {
  const email = await aMember('crowd');
  const browser = await asked(email);
  const code = codeIn(await letterTo(email));
  const answers = await Promise.all([1, 2, 3, 4].map(() => signInByCode(nobody, code, browser)));
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
});

test('four codes to one address at the same moment do not wait for each other', async () => {
  const email = await aMember('two_phones');
  const browsers = [];
  for (let count = 1; count <= 4; count += 1) {
    const browser = await asked(email);
    browsers.push({ browser, code: codeIn(await letterTo(email, count)) });
  }
  const answers = await Promise.all(
    browsers.map(({ browser, code }) => signInByCode(nobody, code, browser)),
  );
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(answers.filter((answer) => 'refused' in answer && answer.refused === 'gone')).toHaveLength(
    3,
  );
});

test('after five wrong tries, or ten minutes, the code is over', async () => {
  const email = await aMember('hasty');
  const guesser = await asked(email);
  const code = codeIn(await letterTo(email));
  for (let count = 0; count < 5; count += 1)
    expect(await signInByCode(nobody, 'aaaa-aaaa', guesser)).toEqual({ refused: 'wrong' });
  expect(await signInByCode(nobody, code, guesser)).toEqual({ refused: 'gone' });
  const slow = await asked(email);
  const second = codeIn(await letterTo(email, 2));
  world.clock.turnBy(10 * 60_000);
  expect(await signInByCode(nobody, second, slow)).toEqual({ refused: 'gone' });
  const quick = await asked(email);
  const third = codeIn(await letterTo(email, 3));
  world.clock.turnBy(10 * 60_000 - 1);
  expect(await signInByCode(nobody, third, quick)).toMatchObject({ step: 'in' });
});

test('a letter signs nobody in whose address has no account, or waits to be confirmed', async () => {
  await asked('unknown@example.org');
  expect(await letterTo('unknown@example.org')).toContain('It has no account there yet');
  await signUp(nobody, { email: 'waiting@example.org', password, address: '192.0.2.1', next: '/' });
  await letterTo('waiting@example.org');
  await asked('waiting@example.org');
  const letter = await letterTo('waiting@example.org', 2);
  expect(letter).toContain('open the link in the letter that we sent you then');
  expect(codeIn(letter)).toBe('');
});

test('wrong codes of strangers, however many, shut nobody out', async () => {
  const email = await aMember('shut_in');
  for (let browsers = 0; browsers < 4; browsers += 1) {
    const stranger = await asked(email);
    for (let tries = 0; tries < 6; tries += 1) await signInByCode(nobody, 'aaaa-aaaa', stranger);
  }
  const owner = await asked(email);
  const codes = () => lettersTo(email).map(codeIn);
  await expect.poll(() => codes().length).toBe(5);
  const answers = [];
  for (const code of codes()) answers.push(await signInByCode(nobody, code, owner));
  expect(answers.filter((answer) => 'step' in answer)).toHaveLength(1);
});

test('SES-10: where no letter was sent no code opens, so that there is nothing more to guess at', async () => {
  const email = await aMember('guessed_often');
  for (let letters = 0; letters < 8; letters += 1) await asked(email);
  const { rows } = await world.services.pool.query(
    `select 1 from proof where about = $1 and value->>'codeHash' <> ''`,
    [email],
  );
  expect(rows).toHaveLength(5);
  const quiet = await asked(email);
  expect(await asksForCode(nobody, quiet)).toBe(true);
  for (const code of ['', 'aaaa-aaaa'])
    expect(await signInByCode(nobody, code, quiet)).toEqual({ refused: 'wrong' });
});

test('SES-10: five letters in half an hour to one address, by every route and from five hundred places', async () => {
  const email = await aMember('flooded_one');
  const sender = await aMember('sender');
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select id from login where email = $1',
    [sender],
  );
  const [{ id = '' } = {}] = rows;
  const login = { id, email: sender, sessionId: '', person: true, proved: world.clock.now() };
  const routes = [
    (address: string) => askForNewPassword(nobody, { email, address }),
    (address: string) => askForSignInLetter(nobody, { email, next: '/' }, { ...visit, address }),
    (address: string) => signUp(nobody, { email, password, address, next: '/' }),
    () => askToChangeAddress(nobody, { ...login, id: `${login.id}` }, email),
  ];
  for (let count = 0; count < 500; count += 1) {
    // Signing up costs a slow hash: three times are enough.
    const route = routes[count % (count < 12 ? 4 : 2)];
    await route?.(`10.0.${count >> 8}.${count & 255}`);
  }
  await letterTo(email, 5);
  await asked('marker@example.org');
  await letterTo('marker@example.org');
  expect(lettersTo(email)).toHaveLength(5);
  world.clock.turnBy(30 * 60_000);
  await asked(email);
  await letterTo(email, 6);
});

test('NTF-03: a mail server that stalls after the letter gets the same letter again, and no other', async () => {
  const received: string[] = [];
  const held: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        received.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? '');
        if (received.length < 3) held.push(() => done());
        else done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const mailer = makeMailer({
    smtpUrl: `smtp://127.0.0.1:${port}?socketTimeout=300`,
    from: 'Us <us@example.org>',
    mailbox: world.services.config.dataDir,
  });
  const job = {
    id: 'a-letter-that-was-asked-for',
    to: 'stalled@example.org',
    known: null,
    unknown: { kind: 'noAccount', next: '/' } as const,
    until: new Date(world.clock.now().getTime() + 60_000).toISOString(),
  };
  const services = { ...world.services, mailer };
  await expect(sendAskedLetter(services, job)).rejects.toThrow();
  await expect(sendAskedLetter(services, job)).rejects.toThrow();
  await sendAskedLetter(services, job);
  expect(received).toHaveLength(3);
  expect(new Set(received).size).toBe(1);
  held.forEach((done) => done());
  await new Promise<void>((done) => server.close(done));
});

test('NTF-03: while the mail server is down people are answered, and their letter leaves once later', async () => {
  const { services } = world;
  const { mailer } = services;
  let tries = 0;
  services.mailer = {
    send: async () => {
      tries += 1;
      throw new Error('nobody answers');
    },
  };
  const email = 'patient_sender@example.org';
  const answer = await signUp(nobody, { email, password, address: '192.0.2.9', next: '/' });
  expect(answer).not.toHaveProperty('refused');
  const job = async () => {
    const { rows } = await services.pool.query<{ state: string; limit: number }>(
      `select state, retry_limit as "limit" from pgboss.job
        where name = 'asked-letter' and data ->> 'to' = $1`,
      [email],
    );
    return rows[0];
  };
  const { limit = 0 } = (await job()) ?? {};
  for (let count = 1; count <= 8; count += 1) {
    await expect.poll(() => tries).toBe(count);
    await expect.poll(async () => (await job())?.state).toBe('retry');
    if (count === 8) services.mailer = mailer;
    // The break before the next try, as if it had passed.
    await services.pool.query(
      `update pgboss.job set start_after = now() where data ->> 'to' = $1 and state = 'retry'`,
      [email],
    );
  }
  await letterTo(email);
  await asked('after-the-break@example.org');
  await letterTo('after-the-break@example.org');
  expect(lettersTo(email)).toHaveLength(1);
  // The shortest breaks there can be: 2, 4, 8, ... seconds, an hour at most.
  const breaks = Array.from({ length: limit }, (_, at) => Math.min(2 * 2 ** at, 3600));
  expect(breaks.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(2 * 3600);
}, 60_000);

test('a letter whose code is over is not sent any more', async () => {
  const id = 'too-late';
  const until = world.clock.now().toISOString();
  const unknown = { kind: 'noAccount', next: '/' } as const;
  const to = 'too-late@example.org';
  await sendAskedLetter(world.services, { id, to, known: null, unknown, until });
  expect(lettersTo(to)).toEqual([]);
});
