import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { inboxOf, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { blockPerson, unblockPerson } from '#domain/connections/blocks.server.ts';
import { changeRights } from '#domain/posts/marks.server.ts';
import type { Writing } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let call: AppCall;
let token: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await a.services.elsewhere(a.as(pat), '@bob@p1.test');
  await a.services.elsewhere(a.as(pat), '@carol@p2.test');
  call = callsOf(a);
  token = await aToken(a, pat, ['read', 'write']);
});
afterAll(() => street.close());
beforeEach(() => {
  street.p1.heard.length = 0;
});

async function aPost(more: Partial<Writing> = {}) {
  const { a } = street;
  const id = await written(a, pat, 'My hair grows again.', { quotes: 'everyone', ...more });
  return { id, uri: `${uriOf(a, 'pat')}/statuses/${id}` };
}

const quoting = (quote: string, more: object = {}) =>
  street.p1.aNote(bob, 'Look at this!', { quote, ...more });

/** Bob asks; what he hears when all is done. */
async function asks(object: string, instrument: unknown, by = bob) {
  const { p1, p2, a } = street;
  const home = by === bob ? p1 : p2;
  const request = about('QuoteRequest', by, object, home.newId('requests'), { instrument });
  expect((await home.say(by, inbox, request)).status).toBe(202);
  await settled(a);
  return { request, heard: p1.heard.splice(0).map(({ activity }) => activity) };
}

const quotesOf = async (id: string) =>
  (await call(`GET /api/v1/statuses/${id}/quotes`, { token })).body;

test('whoever asks to quote a post that everybody may quote hears yes, and where it stands', async () => {
  const post = await aPost();
  const note = quoting(post.uri);
  const { request, heard } = await asks(post.uri, note.id);
  expect(heard).toEqual([
    expect.objectContaining({
      ...{ type: 'Accept', actor: uriOf(street.a, 'pat'), to: [bob.uri] },
      object: {
        ...{ id: request['id'], type: 'QuoteRequest', actor: bob.uri },
        ...{ object: post.uri, instrument: note.id },
      },
    }),
  ]);
  const { result } = heard[0];
  const word = await ask(street.town, result);
  expect(word.status).toBe(200);
  expect(word.headers['content-type']).toMatch(/^application\/activity\+json/);
  expect(word.json).toMatchObject({
    ...{ id: result, type: 'QuoteAuthorization', attributedTo: uriOf(street.a, 'pat') },
    ...{ interactingObject: note.id, interactionTarget: post.uri },
  });
  expect(await quotesOf(post.id)).toEqual([
    expect.objectContaining({
      uri: note.id,
      quote: expect.objectContaining({ state: 'accepted' }),
    }),
  ]);
  expect((await holds(street.a)).told).toEqual(['pat: quote']);
});

test('APS-06: asked once more, the answer is the same, and nothing comes of it twice', async () => {
  const post = await aPost();
  const note = quoting(post.uri);
  const first = await asks(post.uri, note);
  await street.p1.say(bob, inbox, first.request);
  await settled(street.a);
  expect(street.p1.heard).toEqual([]);
  const before = await holds(street.a);
  const again = await asks(post.uri, note.id);
  expect(again.heard).toHaveLength(1);
  expect(again.heard[0].result).toBe(first.heard[0].result);
  expect(await holds(street.a)).toEqual(before);
  expect(await quotesOf(post.id)).toHaveLength(1);
});

test('a post that was known as one with a link becomes a quote when its author asks', async () => {
  const { a, p1 } = street;
  const post = await aPost();
  const tag = [{ type: 'Mention', href: uriOf(a, 'pat'), name: '@pat@a.test' }];
  const note = quoting(post.uri, { tag, cc: [uriOf(a, 'pat')] });
  await p1.say(bob, inbox, about('Create', bob, note, p1.newId()));
  await settled(a);
  expect(await quotesOf(post.id)).toEqual([]);
  await asks(post.uri, note.id);
  expect(await quotesOf(post.id)).toHaveLength(1);
});

test('where nobody may quote, the answer is no, and nothing is kept', async () => {
  const post = await aPost({ quotes: 'nobody' });
  const before = await holds(street.a);
  const note = quoting(post.uri);
  const { heard, request } = await asks(post.uri, note);
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
  const { a, p1 } = street;
  const post = await aPost({ quotes: 'followers' });
  expect((await asks(post.uri, quoting(post.uri))).heard[0].type).toBe('Reject');
  const follow = about('Follow', bob, uriOf(a, 'pat'), p1.newId());
  await p1.say(bob, inbox, follow);
  await settled(a);
  p1.heard.length = 0;
  expect((await asks(post.uri, quoting(post.uri))).heard[0].type).toBe('Accept');
  await p1.say(bob, inbox, about('Undo', bob, follow, p1.newId()));
  await settled(a);
});

test('a quote that not everybody may read is refused: its author here could not see it', async () => {
  const post = await aPost();
  const note = quoting(post.uri, { to: [`${bob.uri}/followers`], cc: [] });
  expect((await asks(post.uri, note)).heard[0].type).toBe('Reject');
});

