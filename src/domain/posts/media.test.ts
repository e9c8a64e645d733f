import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anMp4, anMp3 } from '../../../tests/makers/recordings.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { erase, exportMedia, picturesInUse } from './keeper.server.ts';
import { removeLooseMedia } from './media-clock.server.ts';
import {
  attachMedia,
  holdMedia,
  mediaOfPosts,
  mediaOfScheduled,
  releaseMedia,
} from './media-of-posts.server.ts';
import {
  addMedia,
  describeMedia,
  findOwnMedia,
  mayAddMedia,
  removeMedia,
  type MediaView,
} from './media.server.ts';
import { deletePost, publishPost } from './publish.server.ts';
import { forgetWhatIsOldEverywhere } from '#domain/leaving/retention.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let nia: Viewer;
let mallory: Viewer;

beforeAll(async () => {
  world = await openWorld({ working: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  nia = await world.aPerson();
  mallory = await world.aPerson();
});

const png = () =>
  sharp({ create: { width: 1000, height: 500, channels: 3, background: '#c43' } })
    .png()
    .toBuffer();

async function sent(viewer: Viewer, bytes?: Buffer): Promise<MediaView> {
  const made = await addMedia(world.as(viewer), {
    bytes: bytes ?? (await png()),
    alt: 'A blanket',
  });
  if ('refused' in made) throw new Error(made.refused);
  return made;
}

/** A post with these files; the answer of `attachMedia`. */
async function posted(viewer: Viewer, ids: string[]) {
  return inTransaction(world.as(viewer), async (tx) => {
    const made = await publishPost(tx, { text: 'Look.', visibility: 'public' });
    if ('refused' in made) throw new Error(made.refused);
    const refused = await attachMedia(tx, { postId: made.post.id, ids });
    return { postId: made.post.id, ...refused };
  });
}

async function filesOf(name: string): Promise<number> {
  const folder = join(world.services.config.dataDir, 'media');
  const found = await readdir(folder, { recursive: true });
  return found.filter((file) => file.endsWith(name)).length;
}

test('a picture is kept in two sizes, with the colours it is about and the words that were given', async () => {
  const made = await addMedia(world.as(nia), {
    bytes: await png(),
    alt: ' A red blanket ',
    focus: { x: 0.5, y: -1 },
  });
  expect(made).toMatchObject({
    kind: 'image',
    state: 'ready',
    width: 1000,
    height: 500,
    small: { width: 640, height: 320 },
    alt: 'A red blanket',
    focus: { x: 0.5, y: -1 },
  });
  expect(made).toHaveProperty(
    'blurhash',
    expect.stringMatching(/^[0-9A-Za-z#$%*+,\-.:;=?@[\]^_{|}~]{28}$/),
  );
  const film = await sent(nia, anMp4());
  expect(film).toMatchObject({ kind: 'video', width: 640, duration: 2.5, small: null });
});

test.each([
  ['svg', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['dicom', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(99)])],
  [
    'unknownKind',
    Buffer.from('{"@context":"https://www.w3.org/ns/activitystreams","type":"Person"}'),
  ],
  ['noFile', Buffer.alloc(0)],
  ['tooLarge', Buffer.concat([anMp3(), Buffer.alloc(20 * 1024 * 1024)])],
])('is refused with a sentence of its own: %s', async (refused, bytes) => {
  expect(await addMedia(world.as(nia), { bytes })).toEqual({ refused });
});

test('words may be as long as 1,500 characters, and a guest sends nothing', async () => {
  const bytes = await png();
  const long = 'ä'.repeat(1500);
  expect(await addMedia(world.as(nia), { bytes, alt: long })).toMatchObject({ alt: long });
  expect(await addMedia(world.as(nia), { bytes, alt: `${long}ä` })).toEqual({
    refused: 'altTooLong',
  });
  expect(await addMedia(world.as(nia), { bytes, alt: 'a\0b' })).toEqual({ refused: 'altNotText' });
  expect(await addMedia(world.as(null), { bytes })).toEqual({ refused: 'signIn' });
});

test('PRV-20: nobody finds, describes, removes or posts a file of somebody else', async () => {
  const made = await sent(nia);
  const { id } = made;
  const other = world.as(mallory);
  expect(await findOwnMedia(other, id)).toBeUndefined();
  expect(await describeMedia(other, { id, alt: 'Mine' })).toEqual({ refused: 'gone' });
  expect(await removeMedia(other, id)).toEqual({ refused: 'gone' });
  expect(await posted(mallory, [id])).toMatchObject({ refused: 'mediaGone' });
  expect(await findOwnMedia(world.as(nia), id)).toEqual(made);
  // The control: it is hers.
  expect(await describeMedia(world.as(nia), { id, alt: 'Ours' })).toMatchObject({ alt: 'Ours' });
  expect(await posted(nia, [id])).not.toHaveProperty('refused');
});

test('a post shows its files in the order that was chosen, and a file stands under one post', async () => {
  const files = [await sent(nia), await sent(nia), await sent(nia)];
  const ids = files.map(({ id }) => id).reverse();
  const { postId } = await posted(nia, ids);
  const shown = (await mediaOfPosts(world.as(null), [postId])).get(postId);
  expect(shown?.map(({ id }) => id)).toEqual(ids);
  expect(await posted(nia, [ids[0] ?? ''])).toMatchObject({ refused: 'mediaGone' });
  expect(await removeMedia(world.as(nia), ids[0] ?? '')).toEqual({ refused: 'inUse' });
});

test('a post holds four pictures, or one video or sound', async () => {
  const pictures = [];
  for (let count = 0; count < 5; count += 1) pictures.push((await sent(nia)).id);
  const film = (await sent(nia, anMp4())).id;
  expect(await posted(nia, pictures)).toMatchObject({ refused: 'tooManyMedia' });
  expect(await posted(nia, [film, ...pictures.slice(0, 1)])).toMatchObject({
    refused: 'mixedMedia',
  });
  expect(await posted(nia, [...pictures.slice(0, 1), '99999999999'])).toMatchObject({
    refused: 'mediaGone',
  });
  expect(await posted(nia, ['x'])).toMatchObject({ refused: 'mediaGone' });
  expect(await posted(nia, [film])).not.toHaveProperty('refused');
  expect(await posted(nia, pictures.slice(0, 4))).not.toHaveProperty('refused');
});

test('an edit may change the order, add and take away', async () => {
  const [one, two, three] = [await sent(nia), await sent(nia), await sent(nia)];
  const { postId } = await posted(nia, [one.id, two.id]);
  const ids = [three.id, one.id];
  expect(
    await inTransaction(world.as(nia), (tx) => attachMedia(tx, { postId, ids })),
  ).toBeUndefined();
  const shown = (await mediaOfPosts(world.as(null), [postId])).get(postId);
  expect(shown?.map(({ id }) => id)).toEqual(ids);
  await expect.poll(() => filesOf(two.name)).toBe(0);
});

test('a planned post holds its files until its hour, and lets go of them when it is not to be', async () => {
  const [kept, dropped] = [await sent(nia), await sent(nia)];
  const me = world.as(nia);
  await inTransaction(me, async (tx) => {
    expect(await holdMedia(tx, { scheduledId: '11', ids: [kept.id] })).toBeUndefined();
    expect(await holdMedia(tx, { scheduledId: '12', ids: [dropped.id] })).toBeUndefined();
    expect(await holdMedia(tx, { scheduledId: '12', ids: [kept.id] })).toEqual({
      refused: 'mediaGone',
    });
    await releaseMedia(tx, '12');
  });
  world.clock.turnBy(25 * 3_600_000);
  await removeLooseMedia(world.services, {});
  await expect.poll(() => filesOf(dropped.name)).toBe(0);
  expect((await mediaOfScheduled(me, ['11'])).get('11')).toEqual([kept]);
  const made = await inTransaction(me, async (tx) => {
    const { post } = (await publishPost(tx, { text: 'Now.', visibility: 'public' })) as {
      post: { id: string };
    };
    await attachMedia(tx, { postId: post.id, ids: [kept.id], scheduledId: '11' });
    return post.id;
  });
  expect((await mediaOfPosts(me, [made])).get(made)?.map(({ id }) => id)).toEqual([kept.id]);
});

test('HLT-15: a file that no post shows can be removed at once, and is gone after a day, file and all', async () => {
  const [removed, forgotten, shown] = [await sent(nia), await sent(nia, anMp4()), await sent(nia)];
  await posted(nia, [shown.id]);
  expect(await filesOf(removed.name)).toBe(2);
  expect(await removeMedia(world.as(nia), removed.id)).toBeUndefined();
  await expect.poll(() => filesOf(removed.name)).toBe(0);
  world.clock.turnBy(23 * 3_600_000);
  await removeLooseMedia(world.services, {});
  expect(await findOwnMedia(world.as(nia), forgotten.id)).toEqual(forgotten);
  world.clock.turnBy(2 * 3_600_000);
  await removeLooseMedia(world.services, {});
  expect(await findOwnMedia(world.as(nia), forgotten.id)).toBeUndefined();
  await expect.poll(() => filesOf(forgotten.name)).toBe(0);
  expect(await filesOf(shown.name)).toBe(2);
  // What the disk is combed for leaves what a post shows.
  await forgetWhatIsOldEverywhere(world.services);
  expect(await filesOf(shown.name)).toBe(2);
  expect(await picturesInUse(world.services, [shown.name, removed.name])).toEqual([shown.name]);
});

test('a deleted post’s files wait an hour for its author to write it anew', async () => {
  const [again, not] = [await sent(nia), await sent(nia)];
  const { postId } = await posted(nia, [again.id, not.id]);
  await inTransaction(world.as(nia), (tx) => deletePost(tx, postId));
  await removeLooseMedia(world.services, {});
  expect(await posted(nia, [again.id])).not.toHaveProperty('refused');
  world.clock.turnBy(61 * 60_000);
  await removeLooseMedia(world.services, {});
  await expect.poll(() => filesOf(not.name)).toBe(0);
  expect(await filesOf(again.name)).toBe(2);
});

test('OPS-18: after thirty files in half an hour the next waits, and a day has its bytes', async () => {
  for (let count = 0; count < 30; count += 1)
    expect(await mayAddMedia(world.as(nia))).toBeUndefined();
  expect(await mayAddMedia(world.as(nia))).toEqual({ refused: 'tooFast' });
  expect(await mayAddMedia(world.as(mallory))).toBeUndefined();
  const made = await sent(mallory);
  await world.services.pool.query('update media set bytes = 6e8 where id = $1', [made.id]);
  expect(await mayAddMedia(world.as(mallory))).toEqual({ refused: 'tooMuch' });
  world.clock.turnBy(25 * 3_600_000);
  expect(await mayAddMedia(world.as(mallory))).toBeUndefined();
});

test('ERA-01: whoever is erased leaves no file, and takes a list of them along before', async () => {
  const shown = await sent(nia);
  const loose = await sent(nia, anMp4());
  await posted(nia, [shown.id]);
  const list = await exportMedia(world.services, nia.personId);
  expect(list.map(({ name, alt }) => ({ name, alt }))).toEqual([
    { name: shown.name, alt: 'A blanket' },
    { name: loose.name, alt: 'A blanket' },
  ]);
  await inTransaction(world.as(null), (tx) => erase(tx, nia.personId));
  for (const { name } of [shown, loose]) await expect.poll(() => filesOf(name)).toBe(0);
  const { rows } = await world.services.pool.query('select from media where owner_id = $1', [
    nia.personId,
  ]);
  expect(rows).toHaveLength(0);
});
