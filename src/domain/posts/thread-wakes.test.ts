import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChat, answered } from '../../../tests/makers/chat.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { vote } from './polls.server.ts';
import { removePost } from './remove.server.ts';
import { editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer, showAnswer } from '#domain/club/chat-hosting.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

/** Of which threads the kept pages are dropped by an act. */
async function stirredBy(act: () => Promise<unknown>): Promise<string[]> {
  const stirred = new Set<string>();
  const deaf = world.services.live.hear(
    ({ kind, id }) => void (kind === 'thread' && stirred.add(id)),
  );
  const done = await act();
  deaf();
  expect(done).not.toHaveProperty('refused');
  return [...stirred];
}

test('a thread is stirred by what comes, goes or counts in it, however deep; one for followers never', async () => {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  const poll = { options: ['Yes', 'No'], seconds: 3600 };
  const first = await written(world, anna, 'Who is there?', { poll });
  const reply = await written(world, ben, 'I am.', { inReplyTo: first });
  const acts: [string, () => Promise<unknown>][] = [
    ['reply', async () => ({ id: await written(world, anna, 'Hello.', { inReplyTo: reply }) })],
    ['vote', async () => (await vote(world.as(ben), { id: first, choices: [0] })) ?? {}],
    ['delete', async () => (await removePost(world.as(ben), { id: reply })) ?? {}],
  ];
  for (const [what, act] of acts) expect([what, await stirredBy(act)]).toEqual([what, [first]]);
  const close = await written(world, anna, 'Quietly.', { visibility: 'followers' });
  const answer = async () => ({ id: await written(world, anna, 'Yes.', { inReplyTo: close }) });
  expect(await stirredBy(answer)).toEqual([]);
});

test('a thread is stirred by what happens to its post in a chat', async () => {
  const pat = await world.aPatient();
  const chat = await aChat(world);
  const { id } = await answered(world.as(pat), chat, 'First words');
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select post_id::text as id from answer where id = $1',
    [id],
  );
  const postId = rows[0]?.id;
  const acts: (() => Promise<unknown>)[] = [
    () => answered(world.as(pat), chat, 'More', { parentId: id }),
    () => editAnswer(world.as(pat), { id, text: 'Other words' }),
    () => hideAnswer(world.as(chat.host), { id, reason: 'Not here' }),
    () => showAnswer(world.as(chat.host), id),
  ];
  for (const act of acts) expect(await stirredBy(act)).toEqual([postId]);
});
