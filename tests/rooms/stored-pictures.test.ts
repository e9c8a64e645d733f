import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aMonthForAGuest, written, type Asked } from '../makers/guest-post.ts';
import { besidePixels, kinds, taint, tainted } from '../makers/tainted-pictures.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import {
  listOwnPictures,
  removeOwnPicture,
  removeUnusedPictures,
} from '#domain/club/own-pictures.server.ts';
import { pictureLine } from '#domain/club/guest-post-rules.ts';
import { findOwnProfile } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let owner: Viewer;
let cookie: string;
let asked: Asked;

beforeAll(async () => {
  world = await openWorldWithSite({ env: { LOG_LEVEL: 'silent' } });
  asked = await aMonthForAGuest(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = await world.aPerson();
  cookie = await world.cookieOf(owner);
});

/** Every file that the house has stored for pictures. */
async function everyFile(): Promise<string[]> {
  const folder = join(world.services.config.dataDir, 'media');
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

async function filesOf(name: string | null | undefined): Promise<string[]> {
  return (await everyFile()).filter((file) => name && file.endsWith(name));
}

async function send(path: string, bytes: Buffer, more: Record<string, string> = {}) {
  const body = new FormData();
  body.append('picture', new Blob([new Uint8Array(bytes)]), 'IMG_0001.jpg');
  for (const [name, value] of Object.entries(more)) body.append(name, value);
  const headers = { cookie, origin: world.origin };
  const answer = await fetch(world.origin + path, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
  });
  return answer.headers.get('location') ?? `${answer.status}`;
}

async function sentForGuestPost(bytes: Buffer): Promise<string> {
  const path = `/uploads/guest-post/${asked.guestPostId}?link=${asked.token}`;
  const to = await send(path, bytes, { alt: 'A blanket' });
  return /added=([0-9a-f]{32}\.webp)/.exec(to)?.[1] ?? to;
}

const get = (name: string | null | undefined, more = '') =>
  fetch(`${world.origin}/media/${name}${more}`, { headers: { cookie } });

async function pixel(bytes: Buffer, x: number, y: number): Promise<'red' | 'blue' | 'other'> {
  const [r = 0, , b = 0] = await sharp(bytes)
    .extract({ left: x, top: y, width: 1, height: 1 })
    .raw()
    .toBuffer();
  if (r > 150 && b < 90) return 'red';
  return b > 150 && r < 90 ? 'blue' : 'other';
}

async function expectClean(): Promise<void> {
  for (const file of await everyFile()) {
    const bytes = await readFile(file);
    expect(besidePixels(bytes), file).toEqual([]);
    const text = bytes.toString('latin1');
    for (const word of [...taint, 'Exif', 'GPS', 'xmp', 'Photoshop', '<script'])
      expect(text.includes(word), `${word} in ${file}`).toBe(false);
  }
}

test.each(kinds)(
  'HLT-16: a %s keeps nothing that was written into it, wherever it is sent',
  async (kind) => {
    const bytes = await tainted(kind);
    const raw = bytes.toString('latin1');
    // The control: what is sent is full of it.
    expect(taint.filter((word) => raw.includes(word)).length).toBeGreaterThanOrEqual(
      kind === 'gif' ? 3 : 4,
    );
    expect(await send('/uploads/profile/avatar', bytes)).toBe(
      '/settings/profile/pictures?kept=avatar',
    );
    expect(await send('/uploads/profile/header', bytes)).toBe(
      '/settings/profile/pictures?kept=header',
    );
    const own = await findOwnProfile(world.as(owner));
    const guest = await sentForGuestPost(bytes);
    for (const name of [own?.avatar, own?.header, guest]) {
      expect(await filesOf(name)).toHaveLength(2);
      for (const more of ['', '?size=small', '?size=original', '?size=large&original=1']) {
        const answer = await get(name, more);
        const sent = Buffer.from(await answer.arrayBuffer());
        expect(answer.status).toBe(200);
        expect(taint.filter((word) => sent.toString('latin1').includes(word))).toEqual([]);
        const { exif, xmp, iptc, icc } = await sharp(sent).metadata();
        expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
      }
    }
    await expectClean();
  },
);

test.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  'HLT-16: a %s stands upright as it was seen',
  async (kind) => {
    await send('/uploads/profile/avatar', await tainted(kind));
    const own = await findOwnProfile(world.as(owner));
    const bytes = Buffer.from(await (await get(own?.avatar)).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 400, height: 400 });
    expect(await pixel(bytes, 200, 20)).toBe('red');
    expect(await pixel(bytes, 200, 380)).toBe('blue');
  },
);

