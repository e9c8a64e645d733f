import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, holds } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';

let street: Street;
let bob: StrangePerson;
let carol: StrangePerson;
/** What Bob wrote, whom Pat follows. Carol, of another server, answers it. */
let first: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  const note = p1.aNote(bob, 'Who is awake?', naming(a, 'pat'));
  first = note.id;
  await p1.say(bob, inboxOf(a, 'pat'), about('Create', bob, note, p1.newId()));
  await holds(a);
  await follows(a, 'pat', 'bob@p1.test');
});
afterAll(() => street.close());

const signature = { type: 'RsaSignature2017', creator: '...', signatureValue: '...' };

/** Bob’s server passes on what Carol did, as her server sent it. */
const passesOn = (type: string, object: unknown, more: object = { signature }) =>
  street.p1.say(
    bob,
    inboxOf(street.a, 'pat'),
    about(type, carol, object, street.p2.newId(), { to: [everybody], ...more }),
  );
const answer = (words: string) => street.p2.aNote(carol, words, { inReplyTo: first });

test('what somebody passes on is taken from them, and nothing of it has been done', async () => {
  const { a } = street;
  const note = answer('I am, since four.');
  const before = await holds(a);
  for (const [type, object] of [
    ['Create', note],
    ['Like', first],
    ['Announce', first],
    ['Update', { ...note, content: 'Changed.' }],
    ['Delete', note.id],
    ['Delete', carol.uri],
    ['Follow', uriOf(a, 'pat')],
  ] as const)
    for (const more of [{ signature }, { proof: signature }])
      expect(await passesOn(type, object, more)).toMatchObject({ status: 202 });
  expect(await holds(a)).toEqual(before);
  const { rows } = await a.services.pool.query(
    `select uri from heard_activity where uri like 'https://p2.test/%'`,
  );
  expect(rows).toEqual([]);
});

test('without a signature inside, and by somebody of whom nothing is known, it is refused', async () => {
  const { a, p1 } = street;
  const before = await holds(a);
  expect(await passesOn('Create', answer('Bare.'), {})).toMatchObject({ status: 401 });
  const eve = await p1.aPerson('eve');
  const letter = about('Create', carol, answer('By Eve.'), street.p2.newId(), { signature });
  expect(await p1.say(eve, inboxOf(a, 'pat'), letter)).toMatchObject({ status: 401 });
  expect(await holds(a)).toEqual(before);
});
