import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { withProof } from '#domain/federation/inner/proof.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let before: Awaited<ReturnType<typeof holds>>;
const ed25519 = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p1.say(bob, inbox, greeting(bob, 'Good morning.'));
  await p2.say(carol, inbox, greeting(carol, 'Good morning.'));
});
afterAll(() => street.close());
beforeEach(async () => {
  before = await holds(street.a);
});

function greeting(by: StrangePerson, words: string, more: object = {}) {
  const home = by === carol ? street.p2 : street.p1;
  const note = home.aNote(by, words, { ...naming(street.a, 'pat'), ...more });
  return about('Create', by, note, home.newId(), { to: [everybody] });
}

const newest = async () => (await holds(street.a)).posts.at(-1);

test('APS-23: a proof inside a letter gives nobody the right to speak for somebody else', async () => {
  const { p1, p2, a } = street;
  const said = {
    '@context': ['https://www.w3.org/ns/activitystreams'],
    ...greeting(carol, 'I sell pills.'),
  };
  const created = street.town.clock.now();
  const proved = withProof(said, {
    ...{ verificationMethod: `${carol.uri}#ed25519-key`, pem: ed25519.privateKey, created },
  });
  const proof = proved['proof'] as object;
  for (const changed of [
    {},
    { expires: '2020-01-01T00:00:00Z' },
    { domain: 'b.test' },
    { proofPurpose: 'authentication' },
    { verificationMethod: `${bob.uri}#main-key` },
    { verificationMethod: `https://canary.test/key` },
  ]) {
    const letter = { ...proved, proof: { ...proof, ...changed } };
    // Taken from whoever passes it on, and ignored.
    expect(await p1.say(bob, inbox, letter)).toMatchObject({ status: 202 });
    const { object } = greeting(carol, 'I sell pills.') as { object: { id: string } };
    p2.serve(object.id);
    await p1.say(
      bob,
      inbox,
      about('Create', bob, { ...object, proof: { ...proof, ...changed } }, p1.newId()),
    );
  }
  expect(await holds(a)).toEqual(before);
  await p2.say(carol, inbox, { ...greeting(carol, 'I sell nothing.'), proof });
  expect(await newest()).toBe('carol@p2.test: I sell nothing.');
});

test('DOS-28: nobody uses up what somebody else is going to say', async () => {
  const { p1, p2 } = street;
  const real = greeting(carol, 'This is mine.') as { id: string; object: { id: string } };
  for (const squat of [
    about('Create', bob, p1.aNote(bob, 'Mine.', naming(street.a, 'pat')), real.id),
    about('Announce', bob, real.id, p1.newId()),
    about('Like', bob, real.id, p1.newId()),
    about('Announce', bob, { ...real.object, content: 'Mine.' }, real.object.id),
    about('Accept', bob, real, p1.newId()),
  ])
    await p1.say(bob, inbox, squat);
  expect((await holds(street.a)).posts).toEqual(before.posts);
  expect(await p2.say(carol, inbox, real)).toMatchObject({ status: 202 });
  expect(await newest()).toBe('carol@p2.test: This is mine.');
});

test('APF-19: whoever quotes without being let by the author themselves has quoted nothing', async () => {
  const { p1, a } = street;
  const id = await written(a, pat, 'I have a question.', { quotes: 'nobody' });
  const quoted = `${uriOf(a, 'pat')}/statuses/${id}`;
  const stamp = `${p1.origin}/stamps/1`;
  const quote = { quote: quoted, quoteUrl: quoted, quoteUri: quoted, _misskey_quote: quoted };
  p1.serve(stamp, {
    ...{ id: stamp, type: 'QuoteAuthorization', attributedTo: uriOf(a, 'pat') },
    interactionTarget: quoted,
  });
  await p1.say(bob, inbox, greeting(bob, 'Look at this.', { ...quote, quoteAuthorization: stamp }));
  const boost = about('Announce', bob, quoted, p1.newId());
  await p1.say(bob, inbox, boost);
  await p1.say(bob, inbox, greeting(bob, 'And at this.', { ...quote, quote: boost['id'] }));
  expect(await newest()).toBe(`bob@p1.test: And at this.\n\nRE: ${boost['id']}`);
  const call = callsOf(a);
  const token = await aToken(a, pat, ['read']);
  const { rows } = await a.services.pool.query<{ id: string }>(
    "select id::text from post where text like any (array['Look at this.%RE: %', 'And at this.%RE: %'])",
  );
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    const { body } = await call(`GET /api/v1/statuses/${row.id}`, { token });
    expect(body.quote?.state ?? 'none').not.toBe('accepted');
    expect(body.quote?.quoted_status ?? null).toBeNull();
  }
  const { body } = await call(`GET /api/v1/statuses/${id}`, { token });
  expect(body.quotes_count ?? 0).toBe(0);
});

test('DOS-13: what somebody answers is handed on to nobody, and many who are named are told as far as may be', async () => {
  const { p1, p2, a } = street;
  await p2.say(carol, inbox, about('Follow', carol, uriOf(a, 'pat'), p2.newId()));
  await settled(a);
  const id = await written(a, pat, 'Who is awake?');
  const answer = greeting(bob, 'I am.', { inReplyTo: `${uriOf(a, 'pat')}/statuses/${id}` });
  await p1.say(bob, inbox, answer);
  await settled(a);
  expect(p2.heardOf('Create').map(({ activity }) => activity.object.content)).toEqual([
    '<p>Who is awake?</p>',
  ]);
  const asked = p1.asked.length;
  await written(a, pat, Array.from({ length: 120 }, (_, n) => `@n${n}@p1.test`).join(' '));
  await settled(a);
  expect(p1.asked.slice(asked).length).toBeLessThanOrEqual(100);
});
