import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { giveDutyTo } from '../../../tests/makers/club.ts';
import {
  aGuestPost,
  aMonthForAGuest,
  draftOf,
  written,
  type Asked,
} from '../../../tests/makers/guest-post.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { hideComment, showComment } from './comment-hosting.server.ts';
import { deleteComment, editComment, listComments, publishComment } from './comments.server.ts';
import { placePicture } from './guest-drafts.server.ts';
import { acceptInvite } from './guest-invites.server.ts';
import { findGuestPost, publishGuestPost, unpublishGuestPost } from './guest-posts.server.ts';
import { eraseGuestPosts, exportGuestPosts } from './inner/keep-guest-posts.server.ts';
import {
  addPicture,
  openPicture,
  removePicture,
  removePictureFiles,
  withLink,
  withSizes,
} from './pictures.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { erase as erasePosts } from '#domain/posts/keeper.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let asked: Asked;
let kim: Viewer;
let ada: Viewer;
let made = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  asked = await aGuestPost(world, `comments-${++made}`);
  [kim, ada] = [await world.aPatient(), await world.aRadiographer()];
});

const say = async (
  who: Viewer | null,
  text: string,
  more: { answers?: number; key?: string } = {},
) => publishComment(world.as(who), { guestPostId: asked.guestPostId, text, ...more });
const read = (who: Viewer | null = null, page = 1) =>
  listComments(world.as(who), { guestPostId: asked.guestPostId, page });
const at = (number: number) => ({ guestPostId: asked.guestPostId, number });
const dot = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#aa8866' } })
    .png()
    .toBuffer();

