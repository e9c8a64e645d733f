import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { readAuthors } from './authors.server.ts';
import { countPosts } from './counts.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import { deletePost, editPost, publishPost, type Post } from './publish.server.ts';
import { isKey, longestPost, type Visibility } from './rules.ts';
import { post, postEdition } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { writePost } from './write.server.ts';
import { readWriting } from './writing-form.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const publish = (
  author: Viewer | null,
  text: unknown,
  more: { idempotencyKey?: string; visibility?: Visibility } = {},
) =>
  inTransaction(world.as(author), (tx) => publishPost(tx, { text, visibility: 'public', ...more }));
const edit = (author: Viewer, id: string, text: string) =>
  inTransaction(world.as(author), (tx) => editPost(tx, { id, text }));
const remove = (author: Viewer, id: string) =>
  inTransaction(world.as(author), (tx) => deletePost(tx, id));

async function aPost(author: Viewer, text = 'Cold hands, warm words.'): Promise<Post> {
  const made = await publish(author, text);
  if ('refused' in made) throw new Error(made.refused);
  return made.post;
}

test('ten phones that send the same answer at once publish one post', async () => {
  const anna = await world.aPatient();
  const sent = await Promise.all(
    Array.from({ length: 10 }, () =>
      publish(anna, 'I was afraid.', { idempotencyKey: 'key-of-anna' }),
    ),
  );
  expect(new Set(sent.map((made) => ('post' in made ? made.post.id : made.refused))).size).toBe(1);
  expect(sent.filter((made) => 'post' in made && made.fresh)).toHaveLength(1);
});

test('two people may happen to use the same key', async () => {
  const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
  const [one, other] = [
    await publish(anna, 'One', { idempotencyKey: 'same-key' }),
    await publish(ben, 'Other', { idempotencyKey: 'same-key' }),
  ];
  expect([one, other].every((made) => 'fresh' in made && made.fresh)).toBe(true);
});

test.each([
  ['nothing but spaces', '  \n ', 'empty'],
  ['5,001 characters', 'é'.repeat(longestPost + 1), 'tooLong'],
  ['a file instead of words', { size: 3 }, 'notText'],
  ['a hidden zero', 'a\0b', 'notText'],
])('%s is refused', async (_what, text, refused) => {
  expect(await publish(await world.aPatient(), text)).toEqual({ refused });
});

test('5,000 flags of two letters each fit, since a reader counts them as one', async () => {
  expect(await publish(await world.aPatient(), '🇬🇧'.repeat(longestPost))).toHaveProperty(
    'fresh',
    true,
  );
});

test('a guest is asked to sign in', async () => {
  expect(await publish(null, 'Hello')).toEqual({ refused: 'signIn' });
});

test('markup that somebody types stays what they typed', async () => {
  const { html } = await aPost(await world.aPatient(), '<b onclick=x>hi</b>');
  expect(html).toBe('<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>');
});

test('an edit keeps what was said before, and saying the same again keeps nothing', async () => {
  const anna = await world.aPatient();
  const { id } = await aPost(anna, 'First');
  await edit(anna, id, 'Second');
  await edit(anna, id, 'Second');
  await edit(anna, id, 'Third');
  const [kept] = await exportFor(world.services, anna.personId);
  expect(kept).toMatchObject({ text: 'Third', before: [{ text: 'First' }, { text: 'Second' }] });
});

test('a deleted post leaves neither itself nor what it said before', async () => {
  const anna = await world.aPatient();
  const { id } = await aPost(anna);
  await edit(anna, id, 'Other words');
  expect(await remove(anna, id)).toEqual({ deleted: id });
  const [left] = await world.services.db
    .select({ n: count() })
    .from(postEdition)
    .where(eq(postEdition.postId, id));
  expect(left).toEqual({ n: 0 });
});

