import { createRestAPIClient } from 'masto';
import generator from 'megalodon';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aToken } from '../makers/app.ts';
import { aWav } from '../makers/recordings.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { linkPreview, postLink } from '#domain/posts/link-schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { showPost } from '#protocols/mastodon-api/show.server.ts';

let world: ServedWorld;
let nia: Viewer;
let token: string;

beforeAll(async () => {
  world = await openWorldWithSite({ env: { LOG_LEVEL: 'silent' } });
  nia = await world.aPerson();
  token = await aToken(world, nia, ['read', 'write', 'follow']);
});
afterAll(() => world.close());

const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#36c' } })
  .png()
  .toBuffer();
const blobOf = (bytes: Buffer, type: string) => new Blob([new Uint8Array(bytes)], { type });

test('masto sends a picture, waits until it is ready, and describes it', async () => {
  const client = createRestAPIClient({ url: world.origin, accessToken: token });
  const focus = '0.25,-0.5';
  const file = new File([new Uint8Array(photo)], 'photo.png', { type: 'image/png' });
  const made = await client.v2.media.create({ file, description: 'Blue', focus });
  expect(made).toMatchObject({
    type: 'image',
    description: 'Blue',
    meta: { focus: { x: 0.25, y: -0.5 } },
  });
  const own = client.v1.media.$select(made.id);
  expect(await own.update({ description: 'A blue blanket', focus: '0,0' })).toMatchObject({
    description: 'A blue blanket',
    meta: { focus: { x: 0, y: 0 } },
  });
  expect(await own.fetch()).toMatchObject({ id: made.id, description: 'A blue blanket' });
  expect((await fetch(made.previewUrl ?? '')).headers.get('content-type')).toBe('image/webp');
});

test('megalodon sends a sound and describes it', async () => {
  const client = generator('mastodon', world.origin, token);
  const { data } = await client.uploadMedia(aWav(), { description: 'Rain' });
  expect(data).toMatchObject({ type: 'audio', description: 'Rain' });
  const changed = await client.updateMedia(data.id, { description: 'Heavy rain' });
  expect(changed.data).toMatchObject({ id: data.id, description: 'Heavy rain' });
  expect((await client.getMedia(data.id)).data.meta).toMatchObject({ duration: 0.5 });
});

/** What the documentation names, and what newer clients read as well. */
const attachmentKeys = [
  ...['blurhash', 'description', 'id', 'meta', 'preview_remote_url', 'preview_url', 'remote_url'],
  ...['text_url', 'type', 'url'],
];
const cardKeys = [
  ...[
    'author_name',
    'author_url',
    'authors',
    'blurhash',
    'description',
    'embed_url',
    'height',
    'html',
  ],
  ...[
    'image',
    'image_description',
    'language',
    'missing_attribution',
    'provider_name',
    'provider_url',
  ],
  ...['published_at', 'title', 'type', 'url', 'width'],
];

test('a status shows its files and what it leads to, every documented key there', async () => {
  const client = createRestAPIClient({ url: world.origin, accessToken: token });
  const made = await client.v2.media.create({ file: blobOf(photo, 'image/png') });
  const as = world.as(nia);
  const shown = async (mediaIds: string[]) => {
    const text = mediaIds.length === 0 ? 'Look: https://journal.example/a' : 'Look.';
    const written = await writePost(as, { text, visibility: 'public', mediaIds });
    if ('refused' in written) throw new Error(written.refused);
    const id = written.post.id;
    if (mediaIds.length === 0) {
      const url = 'https://journal.example/a';
      await world.services.db
        .insert(linkPreview)
        .values({ url, state: 'ready', title: 'Beams', ends: new Date() })
        .onConflictDoUpdate({ target: linkPreview.url, set: { state: 'ready', title: 'Beams' } });
      await world.services.db.insert(postLink).values({ postId: id, url }).onConflictDoNothing();
    }
    const [view] = await readPosts(world.as(null), [id]);
    if (!view) throw new Error('The post is not there.');
    return (await showPost(world.as(null), view)) as { media_attachments: object[]; card: object };
  };
  const { media_attachments: files, card: none } = await shown([made.id]);
  expect(files).toHaveLength(1);
  expect(Object.keys(files[0] ?? {}).sort()).toEqual(attachmentKeys);
  expect(none).toBeNull();
  const { card } = await shown([]);
  expect(Object.keys(card).sort()).toEqual(cardKeys);
  expect(card).toMatchObject({
    provider_name: 'journal.example',
    type: 'link',
    html: '',
    image: null,
  });
  expect(
    await writePost(as, { text: 'Again.', visibility: 'public', mediaIds: [made.id] }),
  ).toEqual({
    refused: 'mediaGone',
  });
});
