import { request } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aToken } from '../makers/app.ts';
import { anMp4 } from '../makers/recordings.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { attachMedia } from '#domain/posts/media-of-posts.server.ts';
import { erase } from '#domain/posts/keeper.server.ts';
import { deletePost, publishPost } from '#domain/posts/publish.server.ts';
import type { Visibility } from '#domain/posts/rules.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let nia: Viewer;
let cookie: string;
let token: string;

beforeAll(async () => {
  world = await openWorldWithSite({ env: { LOG_LEVEL: 'silent' } });
});
afterAll(() => world.close());
beforeEach(async () => {
  nia = await world.aPerson();
  cookie = await world.cookieOf(nia);
  token = await aToken(world, nia, ['read', 'write:media']);
});

const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#36c' } })
  .withExif({ IFD0: { ImageDescription: 'MRN 12345' }, IFD3: { GPSMapDatum: 'TAINT-GPS' } })
  .jpeg()
  .toBuffer();

function formOf(bytes: Buffer, more: Record<string, string> = {}, name = 'photo.jpg'): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  for (const [key, value] of Object.entries(more)) form.append(key, value);
  return form;
}

const api = (method: string, path: string, body?: BodyInit, by = token) =>
  fetch(world.origin + path, {
    method,
    headers: { authorization: `Bearer ${by}` },
    ...(body !== undefined && { body }),
  });

interface Attachment {
  id: string;
  url: string;
  preview_url: string | null;
}

async function sent(bytes: Buffer = photo, more: Record<string, string> = {}): Promise<Attachment> {
  const answer = await api('POST', '/api/v2/media', formOf(bytes, more));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Attachment;
}

async function posted(id: string, visibility: Visibility): Promise<string> {
  return inTransaction(world.as(nia), async (tx) => {
    const made = await publishPost(tx, { text: 'Look.', visibility });
    if ('refused' in made) throw new Error(made.refused);
    expect(await attachMedia(tx, { postId: made.post.id, ids: [id] })).toBeUndefined();
    return made.post.id;
  });
}

test('an app sends a picture, describes it, looks at it and takes it away', async () => {
  const answer = await api(
    'POST',
    '/api/v2/media',
    formOf(photo, { description: 'Blue', focus: '-0.5,1' }),
  );
  expect(answer.status).toBe(200);
  const made = (await answer.json()) as Attachment;
  const at = `${world.origin}/media/`;
  expect(made).toEqual({
    id: expect.stringMatching(/^\d+$/),
    type: 'image',
    url: expect.stringMatching(new RegExp(`^${at}[0-9a-f]{32}\\.webp$`)),
    preview_url: `${made.url}?size=small`,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: {
      original: { width: 900, height: 600, size: '900x600', aspect: 1.5 },
      small: { width: 640, height: 427, size: '640x427', aspect: 640 / 427 },
      focus: { x: -0.5, y: 1 },
    },
    description: 'Blue',
    blurhash: expect.stringMatching(/^.{28}$/),
  });
  const path = `/api/v1/media/${made.id}`;
  const form = new FormData();
  form.append('description', 'A blue blanket');
  form.append('thumbnail', new Blob([new Uint8Array(photo)]), 'small.jpg');
  expect(await (await api('PUT', path, form)).json()).toMatchObject({
    description: 'A blue blanket',
  });
  const focus = new URLSearchParams({ focus: '0,0' });
  expect(await (await api('PUT', path, focus)).json()).toMatchObject({
    description: 'A blue blanket',
    meta: { focus: { x: 0, y: 0 } },
  });
  expect((await api('PUT', path, new URLSearchParams({ focus: '2,0' }))).status).toBe(422);
  expect((await api('GET', path)).status).toBe(200);
  expect((await api('DELETE', path)).status).toBe(200);
  expect((await api('GET', path)).status).toBe(404);
  const old = await api('POST', '/api/v1/media', formOf(anMp4(), {}, 'film.mp4'));
  expect(await old.json()).toMatchObject({
    type: 'video',
    preview_url: null,
    meta: {
      length: '0:00:02.50',
      duration: 2.5,
      original: { width: 640, height: 360, duration: 2.5 },
    },
  });
});