test("somebody else's post is as absent as one that never was", async () => {
  const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
  const { id } = await aPost(anna);
  expect(await edit(ben, id, 'Mine')).toEqual(await edit(ben, '1', 'Mine'));
  expect(await remove(ben, id)).toEqual(await remove(ben, '1'));
});

test.each([
  ['public', true],
  ['unlisted', true],
  ['followers', false],
  ['friends', false],
  ['direct', false],
] as const)(
  'a post that is %s is readable for everybody: %s; its author always reads it',
  async (visibility, forAll) => {
    const [anna, ben] = [await world.aPatient(), await world.aRadiographer()];
    await publish(anna, 'Here', { visibility });
    const seenBy = async (viewer: Viewer | null) =>
      (await world.services.db.select().from(post).where(visibleTo(viewer))).some(
        ({ authorId }) => authorId === anna.personId,
      );
    expect([await seenBy(null), await seenBy(ben), await seenBy(anna)]).toEqual([
      forAll,
      forAll,
      true,
    ]);
  },
);

test('erasing a person erases every post of theirs', async () => {
  const anna = await world.aPatient();
  await aPost(anna);
  await erase(world.services, anna.personId);
  expect(await exportFor(world.services, anna.personId)).toEqual([]);
});

test('only what the database can hold is an id, and only plain words are a key', () => {
  expect(['1', '117000000000000000'].every(isId)).toBe(true);
  expect(['', '0', '-1', '1.5', '9'.repeat(19), "1'", null, 1].some(isId)).toBe(false);
  expect(isKey('0b9f7a1e-6f7e-4b6e-9d39-2a4e7a1d1a11')).toBe(true);
  expect(['short', 'a b c d e f', 'x'.repeat(65), null].some(isKey)).toBe(false);
});

test('PRV-04: the figures of the place say nothing of posts that only people signed in here may read', async () => {
  const { personId: authorId } = await world.aPerson();
  const twenty = async (localOnly: boolean) => {
    const row = { authorId, visibility: 'public' as const, localOnly, text: 'x', html: 'x' };
    await world.services.db.insert(post).values(Array.from({ length: 20 }, () => row));
    return (await countPosts(world.services)).all;
  };
  const { all } = await countPosts(world.services);
  expect(await twenty(true)).toBe(all);
  expect(await twenty(false)).toBe(all + 20);
});

test('who changes while they are read is not remembered as they were', async () => {
  const anna = await world.aPerson({ name: 'Anna before' });
  const { db, live, pool } = world.services;
  const change = async (name: string) => {
    await pool.query('update person set name = $1 where id = $2', [name, anna.personId]);
    await live.publish([{ kind: 'person', id: anna.personId }]);
  };
  const execute = async (...asked: Parameters<typeof db.execute>) => {
    const read = await db.execute(...asked);
    await change('Anna now');
    return read;
  };
  const slow = { ...world.as(null), db: { execute } as unknown as typeof db };
  await readAuthors(slow, [anna.personId]);
  const known = await readAuthors(world.as(null), [anna.personId]);
  expect(known.get(anna.personId)?.name).toBe('Anna now');
});

test('REL-18: what a form says of another post, of a language and of files is not taken at its word', async () => {
  const anna = world.as(await world.aPerson());
  for (const bad of ['abc', '-1', '9'.repeat(30), '1 or 1=1', '٣']) {
    const writing = { text: 'Hello', visibility: 'public' as const };
    const [reply, quote] = [{ inReplyTo: bad }, { quotedId: bad }];
    expect(await writePost(anna, { ...writing, ...reply })).toEqual({ refused: 'parentGone' });
    expect(await writePost(anna, { ...writing, ...quote })).toEqual({ refused: 'mayNotQuote' });
  }
  const form = new FormData();
  form.set('language', 'x'.repeat(10_000));
  for (let at = 1; at <= 5000; at += 1) form.append('media', String(at));
  const read = readWriting(form);
  expect(read.language).toBe('');
  expect(read.mediaIds).toHaveLength(5);
});
