import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds, strangersKnown } from './effects.ts';
import { inboxOf, naming, openStreet, type Street } from './open.ts';
import { signedByRfc9421 } from './signing.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { hearOnce } from '#domain/federation/heard.server.ts';

let street: Street;
let bob: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  await street.a.aPerson({ handle: 'pat' });
  await street.a.aPerson({ handle: 'pro' });
  bob = await street.p1.aPerson('bob');
  // Known before, so that nobody waits for his key.
  await say(letter('Good morning.'), inboxOf(street.a, 'pat'));
});
afterAll(() => street.close());

function letter(words: string) {
  const { p1, a } = street;
  const both = [naming(a, 'pat'), naming(a, 'pro')];
  const named = { tag: both.flatMap(({ tag }) => tag), cc: both.flatMap(({ cc }) => cc) };
  return about('Create', bob, p1.aNote(bob, words, named), p1.newId(), { to: [everybody] });
}

const say = (activity: ReturnType<typeof letter>, inbox: string) =>
  street.p1.say(bob, inbox, activity);
const times = (list: string[], what: string) => list.filter((one) => one === what).length;

test('APS-06: a letter that comes twenty times at once, and again after a restart, is heard once', async () => {
  const activity = letter('How is everybody?');
  const inbox = inboxOf(street.a, 'pat');
  const before = await holds(street.a);
  const all = await Promise.all(Array.from({ length: 20 }, () => say(activity, inbox)));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([202]));
  const once = await holds(street.a);
  await street.a.restart();
  expect(await say(activity, inbox)).toMatchObject({ status: 202 });
  const after = await holds(street.a);
  expect(after).toEqual(once);
  expect(times(after.posts, 'bob@p1.test: How is everybody?')).toBe(1);
  const mentions = (told: string[]) => times(told, 'pat: mention');
  expect(mentions(after.told)).toBe(mentions(before.told) + 1);
  await say(letter('And how is it today?'), inbox);
  expect((await holds(street.a)).posts.at(-1)).toBe('bob@p1.test: And how is it today?');
});

test('what a process had taken when it died is acted on by the next one', async () => {
  const { a } = street;
  const activity = letter('Is anybody still up?');
  // Taken, with nobody awake to hear of it.
  const kept = { uri: String(activity['id']), actorUri: bob.uri, host: 'p1.test', type: 'Create' };
  await hearOnce(a.services, { ...kept, object: null, body: JSON.stringify(activity) });
  await a.restart();
  await expect
    .poll(async () => (await holds(a)).posts)
    .toContain('bob@p1.test: Is anybody still up?');
});

test('APS-07: a letter that comes by several inboxes is heard once, by everybody whom it names', async () => {
  const activity = letter('Who was there on Sunday?');
  const before = await holds(street.a);
  const { origin } = street.a;
  for (const inbox of [inboxOf(street.a, 'pat'), inboxOf(street.a, 'pro'), `${origin}/inbox`])
    expect(await say(activity, inbox)).toMatchObject({ status: 202 });
  const after = await holds(street.a);
  expect(times(after.posts, 'bob@p1.test: Who was there on Sunday?')).toBe(1);
  for (const who of ['pat', 'pro']) {
    const mentions = (told: string[]) => times(told, `${who}: mention`);
    expect(mentions(after.told)).toBe(mentions(before.told) + 1);
  }
});

test('APS-07: somebody who likes a post thrice, each time anew, likes it once', async () => {
  const { p1, a } = street;
  const { rows } = await a.services.pool.query<{ uri: string }>(
    'select uri from remote_post limit 1',
  );
  const { origin } = a;
  for (let n = 0; n < 3; n += 1)
    await say(about('Like', bob, rows[0]?.uri, p1.newId()), `${origin}/inbox`);
  const { marks } = await holds(a);
  expect(marks).toEqual(['favourite bob@p1.test']);
});

test('what has no name of its own is heard each time that it is said, and once each time', async () => {
  const { p1, a, town } = street;
  const inbox = inboxOf(a, 'pat');
  const kept = async () => {
    const query = `select uri from heard_activity where uri like 'https://p1.test/users/bob#%'`;
    await holds(a);
    return (await a.services.pool.query(query)).rows.length;
  };
  const called = (name: string) => {
    p1.serve(bob.uri, { ...p1.served(bob.uri), name });
    const update = { type: 'Update', actor: bob.uri, object: bob.uri };
    return Promise.all([p1.say(bob, inbox, update), p1.say(bob, inbox, update)]);
  };
  for (const { status } of await called('Bob the first')) expect(status).toBe(202);
  expect(await kept()).toBe(1);
  town.clock.turnBy(60_000);
  for (const { status } of await called('Bob the second')) expect(status).toBe(202);
  expect(await kept()).toBe(2);
  expect(await strangersKnown(a)).toContain('bob@p1.test: Bob the second');
  const eve = await p1.aPerson('eve');
  const forged = { type: 'Update', actor: bob.uri, object: bob.uri };
  // Whoever has caught it sends it again under another date, which that signature does not cover.
  town.clock.turnBy(60_000);
  const hand = { covers: ['@method', '@target-uri', 'content-digest'] };
  for (const date of [{}, { date: 'Sun, 22 Nov 2026 11:59:00 GMT' }]) {
    const how = { by: signedByRfc9421, hand, headers: date };
    expect(await p1.say(bob, inbox, forged, how)).toMatchObject({ status: 202 });
    expect(await kept()).toBe(3);
  }
  expect(await p1.say(eve, inbox, forged)).toMatchObject({ status: 401 });
});
