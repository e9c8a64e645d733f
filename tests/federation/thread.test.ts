import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about } from './stranger.ts';
import { ask } from './wire.ts';
import { written } from '../makers/writing.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';

let street: Street;

beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

test('whoever comes late can read a thread that began here, whole and in order, as far as it is for them', async () => {
  const { a, p1, town } = street;
  const pat = await a.aPerson({ handle: 'pat' });
  const bob = await p1.aPerson('bob');
  const first = await written(a, pat, 'What struck you?');
  const uri = `${uriOf(a, 'pat')}/statuses/${first}`;
  const answer = p1.aNote(bob, 'The third figure.', { ...naming(a, 'pat'), inReplyTo: uri });
  await p1.say(bob, inboxOf(a, 'pat'), about('Create', bob, answer, p1.newId()));
  await settled(a);
  const second = await written(a, pat, 'Me too.', { inReplyTo: first });
  await written(a, pat, 'Between us.', { inReplyTo: first, visibility: 'followers' });
  const { json } = await ask(town, uri);
  expect(json.context).toBe(`${uri}/context`);
  const thread = await ask(town, json.context);
  expect(thread.json).toMatchObject({
    type: 'OrderedCollection',
    attributedTo: uriOf(a, 'pat'),
    orderedItems: [uri, answer.id, `${uriOf(a, 'pat')}/statuses/${second}`],
  });
  expect((await ask(town, `${uriOf(a, 'pat')}/statuses/${second}`)).json.context).toBe(
    json.context,
  );
  await blockPerson(a.as(pat), await personHere(a, 'bob@p1.test'));
  expect((await ask(town, `${uriOf(a, 'pat')}/statuses/${second}/context`)).status).toBe(404);
});
