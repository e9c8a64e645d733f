import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { longestHold } from '../../../tests/makers/own-cpu.ts';
import {
  startInstitutionPeer,
  type InstitutionPeer,
} from '../../../tests/doubles/institution-peer.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { readPageWords } from './inner/page-words.server.ts';
import { erase } from './keeper.server.ts';
import {
  cardsOfPosts,
  forgetLoosePreviews,
  lookAtLink,
  previewLink,
  type LinkCard,
} from './link-previews.server.ts';
import { deletePost, publishPost } from './publish.server.ts';
import type { Visibility } from './rules.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let peer: InstitutionPeer;
let canary: InstitutionPeer;
let nia: Viewer;
let at: string;
let inside: string;

beforeAll(async () => {
  [peer, canary] = [await startInstitutionPeer(), await startInstitutionPeer()];
  at = `http://${peer.host}`;
  inside = `http://${canary.host}`;
  world = await openWorld({ env: { POCKETFRIENDS_PEERS: peer.host, LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await world.close();
  await peer.close();
  await canary.close();
});
beforeEach(async () => {
  nia = await world.aPerson();
  peer.asked.length = 0;
  canary.asked.length = 0;
});

const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#36c' } })
  .withExif({ IFD0: { ImageDescription: 'MRN 12345' } })
  .jpeg()
  .toBuffer();

const headed = (
  more: string,
) => `<!doctype html><html lang="en-GB"><head><title>Plain</title>${more}</head>
  <body><meta property="og:title" content="From the body"><script>secret()</script></body></html>`;
const pageOf = (more: string) => ({ body: headed(more) });

async function published(text: string, visibility: Visibility = 'public'): Promise<string> {
  return inTransaction(world.as(nia), async (tx) => {
    const made = await publishPost(tx, { text, visibility });
    if ('refused' in made) throw new Error(made.refused);
    await lookAtLink(tx, { postId: made.post.id });
    return made.post.id;
  });
}

async function card(postId: string): Promise<LinkCard | undefined> {
  await previewLink(world.services, { postId });
  return (await cardsOfPosts(world.services, [postId])).get(postId);
}

async function waiting(postId: string): Promise<number> {
  const { rows } = await world.services.pool.query(
    `select from pgboss.job where name = 'preview-link' and data->>'postId' = $1`,
    [postId],
  );
  return rows.length;
}

test('a card shows what a page says of itself, and its picture drawn anew', async () => {
  peer.put('/a.jpg', { status: 200, headers: { 'content-type': 'image/jpeg' }, body: photo });
  peer.put(
    '/good',
    pageOf(`<meta property="og:title" content="Breathing &amp; beams">
      <meta property="og:description" content="A  long&#10;morning"><meta name="author" content="Dr Ada">
      <meta property="og:site_name" content="The Journal"><meta property="og:image" content="/a.jpg">
      <meta property="article:published_time" content="2026-03-01T08:00:00Z">
      <meta property="og:image:alt" content="A beam">`),
  );
  const id = await published(`Read ${at}/good#part, it is kind.`);
  expect(await waiting(id)).toBe(1);
  const shown = await card(id);
  expect(shown).toMatchObject({
    url: `${at}/good`,
    title: 'Breathing & beams',
    description: 'A long morning',
    provider: 'The Journal',
    author: 'Dr Ada',
    language: 'en',
    published: new Date('2026-03-01T08:00:00Z'),
    image: expect.stringMatching(/^[0-9a-f]{32}\.webp$/),
    imageAlt: 'A beam',
    width: 900,
    height: 600,
  });
  expect(peer.asked).toEqual(['/good', '/a.jpg']);
  const folder = join(world.services.config.dataDir, 'media');
  const files = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith(shown?.image ?? '-'),
  );
  expect(files).toHaveLength(2);
  for (const file of files)
    expect(await readFile(join(folder, file), 'latin1')).not.toContain('MRN');
  // The next post that leads there does not make us ask again.
  expect(await card(await published(`${at}/good`))).toEqual(shown);
  expect(peer.asked).toHaveLength(2);
});

test.each(['followers', 'friends', 'direct'] as const)(
  'nobody elsewhere learns of a link in a post for %s',
  async (visibility) => {
    peer.put('/quiet', pageOf(''));
    const id = await published(`${at}/quiet`, visibility);
    expect(await waiting(id)).toBe(0);
    expect(await card(id)).toBeUndefined();
    expect(peer.asked).toEqual([]);
    // The control.
    expect(await card(await published(`${at}/quiet`))).toMatchObject({ title: 'Plain' });
  },
);

test('nobody elsewhere learns of a link in a post for people of this place', async () => {
  peer.put('/home', pageOf(''));
  const id = await published(`${at}/home`);
  await world.services.pool.query('update post set local_only = true where id = $1', [id]);
  expect(await card(id)).toBeUndefined();
  expect(peer.asked).toEqual([]);
});

test('SSR-07: a link to a machine of ours, in numbers or behind another page, is not followed', async () => {
  canary.put('/', pageOf(''));
  peer.put('/redir', { status: 302, headers: { location: `${inside}/` } });
  peer.put(
    '/meta',
    pageOf(`<meta http-equiv="refresh" content="0; url=${inside}/">
    <link rel="alternate" type="application/json+oembed" href="${inside}/oembed">`),
  );
  for (const address of [`${inside}/`, 'http://169.254.169.254/latest/meta-data/', `${at}/redir`])
    expect(await card(await published(address)), address).toBeUndefined();
  expect(await card(await published(`${at}/meta`))).toMatchObject({ title: 'Plain' });
  expect(canary.asked).toEqual([]);
});

test('SSR-02: a page cannot make us fetch a picture from a machine of ours', async () => {
  const picture = `<meta property="og:image" content="${inside}/a.png">`;
  peer.put('/inward', pageOf(picture));
  peer.put('/step', { status: 307, headers: { location: `${inside}/b.png` } });
  peer.put('/stepping', pageOf('<meta property="og:image" content="/step">'));
  expect(await card(await published(`${at}/inward`))).toMatchObject({ image: null });
  expect(await card(await published(`${at}/stepping`))).toMatchObject({ image: null });
  expect(canary.asked).toEqual([]);
});

test('DOS-06: DOS-07: a page that is too long, or becomes it, is no card', async () => {
  const long = {
    body: headed('<meta name="description" content="x">') + ' '.repeat(2 * 1024 * 1024),
  };
  peer.put('/long', long);
  peer.put('/bomb', {
    status: 200,
    headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(30e6, 32)),
  });
  peer.put('/json', { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });
  for (const path of ['/long', '/bomb', '/json', '/missing'])
    expect(await card(await published(at + path)), path).toBeUndefined();
});

test('DOS-10: a page that leads round in a circle is left after five steps', async () => {
  peer.put('/round', { status: 302, headers: { location: '/round' } });
  expect(await card(await published(`${at}/round`))).toBeUndefined();
  expect(peer.asked.length).toBeLessThanOrEqual(6);
});

test.each([
  ['tags that never end', '<a '.repeat(330_000)],
  ['attributes that never end', `<meta property="og:title" content="${'"x='.repeat(300_000)}`],
  ['a deep nest', '<div>'.repeat(200_000)],
  ['a head without an end', `<head>${'<meta name=a content=b>'.repeat(40_000)}`],
  ['a title without an end', `<title>${'&amp;'.repeat(200_000)}`],
])('DOS-11: %s do not hold anybody else up', async (_, html) => {
  const page = { url: 'https://example.org/', contentType: 'text/html', body: Buffer.from(html) };
  expect(await longestHold(() => readPageWords(page))).toBeLessThan(100);
});

test('words from elsewhere are plain, short and in one line', async () => {
  const html =
    headed(`<meta property="og:title" content="&lt;b&gt;Hi&lt;/b&gt;\u202e ${'x'.repeat(900)}">
    <meta property="og:image" content="javascript:alert(1)"><meta name="author" content="https://example.org/me">`);
  const words = await readPageWords({
    url: 'https://example.org/',
    contentType: '',
    body: Buffer.from(html),
  });
  expect(words?.title).toMatch(/^<b>Hi<\/b> x{180,}…$/);
  expect(words?.title).toHaveLength(200);
  expect(words).toMatchObject({ image: null, author: '' });
  const old = Buffer.from(
    '<html><head><meta charset="iso-8859-1"><title>\xc4rztin</title>',
    'latin1',
  );
  expect(
    await readPageWords({ url: 'https://example.org/', contentType: 'text/html', body: old }),
  ).toMatchObject({
    title: 'Ärztin',
  });
});

test('ERA-06: a preview goes when no post leads to it any more, and with whoever is erased', async () => {
  peer.put('/gone', pageOf('<meta property="og:image" content="/a.jpg">'));
  peer.put('/mine', pageOf(''));
  const id = await published(`${at}/gone`);
  const image = (await card(id))?.image;
  expect(image).toBeTruthy();
  await card(await published(`${at}/mine`));
  const known = async () =>
    (
      await world.services.pool.query('select url from link_preview where url like $1', [`${at}/%`])
    ).rows.map(({ url }) => url.slice(at.length));
  await inTransaction(world.as(nia), (tx) => deletePost(tx, id));
  expect((await cardsOfPosts(world.services, [id])).size).toBe(0);
  world.clock.turnBy(2 * 3_600_000);
  await forgetLoosePreviews(world.services);
  expect(await known()).not.toContain('/gone');
  const { rows } = await world.services.pool.query(
    `select from pgboss.job where name = 'remove-pictures' and data->'names' ? $1`,
    [image],
  );
  expect(rows).toHaveLength(1);
  expect(await known()).toContain('/mine');
  await inTransaction(world.as(null), (tx) => erase(tx, nia.personId));
  expect(await known()).not.toContain('/mine');
});