test('OAU-05: a token without write:media sends nothing, and PRV-20: somebody else’s finds nothing', async () => {
  const reading = await aToken(world, nia, ['read', 'write:statuses']);
  expect((await api('POST', '/api/v2/media', formOf(photo), reading)).status).toBe(403);
  const { id } = await sent();
  const other = await aToken(world, await world.aPerson(), ['write']);
  const unknown = await (await api('GET', '/api/v1/media/1', undefined, other)).text();
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const answer = await api(method, `/api/v1/media/${id}`, undefined, other);
    expect([answer.status, await answer.text()], method).toEqual([404, unknown]);
  }
});

test('APF-13: a document of an actor is no picture, whatever it is called', async () => {
  const actor = Buffer.from('{"@context":"https://www.w3.org/ns/activitystreams","type":"Person"}');
  for (const name of ['x.json', 'x.png', 'x.jsonld'])
    expect((await api('POST', '/api/v2/media', formOf(actor, {}, name))).status).toBe(422);
  const { url } = await sent();
  const answer = await fetch(url, { headers: { accept: 'application/activity+json' } });
  expect(answer.headers.get('content-type')).toBe('image/webp');
});

test('a file that is too large is not read, also when it does not say so', async () => {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'multipart/form-data; boundary=b',
  };
  const status = (more: Record<string, string>, bytes: number) =>
    new Promise<number>((done, fail) => {
      const sending = request(`${world.origin}/api/v2/media`, {
        method: 'POST',
        headers: { ...headers, ...more },
      });
      sending.on('response', (res) => done(res.resume().statusCode ?? 0)).on('error', fail);
      if (bytes > 0) sending.end(Buffer.alloc(bytes));
      else sending.flushHeaders();
    });
  expect(await status({ 'content-length': String(60e6) }, 0)).toBe(413);
  expect(await status({ 'transfer-encoding': 'chunked' }, 45e6)).toBe(413);
  const broken = await api('POST', '/api/v2/media', new URLSearchParams({ file: 'x' }));
  expect([broken.status, await broken.json()]).toEqual([422, { error: 'Choose a file first.' }]);
});

test('OPS-18: the thirty-first file in half an hour waits', async () => {
  for (let count = 0; count < 30; count += 1)
    await api('POST', '/api/v2/media', formOf(Buffer.from('x')));
  const answer = await api('POST', '/api/v2/media', formOf(photo));
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('four pictures that an app sends at once all arrive', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => sent()));
  expect(new Set(all.map(({ id }) => id)).size).toBe(4);
});

test('CNT-06: a file is served as what it is, and as nothing that could act', async () => {
  const made = [await sent(), await sent(anMp4())];
  await posted(made[0]?.id ?? '', 'public');
  for (const { url } of made) {
    const headers = {
      accept: 'text/html',
      'service-worker': 'script',
      'sec-fetch-dest': 'serviceworker',
    };
    const answer = await fetch(url, { headers });
    expect(answer.headers.get('content-type')).toMatch(/^(?:image\/webp|video\/mp4)$/);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers.has('service-worker-allowed')).toBe(false);
    expect(answer.headers.has('set-cookie')).toBe(false);
    await answer.arrayBuffer();
  }
});

test('HLT-16: nothing that a camera wrote into a picture is served in any size', async () => {
  const { url } = await sent();
  for (const more of ['', '?size=small', '?size=original']) {
    const bytes = Buffer.from(await (await fetch(url + more)).arrayBuffer());
    expect(bytes.length).toBeGreaterThan(50);
    expect(bytes.toString('latin1')).not.toMatch(/MRN|TAINT|Exif/);
  }
});