test('HLT-17: what was cut off is in no file, and no original is kept', async () => {
  // A green edge outside of the square in the middle.
  const middle = { create: { width: 400, height: 400, channels: 3, background: '#d00' } } as const;
  const wide = await sharp({
    create: { width: 1200, height: 400, channels: 3, background: '#0d0' },
  })
    .composite([{ input: middle, left: 400, top: 0 }])
    .png()
    .toBuffer();
  const before = new Set(await everyFile());
  await send('/uploads/profile/avatar', wide);
  const fresh = (await everyFile()).filter((file) => !before.has(file));
  expect(fresh).toHaveLength(2);
  for (const file of fresh) {
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(info.height);
    let green = 0;
    for (let at = 0; at < data.length; at += info.channels)
      if ((data[at + 1] ?? 0) > 128 && (data[at] ?? 0) < 128) green += 1;
    expect(green).toBe(0);
  }
});

test('HLT-15: a picture of a profile is there at once, and the one before it is gone from the disk', async () => {
  const face = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#a55' } })
    .png()
    .toBuffer();
  await send('/uploads/profile/avatar', face);
  const first = (await findOwnProfile(world.as(owner)))?.avatar;
  await send('/uploads/profile/avatar', face);
  const second = (await findOwnProfile(world.as(owner)))?.avatar;
  expect(second).not.toBe(first);
  await expectGone(first);
  expect((await get(second)).status).toBe(200);
  const body = new URLSearchParams({ which: 'avatar' });
  const headers = { cookie, origin: world.origin, accept: 'text/html' };
  await fetch(`${world.origin}/settings/profile/pictures?/remove`, {
    method: 'POST',
    body,
    headers,
  });
  expect((await findOwnProfile(world.as(owner)))?.avatar).toBeNull();
  await expectGone(second);
});

async function expectGone(name: string | null | undefined): Promise<void> {
  for (const more of ['', '?size=small', '?size=original', `?link=${asked.token}`])
    expect((await get(name, more)).status).toBe(404);
  await expect.poll(() => filesOf(name)).toEqual([]);
}

test('HLT-15: a picture that nobody puts into a text can be taken away at once, and is gone after a day', async () => {
  const photo = await tainted('jpeg');
  const [used, unused, removed] = [
    await sentForGuestPost(photo),
    await sentForGuestPost(photo),
    await sentForGuestPost(photo),
  ];
  const me = world.as(owner);
  expect((await listOwnPictures(me)).map(({ name }) => name).sort()).toEqual(
    [used, unused, removed].sort(),
  );
  expect((await get(removed)).status).toBe(200);
  const stranger = world.as(await world.aPerson());
  expect(await removeOwnPicture(stranger, removed)).toEqual({ refused: 'gone' });
  expect(await removeOwnPicture(me, removed)).toBeUndefined();
  await expectGone(removed);

  await written(
    world.as(null),
    { token: asked.token },
    { body: pictureLine({ name: used, alt: 'A blanket' }) },
  );
  expect(await removeOwnPicture(me, used)).toEqual({ refused: 'inUse' });
  world.clock.turnBy(23 * 3_600_000);
  await removeUnusedPictures(world.services, {});
  expect(await filesOf(unused)).toHaveLength(2);
  world.clock.turnBy(2 * 3_600_000);
  await removeUnusedPictures(world.services, {});
  await expectGone(unused);
  expect((await listOwnPictures(me)).map(({ name }) => name)).toEqual([used]);
  expect(await filesOf(used)).toHaveLength(2);
});

