import { afterAll, beforeAll, expect, test } from 'vitest';
import { uriOf } from './open.ts';
import { annaAt, openTwoHouses, postUri, type TwoHouses } from './two-houses.ts';
import { ask } from './wire.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { revokeQuote } from '#domain/posts/quotes.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let two: TwoHouses;
let amy: Viewer;

beforeAll(async () => {
  two = await openTwoHouses();
  const { a, b, ben } = two;
  amy = await a.aPerson({ handle: 'amy' });
  await followPerson(b.as(ben), await annaAt(b));
  await two.quiet();
});
afterAll(() => two.close());

/** What Ben reads of a post of Anna. */
async function readThere(id: string) {
  const { a, b, ben, postIn, quiet } = two;
  await quiet();
  const token = await aToken(b, ben, ['read']);
  const there = await postIn(b, postUri(a, 'anna', id));
  return (await callsOf(b)(`GET /api/v1/statuses/${there}`, { token })).body;
}

test('a post that quotes another of its place is a quote there as well, until it is taken back', async () => {
  const { a, anna } = two;
  const quotedId = await written(a, amy, 'I drink ginger tea.', { quotes: 'everyone' });
  const id = await written(a, anna, 'So do I.', { quotedId });
  const uri = postUri(a, 'amy', quotedId);
  const { quote, content } = await readThere(id);
  expect(quote).toMatchObject({ state: 'accepted', quoted_status: { uri } });
  expect(content).toContain(`<a href="https://a.test/@amy/${quotedId}"`);
  await revokeQuote(a.as(amy), { id: quotedId, quotingId: id });
  expect((await readThere(id)).quote).toMatchObject({ state: 'revoked', quoted_status: null });
});

test('whoever quotes themselves needs no word of their own', async () => {
  const { a, anna } = two;
  const quotedId = await written(a, anna, 'Yesterday.');
  const id = await written(a, anna, 'As I said:', { quotedId });
  expect((await readThere(id)).quote.quoted_status.uri).toBe(postUri(a, 'anna', quotedId));
});

test('APF-25: what not everybody may read says nothing elsewhere of what it quotes, nor that it is quoted', async () => {
  const { a, anna } = two;
  const open = await written(a, amy, 'I sleep badly.', { quotes: 'everyone' });
  const closed = await written(a, anna, 'For few.', { visibility: 'followers' });
  const here = await written(a, anna, 'For here.', { localOnly: true });
  const pairs = [
    {
      id: await written(a, anna, 'Me too.', { quotedId: open, visibility: 'followers' }),
      by: 'amy',
    },
    { id: await written(a, anna, 'I said so.', { quotedId: closed }), by: 'anna' },
    { id: await written(a, anna, 'And so.', { quotedId: here }), by: 'anna' },
  ];
  for (const { id, by } of pairs) {
    const { quote, content } = await readThere(id);
    expect(quote).toBe(null);
    expect(content).not.toContain('RE:');
    const word = await ask(two.town, `${uriOf(a, by)}/quotes/${id}`);
    expect([word.status, word.text]).toEqual([404, '']);
  }
});
