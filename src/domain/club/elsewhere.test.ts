import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { aChat, answered } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { stirLine } from './elsewhere.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

test('an answer that its author changes or deletes by an app changes in the chat as well', async () => {
  const pat = await world.aPatient();
  const chat = await aChat(world);
  const { id: answerId } = await answered(world.as(pat), chat, 'First words');
  const { db } = world.services;
  const waiting = async () =>
    (
      await db.execute<{ id: string }>(
        sql`select data->>'answerId' as id from pgboss.job where name = 'stir-line'`,
      )
    ).rows.map(({ id }) => id);
  const revision = async () =>
    (
      await db.execute<{ at: number }>(
        sql`select revision::int as at from answer where id = ${answerId}`,
      )
    ).rows[0]?.at ?? 0;
  const { rows } = await db.execute<{ id: string }>(
    sql`select post_id::text as id from answer where id = ${answerId}`,
  );
  const id = rows[0]?.id ?? '';
  const before = await revision();
  await rewritePost(world.as(pat), { id, text: 'Other words' });
  expect(await waiting()).toEqual([answerId]);
  await stirLine(world.services, { answerId });
  const changed = await revision();
  expect(changed).toBeGreaterThan(before);
  await removePost(world.as(pat), { id });
  expect(await waiting()).toEqual([answerId, answerId]);
  await stirLine(world.services, { answerId });
  expect(await revision()).toBeGreaterThan(changed);
});