test('what is no picture is refused with a sentence, and nothing of it is stored', async () => {
  const before = await everyFile();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')]);
  const why = async (bytes: Buffer) => {
    const to = await send('/uploads/profile/avatar', bytes);
    const page = await fetch(world.origin + to, { headers: { cookie } });
    return (await page.text()).replaceAll(/\s+/g, ' ');
  };
  expect(await why(svg)).toContain('it is a drawing that can hold programs');
  expect(await why(heic)).toContain('Save it as JPEG on your phone');
  expect(await why(Buffer.alloc(0))).toContain('Choose a picture first');
  expect(await why(Buffer.alloc(11 * 1024 * 1024))).toContain('larger than 10 MB');
  expect(await everyFile()).toEqual(before);
});

/** How often anybody has tried to send a picture. */
async function tries(): Promise<number> {
  const { rows } = await world.services.pool.query<{ n: number }>(
    'select coalesce(sum(count), 0)::int as n from rate_limit',
  );
  return rows[0]?.n ?? 0;
}

test('of one sender one body is read at a time, and the next when it is done', async () => {
  const photo = await tainted('png');
  const [start, end] = aroundAPicture;
  const length = String(start.length + photo.length + end.length);
  const { slow, answered } = begin('/uploads/profile/header', { 'content-length': length });
  const before = await tries();
  slow.write(start);
  // Counted, and therefore being read: whoever comes now is second.
  await expect.poll(tries).toBe(before + 1);
  expect(await send('/uploads/profile/avatar', photo)).toContain('problem=tooFast');
  slow.write(photo);
  slow.end(end);
  expect(await answered).toContain('kept=header');
  expect(await send('/uploads/profile/avatar', photo)).toContain('kept=avatar');
});

test('a body that does not say how long it is is not read', async () => {
  const guestPost = `/uploads/guest-post/${asked.guestPostId}?link=${asked.token}`;
  for (const path of [guestPost, '/uploads/profile/avatar']) {
    const { slow, answered } = begin(path, {});
    for (const part of aroundAPicture) slow.write(part);
    slow.end();
    expect(await answered, path).toBe('411');
  }
});

/** What stands before and after a picture in a form. */
const aroundAPicture: [start: Buffer, end: Buffer] = [
  Buffer.from(
    '--evening\r\ncontent-disposition: form-data; name="picture"; filename="a.png"\r\n\r\n',
  ),
  Buffer.from('\r\n--evening--\r\n'),
];

/** Begins to send a form; its answer is where it leads, or its status. */
function begin(path: string, more: Record<string, string>) {
  const type = 'multipart/form-data; boundary=evening';
  const headers = { cookie, origin: world.origin, 'content-type': type, ...more };
  const slow = request(world.origin + path, { method: 'POST', headers });
  const answered = new Promise<string>((done, fail) => {
    slow.on('response', (res) => done(res.resume().headers.location ?? `${res.statusCode}`));
    slow.on('error', fail);
  });
  return { slow, answered };
}

test('a stranger’s picture is not read, and a form of another place sends none', async () => {
  const before = await everyFile();
  const photo = await tainted('png');
  cookie = '';
  expect(await send('/uploads/profile/avatar', photo)).toMatch(/^\/sign-in\?next=/);
  expect(await send('/uploads/profile/passport', photo)).toBe('404');
  cookie = await world.cookieOf(owner);
  const body = new FormData();
  body.append('picture', new Blob([new Uint8Array(photo)]), 'x.png');
  const headers = { cookie, origin: 'https://evil.example' };
  const path = `${world.origin}/uploads/profile/avatar`;
  expect((await fetch(path, { method: 'POST', body, headers })).status).toBe(403);
  expect(await everyFile()).toEqual(before);
});