/** What Bob hears and what is left of it when he asks to quote a post with this policy. */
async function whatIsHeard(quotes: 'everyone' | 'followers' | 'nobody') {
  const post = await aPost({ quotes });
  const fetched = street.p1.asked.length;
  const { heard } = await asks(post.uri, quoting(post.uri).id);
  const seen = JSON.stringify({ heard, asked: street.p1.asked.slice(fetched) });
  // Numbers and instants of their own.
  return seen.replace(/\d{10,}|(?:notes|requests)\/\d+|#quotes\/\w+|"proofValue":"[^"]*"/g, '#');
}

test('whoever is blocked hears the same no as everybody, and nothing where others hear yes', async () => {
  const { a } = street;
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
    await aPost({ visibility: 'followers' }),
    await aPost({ visibility: 'friends' }),
    await aPost({ localOnly: true }),
    { id: '1', uri: `${uriOf(a, 'pat')}/statuses/1` },
    { id: '1', uri: `${uriOf(a, 'nobody')}/statuses/1` },
  ];
  for (const { uri } of hidden) {
    const fetched = street.p1.asked.length;
    expect((await asks(uri, quoting(uri).id)).heard).toEqual([]);
    expect(street.p1.asked.slice(fetched)).toEqual([]);
  }
});

test('APF-01: nobody gets a yes in the name of somebody else, or for the post of somebody else', async () => {
  const { p1, p2, a } = street;
  const post = await aPost();
  const alice = await p1.aPerson('alice');
  const before = await holds(a);
  const hers = p2.aNote(carol, 'Look!', { quote: post.uri });
  const alices = p1.aNote(alice, 'Look!', { quote: post.uri });
  const stolen = { ...hers, attributedTo: bob.uri };
  const elsewhere = { ...quoting(post.uri), id: hers.id };
  const another = await aPost();
  for (const instrument of [
    ...[hers.id, hers, stolen, elsewhere, alices.id, alices],
    ...[quoting(another.uri), quoting(another.uri).id, p1.aNote(bob, 'No quote.'), undefined, 7],
    `${p1.origin}/notes/none`,
  ])
    expect((await asks(post.uri, instrument)).heard).toEqual([]);
  const note = quoting(post.uri);
  const forged = about('QuoteRequest', bob, post.uri, p1.newId(), { instrument: note });
  expect((await p2.say(carol, inbox, forged)).status).toBe(401);
  const hand = { keyId: bob.keyId, key: carol.key };
  expect((await p2.say(carol, inbox, forged, { hand })).status).toBe(401);
  expect((await asks(hers.id, { ...note, quote: hers.id })).heard).toEqual([]);
  expect((await asks(`${uriOf(a, 'mallory')}/statuses/${post.id}`, note)).heard).toEqual([]);
  expect(await holds(a)).toEqual({
    ...before,
    posts: [...before.posts, 'pat: My hair grows again.'],
  });
  expect(await quotesOf(post.id)).toEqual([]);
  expect((await asks(post.uri, note)).heard[0].type).toBe('Accept');
});

test('whoever takes a quote back says so to its server, and the word is gone for good', async () => {
  const { a, p1, town } = street;
  const post = await aPost();
  const note = quoting(post.uri);
  const { result } = (await asks(post.uri, note)).heard[0];
  const [{ id: quotingId }] = await quotesOf(post.id);
  const revoke = `POST /api/v1/statuses/${post.id}/quotes/${quotingId}/revoke` as const;
  expect((await call(revoke, { token })).body.quote.state).toBe('revoked');
  await settled(a);
  expect(
    p1.heardOf('Delete').map(({ activity, signedWith }) => ({ activity, signedWith })),
  ).toEqual([
    {
      signedWith: `${uriOf(a, 'pat')}#main-key`,
      activity: expect.objectContaining({
        ...{ id: `${result}#delete`, actor: uriOf(a, 'pat'), to: [everybody] },
        object: {
          ...{ id: result, type: 'QuoteAuthorization', attributedTo: uriOf(a, 'pat') },
          ...{ interactingObject: note.id, interactionTarget: post.uri },
        },
      }),
    },
  ]);
  expect((await ask(town, result)).status).toBe(404);
  expect(await quotesOf(post.id)).toEqual([]);
  p1.heard.length = 0;
  expect((await asks(post.uri, note)).heard[0].type).toBe('Reject');
  expect((await ask(town, result)).status).toBe(404);
});

test('the word goes with either post, and with the account', async () => {
  const { a, p1, town } = street;
  const [gone, kept] = [await aPost(), await aPost()];
  const note = quoting(kept.uri);
  const words = [
    (await asks(gone.uri, quoting(gone.uri))).heard[0].result,
    (await asks(kept.uri, note)).heard[0].result,
  ];
  expect((await call(`DELETE /api/v1/statuses/${gone.id}`, { token })).status).toBe(200);
  await settled(a);
  expect(p1.heardOf('Delete').map(({ activity }) => activity.object.id)).toEqual([gone.uri]);
  await p1.say(bob, inbox, about('Delete', bob, note.id, p1.newId()));
  await settled(a);
  for (const word of words) expect((await ask(town, word)).status).toBe(404);
});

test('who changes their mind about quotes changes nothing for those that stand', async () => {
  const { a, town } = street;
  const post = await aPost();
  const { result } = (await asks(post.uri, quoting(post.uri))).heard[0];
  await changeRights(a.as(pat), { id: post.id, quotes: 'nobody' });
  expect((await ask(town, result)).status).toBe(200);
  expect((await asks(post.uri, quoting(post.uri))).heard[0].type).toBe('Reject');
});
