import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aToken } from '../makers/app.ts';
import { aMonthForAGuest, type Asked } from '../makers/guest-post.ts';
import { besidePixels, kinds, taint, tainted } from '../makers/tainted-pictures.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { mediaWords } from '#domain/posts/media-rules.ts';

let world: ServedWorld;
let asked: Asked;
let token: string;
let cookie: string;
/** Where this process would put what it does not keep. */
let temporary: string;
const before = process.env['TMPDIR'];

beforeAll(async () => {
  world = await openWorldWithSite({ env: { LOG_LEVEL: 'silent' } });
  asked = await aMonthForAGuest(world);
  temporary = await mkdtemp(join(tmpdir(), 'clean-pictures-'));
  process.env['TMPDIR'] = temporary;
});
afterAll(async () => {
  process.env['TMPDIR'] = before ?? '';
  if (before === undefined) delete process.env['TMPDIR'];
  await world.close();
});
beforeEach(async () => {
  const nia = await world.aPerson();
  token = await aToken(world, nia, ['read', 'write']);
  cookie = await world.cookieOf(nia);
});

const blob = (bytes: Buffer) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });

function form(bytes: Buffer, ...fields: string[]): FormData {
  const made = new FormData();
  for (const field of fields) made.append(field, blob(bytes), 'IMG_0001.jpg');
  made.append('alt', 'A blanket');
  return made;
}

async function api(method: string, path: string, body: FormData | URLSearchParams) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(world.origin + path, { method, headers, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

function web(path: string, body: FormData, more: Record<string, string> = {}) {
  const headers = { cookie, origin: world.origin, ...more };
  return fetch(world.origin + path, { method: 'POST', headers, body, redirect: 'manual' });
}

/** What was answered: addresses of what was made, or the sentence why nothing was. */
interface Outcome {
  made: string[];
  says?: string | undefined;
}

/** A form of a page, which leads on: to what was made, or to a page that says why not. */
async function pageOutcome(answer: Response, made: (to: string) => Promise<string[]>) {
  const to = answer.headers.get('location') ?? '';
  if (!to.includes('problem=')) return { made: await made(to) };
  const page = await fetch(world.origin + to, { headers: { cookie } });
  return { made: [], says: (await page.text()).replaceAll(/\s+/g, ' ') };
}

async function own(which: 'avatar' | 'header'): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${world.origin}/api/v1/accounts/verify_credentials`, { headers });
  return ((await answer.json()) as Record<string, string>)[which] ?? '';
}

const doors: Record<string, (bytes: Buffer) => Promise<Outcome>> = {
  'a post on the web': async (bytes) => {
    const answer = await web('/uploads/post', form(bytes, 'file'), { accept: 'application/json' });
    const { url, error } = (await answer.json()) as { url?: string; error?: string };
    expect(answer.status).toBe(url ? 200 : 422);
    return { made: url ? [world.origin + url] : [], says: error };
  },
  'a message from an app': async (bytes) => {
    const { status, body } = await api('POST', '/api/v2/media', form(bytes, 'file'));
    if (status !== 200) {
      expect(status).toBe(422);
      return { made: [], says: body['error'] };
    }
    const words = { status: 'Only for us.', visibility: 'direct' };
    const message = new URLSearchParams({ ...words, 'media_ids[]': body['id'] ?? '' });
    expect((await api('POST', '/api/v1/statuses', message)).status).toBe(200);
    return { made: [body['url'] ?? ''] };
  },
  'a page of one’s own, from an app': async (bytes) => {
    const both = form(bytes, 'avatar', 'header');
    const { status, body } = await api('PATCH', '/api/v1/accounts/update_credentials', both);
    if (status === 200) return { made: [body['avatar'] ?? '', body['header'] ?? ''] };
    expect(status).toBe(422);
    return { made: [], says: body['error'] };
  },
  'a page of one’s own, on the web': async (bytes) =>
    pageOutcome(await web('/uploads/profile/avatar', form(bytes, 'picture')), async () => [
      await own('avatar'),
    ]),
  'a guest post': async (bytes) => {
    const path = `/uploads/guest-post/${asked.guestPostId}?link=${asked.token}`;
    return pageOutcome(await web(path, form(bytes, 'picture')), async (to) => [
      `${world.origin}/media/${/added=([^&]+)/.exec(to)?.[1] ?? ''}?link=${asked.token}`,
    ]);
  },
};

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

const stored = () => filesIn(join(world.services.config.dataDir, 'media'));

/** Nothing but pixels: no chunk that could hold words, nothing behind the end, no word that was there. */
async function expectClean(bytes: Buffer, where: string): Promise<void> {
  expect(besidePixels(bytes), where).toEqual([]);
  const text = bytes.toString('latin1');
  const words = [...taint, 'Exif', 'GPS', 'xmp', 'Photoshop', 'ICC_PROFILE', 'ftyp', '<script'];
  expect(
    words.filter((word) => text.includes(word)),
    where,
  ).toEqual([]);
  const { exif, xmp, iptc, icc, comments, pages } = await sharp(bytes).metadata();
  expect([exif, xmp, iptc, icc, comments, pages], where).toEqual(Array(6).fill(undefined));
}

const moving = kinds.filter((kind) => kind === 'webp' || kind === 'gif');
const sent = [
  ...kinds.map((kind) => ({ kind, moving: false })),
  ...moving.map((kind) => ({ kind, moving: true })),
];

test.each(Object.keys(doors))(
  'HLT-16, HLT-17: %s: nothing that was written into a picture is kept in any size, and no original',
  async (door) => {
    for (const { kind, moving } of sent) {
      const bytes = await tainted(kind, { moving });
      const raw = bytes.toString('latin1');
      // The control: what is sent is full of it.
      expect(taint.filter((word) => raw.includes(word)).length).toBeGreaterThanOrEqual(4);
      expect((await sharp(bytes).metadata()).pages ?? 1).toBe(moving ? 2 : 1);
      const earlier = new Set(await stored());
      const { made } = (await doors[door]?.(bytes)) ?? { made: [] };
      expect(made.length).toBeGreaterThan(0);
      for (const url of made)
        for (const size of ['large', 'small', 'original']) {
          const at = new URL(url);
          at.searchParams.set('size', size);
          const answer = await fetch(at, { headers: { cookie } });
          expect(answer.status, at.href).toBe(200);
          await expectClean(Buffer.from(await answer.arrayBuffer()), `${door}, ${kind}, ${size}`);
        }
      const fresh = (await stored()).filter((file) => !earlier.has(file));
      expect(fresh).toHaveLength(2 * made.length);
      for (const file of fresh) await expectClean(await readFile(file), file);
    }
    expect(await filesIn(temporary)).toEqual([]);
  },
);

/** A JPEG for whoever looks at its first bytes only: the name and the number stand behind them. */
const dicom = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(124),
  Buffer.from('DICM\x02\0\0\0UL\x04\0\x10\0\0\0PATIENT^NAME', 'latin1'),
]);
const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');

test.each(Object.keys(doors))(
  '%s: a scan and a drawing with programs are refused with a kind sentence, whatever they are called',
  async (door) => {
    const earlier = await stored();
    for (const [bytes, words] of [
      [dicom, mediaWords.dicom],
      [svg, mediaWords.svg],
    ] as const) {
      const { made, says } = (await doors[door]?.(bytes)) ?? { made: [] };
      expect(made).toEqual([]);
      expect(says).toContain(words);
    }
    expect(await stored()).toEqual(earlier);
    expect(await filesIn(temporary)).toEqual([]);
  },
);
