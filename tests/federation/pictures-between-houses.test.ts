import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benAt, openTwoHouses, postUri, type TwoHouses } from './two-houses.ts';
import { ask } from './wire.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { besidePixels, taint, tainted } from '../makers/tainted-pictures.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';

let two: TwoHouses;
let token: string;

beforeAll(async () => {
  two = await openTwoHouses();
  await followPerson(two.a.as(two.anna), await benAt(two.a));
  token = await aToken(two.b, two.ben, ['read', 'write']);
  await two.quiet();
});
afterAll(() => two.close());

const alt = 'A blanket, blue on top and red below';

/** Ben sends a picture; in his house it comes to lie as a camera wrote it, as it may on other people's servers. */
async function taintedPictureOfBen(): Promise<{ id: string; url: string }> {
  const body = new FormData();
  const bytes = new Uint8Array(await tainted('jpeg'));
  body.append('file', new Blob([bytes], { type: 'image/jpeg' }), 'IMG_0001.jpg');
  body.append('description', alt);
  const sent = await callsOf(two.b)('POST /api/v2/media', { token, body });
  expect(sent.status).toBe(200);
  const { dataDir } = two.b.services.config;
  const name = String(sent.body.url).split('/').at(-1) ?? '';
  const files = await readdir(dataDir, { recursive: true });
  const own = files.filter((file) => file.includes(name.replace(/\..*$/, '')));
  for (const file of own) await writeFile(join(dataDir, file), await tainted('webp'));
  return sent.body;
}

test('a picture of Ben’s comes to Anna with its description, drawn anew and served by her own house', async () => {
  const { town, a, b, anna, ben } = two;
  const picture = await taintedPictureOfBen();
  const theirs = await ask(town, picture.url);
  for (const word of ['MRN 12345', 'TAINT-GPS']) expect(theirs.text).toContain(word);

  const status = { status: 'My blanket', media_ids: [picture.id] };
  const made = await callsOf(b)('POST /api/v1/statuses', { token, body: status });
  await two.quiet();
  const there = await two.postIn(a, postUri(b, 'ben', made.body.id));
  const asAnna = { token: await aToken(a, anna, ['read']) };
  const read = await callsOf(a)(`GET /api/v1/statuses/${there}`, asAnna);
  const [file, ...more] = read.body.media_attachments;
  expect(more).toEqual([]);
  expect(file).toMatchObject({ type: 'image', description: alt });
  for (const url of [file.url, file.preview_url]) {
    expect(url).toMatch(/^https:\/\/a\.test\/media\//);
    const ours = await ask(town, url);
    expect(ours).toMatchObject({ status: 200, headers: { 'content-type': 'image/webp' } });
    expect(besidePixels(ours.bytes)).toEqual([]);
    for (const word of taint) expect(ours.bytes.toString('latin1')).not.toContain(word);
    // It lay on its side, and said so in what is gone.
    const { width, height } = await sharp(ours.bytes).metadata();
    expect(height / width).toBe(1.5);
  }

  await removePost(b.as(ben), { id: made.body.id, media: true });
  await two.quiet();
  expect(await ask(town, file.url)).toMatchObject({ status: 404 });
});