describe('a comment', () => {
  test('is numbered, and an answer says whom it answers', async () => {
    await say(kim, 'Mine was blue.');
    await say(ada, 'We wash them daily.', { answers: 1 });
    expect(await read()).toMatchObject([
      { number: 1, parentNumber: null, said: { handle: kim.handle, edited: false } },
      { number: 2, parentNumber: 1, parentName: kim.name, said: { handle: ada.handle } },
    ]);
  });

  test('needs an account, words, and a published post', async () => {
    expect(await say(null, 'Hello')).toEqual({ refused: 'signIn' });
    expect(await say(kim, ' \n ')).toEqual({ refused: 'empty' });
    expect(await say(kim, 'a'.repeat(2001))).toEqual({ refused: 'tooLong' });
    expect(await say(kim, '👩‍👩‍👧‍👦'.repeat(2000))).toEqual({ number: 1 });
    expect(await say(kim, 'Hello', { answers: 9 })).toEqual({ refused: 'gone' });
    await unpublishGuestPost(world.as(asked.curator), asked.guestPostId);
    expect(await say(kim, 'Hello')).toEqual({ refused: 'gone' });
  });

  test('sent twice with one key stands once, also when both arrive together', async () => {
    const twice = () => say(kim, 'Once', { key: 'one-and-the-same' });
    expect(await Promise.all([twice(), twice(), twice()])).toEqual(Array(3).fill({ number: 1 }));
    expect(await read()).toHaveLength(1);
  });

  test('gets a number of its own when many speak at once', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => world.aPerson()));
    await Promise.all(people.map((one) => say(one, 'Me too')));
    expect((await read()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('is changed by its writer alone, and says so', async () => {
    await say(kim, 'Blue');
    expect(await editComment(world.as(ada), { ...at(1), text: 'Red' })).toEqual({
      refused: 'gone',
    });
    expect(await editComment(world.as(null), { ...at(1), text: 'Red' })).toEqual({
      refused: 'signIn',
    });
    expect(await editComment(world.as(kim), { ...at(1), text: 'Green' })).toEqual({ number: 1 });
    expect(await read()).toMatchObject([{ said: { html: '<p>Green</p>', edited: true } }]);
  });

  test('is deleted by its writer alone; its number and place stay, its words and name do not', async () => {
    await say(kim, 'Secret words');
    await say(ada, 'An answer', { answers: 1 });
    expect(await deleteComment(world.as(ada), at(1))).toEqual({ refused: 'gone' });
    expect(await deleteComment(world.as(kim), at(1))).toEqual({ deleted: true });
    expect(await read()).toMatchObject([
      { number: 1, said: null, hiddenReason: null },
      { number: 2, parentNumber: 1, parentName: null },
    ]);
    const dump = await world.services.pool.query(
      'select text from post union all select text from post_edition',
    );
    expect(JSON.stringify(dump.rows)).not.toContain('Secret words');
    expect(await say(ada, 'Again', { answers: 1 })).toEqual({ refused: 'gone' });
    expect(await say(ada, 'Third')).toEqual({ number: 3 });
  });

  test('is hidden by a host with a reason, which is all that others read', async () => {
    await say(kim, 'Something unkind');
    await say(ada, 'An answer', { answers: 1 });
    expect(await hideComment(world.as(ada), { ...at(1), reason: 'no' })).toEqual({
      refused: 'gone',
    });
    expect(await hideComment(world.as(asked.curator), { ...at(1), reason: ' ' })).toEqual({
      refused: 'noReason',
    });
    await hideComment(world.as(asked.curator), { ...at(1), reason: 'It names a patient.' });
    expect(await read(kim)).toMatchObject([
      { hiddenReason: 'It names a patient.', said: null },
      { parentName: null },
    ]);
    await showComment(world.as(asked.curator), at(1));
    expect(await read()).toMatchObject([{ hiddenReason: null, said: { handle: kim.handle } }, {}]);
  });

  test('keeps its page: the first hundred numbers are page one', async () => {
    const people = await Promise.all(Array.from({ length: 18 }, () => world.aPerson()));
    for (let n = 0; n < 102; n += 1) await say(people[n % 18] ?? null, `Comment ${n + 1}`);
    await deleteComment(world.as(people[0] ?? null), at(1));
    expect((await read()).map(({ number }) => number)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    expect((await read(null, 2)).map(({ number }) => number)).toEqual([101, 102]);
  });

  test('cannot be sent in a hurry', async () => {
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await say(kim, `Comment ${n}`));
    expect(answers.at(-1)).toEqual({ refused: 'tooFast' });
  });
});

describe('a picture', () => {
  const key = () => ({ token: asked.token });
  const drawn = async (ctx: Ctx = world.as(null)) => {
    asked = await aMonthForAGuest(world, `pictures-${++made}`);
    const result = await addPicture(ctx, key(), { bytes: await dot(), alt: 'A [brown] blanket' });
    if ('refused' in result) throw new Error(result.refused);
    return result.added;
  };
  const see = async (who: Viewer | null, name: string, token?: string) =>
    (await openPicture(world.as(who), { name, size: 'large', token })) !== undefined;

  test('of a draft is seen by those who may write it, and by nobody else', async () => {
    const { name } = await drawn();
    expect(await see(null, name)).toBe(false);
    expect(await see(kim, name)).toBe(false);
    expect(await see(null, name, 'A'.repeat(32))).toBe(false);
    expect(await see(null, name, asked.token)).toBe(true);
    expect(await see(asked.curator, name)).toBe(true);
    const other = await aMonthForAGuest(world, `pictures-${++made}`);
    expect(await see(null, name, other.token)).toBe(false);
  });

  test('is seen by all when its post is published, and by nobody once it is taken away', async () => {
    const { name } = await drawn();
    await written(world.as(null), key(), {});
    await placePicture(world.as(null), key(), name);
    await publishGuestPost(world.as(asked.curator), { id: asked.guestPostId });
    expect(await see(null, name)).toBe(true);
    const own = { id: asked.guestPostId };
    expect(
      (await findGuestPost(world.as(null), asked.club.slug, asked.month.date))?.html,
    ).toContain(
      `src="/media/${name}" srcset="/media/${name}?size=small 640w, /media/${name} 900w"`,
    );
    expect(await removePicture(world.as(asked.curator), own, name)).toEqual({ refused: 'inUse' });
    await written(world.as(asked.curator), own, { body: 'No pictures.' });
    expect(await removePicture(world.as(kim), own, name)).toEqual({ refused: 'gone' });
    expect(await removePicture(world.as(asked.curator), own, name)).toEqual({ removed: true });
    expect(await see(asked.curator, name)).toBe(false);
    await removePictureFiles(world.services, { names: [name] });
    expect(await world.services.storage.open(name)).toBeUndefined();
  });

  test('needs words for those who do not see it, and has to be one', async () => {
    await drawn();
    const add = (bytes: Buffer, alt: unknown) => addPicture(world.as(null), key(), { bytes, alt });
    expect(await add(await dot(), ' ')).toEqual({ refused: 'noAlt' });
    expect(await add(Buffer.from('<svg/>'), 'A dot')).toEqual({ refused: 'svg' });
    expect(await add(Buffer.from('%PDF'), 'A dot')).toEqual({ refused: 'notAPicture' });
  });

  test('stands in the text with its words, whatever signs are in them', async () => {
    const { name } = await drawn();
    await placePicture(world.as(null), key(), name);
    const { body } = await draftOf(world.as(null), key());
    expect(body).toBe(`![A \\[brown\\] blanket](/media/${name})`);
  });

  test('is given its size once, and the link of its writer only where it is shown to them', () => {
    const name = `${'a'.repeat(32)}.webp`;
    const html = withSizes(`<img src="/media/${name}" alt="x" />`, [
      { name, alt: 'x', width: 500, height: 1000 },
    ]);
    expect(html).toContain(`/media/${name}?size=small 320w, /media/${name} 500w`);
    expect(withLink(html, 'T')).toContain(
      `/media/${name}?size=small&amp;link=T 320w, /media/${name}?link=T 500w`,
    );
  });
});

test('a person takes along what guest posts hold of them, and can be taken out of all of it', async () => {
  asked = await aMonthForAGuest(world, `erased-${++made}`);
  const key = { id: asked.guestPostId };
  await acceptInvite(world.as(kim), asked.token);
  await written(world.as(kim), key, { body: 'Kim wrote this' });
  await addPicture(world.as(kim), key, { bytes: await dot(), alt: 'A dot of Kim' });
  await publishGuestPost(world.as(asked.curator), key);
  await written(world.as(kim), key, { body: 'Kim wrote that' });
  await say(kim, 'A comment of Kim');
  await say(ada, 'A comment of Ada', { answers: 1 });
  await giveDutyTo(world, asked.club, ada, 'host', asked.curator);
  const kept = JSON.stringify(await exportGuestPosts(world.as(null), kim.personId));
  for (const words of ['Kim wrote this', 'Kim wrote that', 'A dot of Kim'])
    expect(kept).toContain(words);

  await inTransaction(world.as(null), async (tx) => {
    await eraseGuestPosts(tx, kim.personId);
    await erasePosts(tx, kim.personId);
    await tx.db.delete(person).where(eq(person.id, kim.personId));
  });
  const tables = ['guest_post', 'guest_post_edition', 'picture', 'post', 'comment', 'guest_invite'];
  const rows = await Promise.all(
    tables.map((name) => world.services.pool.query(`select * from ${name}`)),
  );
  expect(JSON.stringify(rows.map((result) => result.rows))).not.toMatch(/Kim wrote|of Kim/);
  expect(await draftOf(world.as(asked.curator), key)).toMatchObject({ body: '', published: null });
  expect(await acceptInvite(world.as(ada), asked.token)).toEqual({ refused: 'withdrawn' });
  expect(await read()).toMatchObject([{ number: 1, said: null }, { said: { handle: ada.handle } }]);
});