test('PRV-14: a quiet post’s picture has a name that nobody guesses, is kept by nobody, and goes with its post', async () => {
  const { id, url } = await sent();
  const postId = await posted(id, 'followers');
  expect(url).toMatch(/\/media\/[0-9a-f]{32}\.webp$/);
  const open = await fetch(url);
  expect([open.status, open.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  expect(open.headers.get('x-robots-tag')).toBe('noindex');
  const last = url.slice(-6, -5);
  const neighbour = `${url.slice(0, -6)}${last === '0' ? '1' : '0'}.webp`;
  const absent = await fetch(neighbour);
  expect(absent.status).toBe(404);
  const nobody = await absent.text();
  await inTransaction(world.as(nia), (tx) => deletePost(tx, postId));
  for (const more of ['', '?size=small']) {
    const gone = await fetch(url + more);
    expect([gone.status, await gone.text()]).toEqual([404, nobody]);
  }
  // Its sender may still write the post anew.
  expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
  const again = await sent();
  await posted(again.id, 'public');
  expect((await fetch(again.url)).headers.get('cache-control')).toContain('immutable');
  await inTransaction(world.as(null), (tx) => erase(tx, nia.personId));
  expect((await fetch(again.url)).status).toBe(404);
});

test('a refused file is gone for everybody', async () => {
  const { id, url } = await sent();
  await posted(id, 'public');
  await world.services.pool.query(`update media set state = 'refused' where id = $1`, [id]);
  expect((await fetch(url, { headers: { cookie } })).status).toBe(404);
});

test('REL-30: a player gets the part that it asks for', async () => {
  const film = anMp4();
  const { id, url } = await sent(film);
  await posted(id, 'public');
  const size = film.length;
  const part = async (range: string, more: Record<string, string> = {}) => {
    const answer = await fetch(url, { headers: { range, ...more } });
    return [
      answer.status,
      answer.headers.get('content-range'),
      (await answer.arrayBuffer()).byteLength,
    ];
  };
  expect(await part('bytes=0-1')).toEqual([206, `bytes 0-1/${size}`, 2]);
  expect(await part('bytes=10-')).toEqual([206, `bytes 10-${size - 1}/${size}`, size - 10]);
  expect(await part('bytes=-5')).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, 5]);
  expect(await part(`bytes=5-${size * 9}`)).toEqual([206, `bytes 5-${size - 1}/${size}`, size - 5]);
  expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, 0]);
  expect(await part('bytes=-0')).toEqual([416, `bytes */${size}`, 0]);
  for (const whole of ['bytes=9-3', 'bytes=0-1,5-6', 'lines=1-2', `bytes=${'0-1,'.repeat(900)}0-1`])
    expect(await part(whole), whole.slice(0, 20)).toEqual([200, null, size]);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)]);
  const tag = head.headers.get('etag') ?? '';
  expect((await part('bytes=0-1', { 'if-range': tag }))[0]).toBe(206);
  expect((await part('bytes=0-1', { 'if-range': '"other"' }))[0]).toBe(200);
  expect((await fetch(url, { headers: { 'if-none-match': `"x", W/${tag}` } })).status).toBe(304);
});

test('REL-30: what only some may see is never "the same as before"', async () => {
  const { id, url } = await sent();
  await posted(id, 'friends');
  const first = await fetch(url);
  expect(first.headers.has('etag')).toBe(false);
  const name = url.replace(/^.*\/media\//, '');
  expect((await fetch(url, { headers: { 'if-none-match': `"${name}-large"` } })).status).toBe(200);
});

const fromPage = (more: Record<string, string> = {}) => ({ cookie, origin: world.origin, ...more });
const upload = (body: FormData, headers: Record<string, string>) =>
  fetch(`${world.origin}/uploads/post`, { method: 'POST', body, headers, redirect: 'manual' });

test('the composer sends a file, with script and without', async () => {
  const plain = await upload(
    formOf(photo, { alt: 'Blue', back: '/write?to=friends&problem=heic' }),
    fromPage(),
  );
  expect(plain.status).toBe(303);
  expect(plain.headers.get('location')).toMatch(/^\/write\?to=friends&added=\d+$/);
  const scripted = await upload(
    formOf(photo, { alt: 'Blue' }),
    fromPage({ accept: 'application/json' }),
  );
  expect(await scripted.json()).toEqual({
    id: expect.stringMatching(/^\d+$/),
    url: expect.stringMatching(/^\/media\/[0-9a-f]{32}\.webp$/),
    previewUrl: expect.stringMatching(/\?size=small$/),
    kind: 'image',
    alt: 'Blue',
  });
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const no = await upload(formOf(svg, { back: '//evil.example/x' }), fromPage());
  expect(no.headers.get('location')).toBe('/?problem=svg');
  const said = await upload(formOf(svg), fromPage({ accept: 'application/json' }));
  expect([said.status, await said.json()]).toEqual([
    422,
    { refused: 'svg', error: expect.stringContaining('screenshot') },
  ]);
});

test('SES-14: a form of another place sends no file, nor does a guest', async () => {
  const evil = { cookie, origin: 'https://evil.example' };
  expect((await upload(formOf(photo), evil)).status).toBe(403);
  expect((await upload(formOf(photo), { cookie })).status).toBe(403);
  const guest = await upload(formOf(photo), { origin: world.origin });
  expect(guest.headers.get('location')).toBe('/sign-in');
  const { rows } = await world.services.pool.query('select from media where owner_id = $1', [
    nia.personId,
  ]);
  expect(rows).toHaveLength(0);
});
