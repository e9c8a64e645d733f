import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { uriOf } from './open.ts';
import { openQuoting, type Quoting } from './quoting.ts';
import { about, everybody } from './stranger.ts';
import { ask } from './wire.ts';
import { changeRights } from '#domain/posts/marks.server.ts';

let street: Quoting;

beforeAll(async () => {
  street = await openQuoting();
});
afterAll(() => street.close());
beforeEach(() => {
  street.p1.heard.length = 0;
});

test('whoever asks to quote a post that everybody may quote hears yes, and where it stands', async () => {
  const { bob } = street;
  const post = await street.aPost();
  const note = street.quotes(post.uri);
  const { request, heard } = await street.asks(post.uri, note.id);
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
  expect(await street.quotesOf(post.id)).toEqual([
    expect.objectContaining({
      uri: note.id,
      quote: expect.objectContaining({ state: 'accepted' }),
    }),
  ]);
  expect((await holds(street.a)).told).toEqual(['pat: quote']);
});

test('APS-06: asked once more, the answer is the same, and nothing comes of it twice', async () => {
  const { bob, inbox } = street;
  const post = await street.aPost();
  const note = street.quotes(post.uri);
  const first = await street.asks(post.uri, note);
  await street.p1.say(bob, inbox, first.request);
  await settled(street.a);
  expect(street.p1.heard).toEqual([]);
  const before = await holds(street.a);
  const again = await street.asks(post.uri, note.id);
  expect(again.heard).toHaveLength(1);
  expect(again.heard[0].result).toBe(first.heard[0].result);
  expect(await holds(street.a)).toEqual(before);
  expect(await street.quotesOf(post.id)).toHaveLength(1);
});

test('a post that was known as one with a link becomes a quote when its author asks', async () => {
  const { a, p1, bob, inbox } = street;
  const post = await street.aPost();
  const tag = [{ type: 'Mention', href: uriOf(a, 'pat'), name: '@pat@a.test' }];
  const note = street.quotes(post.uri, { tag, cc: [uriOf(a, 'pat')] });
  await p1.say(bob, inbox, about('Create', bob, note, p1.newId()));
  await settled(a);
  expect(await street.quotesOf(post.id)).toEqual([]);
  await street.asks(post.uri, note.id);
  expect(await street.quotesOf(post.id)).toHaveLength(1);
});

test('whoever takes a quote back says so to its server, and the word is gone for good', async () => {
  const { a, p1, town, call, token } = street;
  const post = await street.aPost();
  const note = street.quotes(post.uri);
  const { result } = (await street.asks(post.uri, note)).heard[0];
  const quotingId = (await street.quotesOf(post.id))[0]?.id;
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
  expect(await street.quotesOf(post.id)).toEqual([]);
  p1.heard.length = 0;
  expect((await street.asks(post.uri, note)).heard[0].type).toBe('Reject');
  expect((await ask(town, result)).status).toBe(404);
});

test('the word goes with either post, and with the account', async () => {
  const { a, p1, town, bob, inbox, call, token } = street;
  const [gone, kept] = [await street.aPost(), await street.aPost()];
  const note = street.quotes(kept.uri);
  const words = [
    (await street.asks(gone.uri, street.quotes(gone.uri))).heard[0].result,
    (await street.asks(kept.uri, note)).heard[0].result,
  ];
  expect((await call(`DELETE /api/v1/statuses/${gone.id}`, { token })).status).toBe(200);
  await settled(a);
  expect(p1.heardOf('Delete').map(({ activity }) => activity.object.id)).toEqual([gone.uri]);
  await p1.say(bob, inbox, about('Delete', bob, note.id, p1.newId()));
  await settled(a);
  for (const word of words) expect((await ask(town, word)).status).toBe(404);
});

test('who changes their mind about quotes changes nothing for those that stand', async () => {
  const { a, town, pat } = street;
  const post = await street.aPost();
  const { result } = (await street.asks(post.uri, street.quotes(post.uri))).heard[0];
  await changeRights(a.as(pat), { id: post.id, quotes: 'nobody' });
  expect((await ask(town, result)).status).toBe(200);
  expect((await street.asks(post.uri, street.quotes(post.uri))).heard[0].type).toBe('Reject');
});
