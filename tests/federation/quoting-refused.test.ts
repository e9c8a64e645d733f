import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { naming, personHere, uriOf } from './open.ts';
import { openQuoting, type Quoting } from './quoting.ts';
import { about, everybody } from './stranger.ts';
import { blockPerson, unblockPerson } from '#domain/connections/blocks.server.ts';

let street: Quoting;

beforeAll(async () => {
  street = await openQuoting();
});
afterAll(() => street.close());
beforeEach(() => {
  street.p1.heard.length = 0;
});

test('where nobody may quote, the answer is no, and nothing is kept', async () => {
  const post = await street.aPost({ quotes: 'nobody' });
  const before = await holds(street.a);
  const note = street.quotes(post.uri);
  const { heard, request } = await street.asks(post.uri, note);
  expect(heard).toEqual([
    expect.objectContaining({
      ...{ type: 'Reject', actor: uriOf(street.a, 'pat') },
      object: expect.objectContaining({ id: request['id'], instrument: note.id }),
    }),
  ]);
  expect(heard[0]).not.toHaveProperty('result');
  expect(await holds(street.a)).toEqual(before);
});

test('where followers may quote, those who follow hear yes, and others no', async () => {
  const { a, p1, bob, inbox } = street;
  const post = await street.aPost({ quotes: 'followers' });
  expect((await street.asks(post.uri, street.quotes(post.uri))).heard[0].type).toBe('Reject');
  const follow = about('Follow', bob, uriOf(a, 'pat'), p1.newId());
  await p1.say(bob, inbox, follow);
  await settled(a);
  p1.heard.length = 0;
  expect((await street.asks(post.uri, street.quotes(post.uri))).heard[0].type).toBe('Accept');
  await p1.say(bob, inbox, about('Undo', bob, follow, p1.newId()));
  await settled(a);
});

test('a quote that not everybody may read is refused: its author here could not see it', async () => {
  const { bob } = street;
  const post = await street.aPost();
  const note = street.quotes(post.uri, { to: [`${bob.uri}/followers`], cc: [] });
  expect((await street.asks(post.uri, note)).heard[0].type).toBe('Reject');
});

test('APF-18: a post that was said to few is no quote, though it is shown to us as one for all', async () => {
  const { a, p1, bob, inbox } = street;
  const post = await street.aPost();
  const to = { to: [`${bob.uri}/followers`], ...naming(a, 'pat') };
  const note = street.quotes(post.uri, to);
  await p1.say(bob, inbox, about('Create', bob, note, p1.newId()));
  await settled(a);
  const shown = { ...note, to: [everybody] };
  expect((await street.asks(post.uri, shown)).heard[0].type).toBe('Reject');
  expect(await street.quotesOf(post.id)).toEqual([]);
});

/** What Bob hears and what is left of it when he asks to quote a post with this policy. */
async function whatIsHeard(quotes: 'everyone' | 'followers' | 'nobody') {
  const post = await street.aPost({ quotes });
  const fetched = street.p1.asked.length;
  const { heard } = await street.asks(post.uri, street.quotes(post.uri).id);
  const seen = JSON.stringify({ heard, asked: street.p1.asked.slice(fetched) });
  // Numbers and instants of their own.
  return seen.replace(/\d{10,}|(?:notes|requests)\/\d+|#quotes\/\w+|"proofValue":"[^"]*"/g, '#');
}

test('whoever is blocked hears the same no as everybody, and nothing where others hear yes', async () => {
  const { a, pat } = street;
  const blocked = async <T>(work: () => Promise<T>) => {
    const id = await personHere(a, 'bob@p1.test');
    await blockPerson(a.as(pat), id);
    const seen = await work();
    await unblockPerson(a.as(pat), id);
    await settled(a);
    street.p1.heard.length = 0;
    return seen;
  };
  for (const quotes of ['nobody', 'followers'] as const) {
    const free = await whatIsHeard(quotes);
    expect(free).toContain('"type":"Reject"');
    expect(await blocked(() => whatIsHeard(quotes))).toBe(free);
  }
  expect(await blocked(() => whatIsHeard('everyone'))).toBe('{"heard":[],"asked":[]}');
  expect(await whatIsHeard('everyone')).toContain('"type":"Accept"');
});

test('of what is not for everybody, whoever asks hears as little as of what never was', async () => {
  const { a } = street;
  const hidden = [
    await street.aPost({ visibility: 'followers' }),
    await street.aPost({ visibility: 'friends' }),
    await street.aPost({ localOnly: true }),
    { id: '1', uri: `${uriOf(a, 'pat')}/statuses/1` },
    { id: '1', uri: `${uriOf(a, 'nobody')}/statuses/1` },
  ];
  for (const { uri } of hidden) {
    const fetched = street.p1.asked.length;
    expect((await street.asks(uri, street.quotes(uri).id)).heard).toEqual([]);
    expect(street.p1.asked.slice(fetched)).toEqual([]);
  }
});

test('APF-01: nobody gets a yes in the name of somebody else, or for the post of somebody else', async () => {
  const { p1, p2, a, bob, carol, inbox } = street;
  const post = await street.aPost();
  const alice = await p1.aPerson('alice');
  const before = await holds(a);
  const hers = p2.aNote(carol, 'Look!', { quote: post.uri });
  const alices = p1.aNote(alice, 'Look!', { quote: post.uri });
  const stolen = { ...hers, attributedTo: bob.uri };
  const elsewhere = { ...street.quotes(post.uri), id: hers.id };
  const another = await street.aPost();
  for (const instrument of [
    ...[hers.id, hers, stolen, elsewhere, alices.id, alices],
    ...[
      street.quotes(another.uri),
      street.quotes(another.uri).id,
      p1.aNote(bob, 'No quote.'),
      undefined,
      7,
    ],
    `${p1.origin}/notes/none`,
  ])
    expect((await street.asks(post.uri, instrument)).heard).toEqual([]);
  const note = street.quotes(post.uri);
  const forged = about('QuoteRequest', bob, post.uri, p1.newId(), { instrument: note });
  expect((await p2.say(carol, inbox, forged)).status).toBe(401);
  const hand = { keyId: bob.keyId, key: carol.key };
  expect((await p2.say(carol, inbox, forged, { hand })).status).toBe(401);
  expect((await street.asks(hers.id, { ...note, quote: hers.id })).heard).toEqual([]);
  expect((await street.asks(`${uriOf(a, 'mallory')}/statuses/${post.id}`, note)).heard).toEqual([]);
  expect(await holds(a)).toEqual({
    ...before,
    posts: [...before.posts, 'pat: My hair grows again.'],
  });
  expect(await street.quotesOf(post.id)).toEqual([]);
  expect((await street.asks(post.uri, note)).heard[0].type).toBe('Accept');
});
