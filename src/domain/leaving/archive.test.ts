import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestHold } from '../../../tests/makers/own-cpu.ts';
import { answered, aChat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { unzip } from '../../../tests/zip.ts';
import {
  askForArchive,
  findArchive,
  forgetOldArchives,
  makeArchive,
  newArchiveToken,
  openArchive,
} from './archive.server.ts';
import { eraseThoseDue } from './erasure.server.ts';
import { askToLeave } from './leaving.server.ts';
import { guestPost, picture } from '#domain/club/guest-schema.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  folder = join(world.services.config.dataDir, 'archives');
});
afterAll(() => world.close());

/** Asks, and lets the job do its work. */
async function made(viewer: Viewer): Promise<void> {
  expect(await askForArchive(world.as(viewer))).toBeUndefined();
  await makeArchive(world.services, { personId: viewer.personId });
}

async function tokenFor(viewer: Viewer): Promise<string> {
  const made = await newArchiveToken(world.as(viewer));
  if ('refused' in made) throw new Error('There is no copy.');
  return made.token;
}

async function fetched(viewer: Viewer, token: string): Promise<Buffer | undefined> {
  const copy = await openArchive(world.as(viewer), token);
  if (!copy) return undefined;
  const chunks = [];
  for await (const chunk of copy.content) chunks.push(chunk);
  expect(Buffer.concat(chunks)).toHaveLength(copy.bytes);
  return Buffer.concat(chunks);
}

async function files(): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

test('a copy holds what a person wrote, who they are, and their pictures, and opens in any browser', async () => {
  const chat = await aChat(world);
  const writer = await world.aPerson({ handle: 'copy_cat', name: 'Cat <b>& Co</b>' });
  const line = await answered(world.as(writer), chat, 'A blanket <i>helps</i>.');
  const red = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const kept = await world.services.storage.savePicture(await red.png().toBuffer());
  if ('refused' in kept) throw new Error(kept.refused);
  const { db } = world.services;
  const [essay] = await db
    .insert(guestPost)
    .values({
      monthId: chat.monthId,
      authorId: writer.personId,
      title: 'My couch',
      body: 'It is **blue**.',
      html: '<p>It is <strong>blue</strong>.</p>',
      published: world.clock.now(),
    })
    .returning();
  const { name, width, height } = kept;
  await db.insert(picture).values({
    ...{ name, width, height },
    alt: 'A red square',
    guestPostId: essay?.id ?? '',
    ownerId: writer.personId,
  });
  await made(writer);
  const bytes = await fetched(writer, await tokenFor(writer));
  const zip = await unzip(bytes ?? Buffer.alloc(0));
  expect([...zip.keys()].sort()).toEqual(
    [
      ...['README.txt', 'actor.json', 'apps.json', 'club.json', 'house.json', 'index.html'],
      ...[
        'connections.json',
        'leaving.json',
        'marks.json',
        'notifications.json',
        'reading.json',
        'scheduled.json',
        'media.json',
        `media/${name}`,
        'outbox.json',
        'person.json',
        'messages.json',
        'posts.json',
      ],
    ].sort(),
  );
  const text = (file: string) => zip.get(file)?.toString('utf8') ?? '';
  expect(text('index.html')).toContain('A blanket &lt;i&gt;helps&lt;/i&gt;.');
  expect(text('index.html')).toContain('Cat &lt;b&gt;&amp; Co&lt;/b&gt;');
  expect(text('index.html')).not.toMatch(/<script|http-equiv="refresh"|src="http/);
  expect(JSON.parse(text('person.json'))).toMatchObject({
    profile: { handle: 'copy_cat' },
    login: { email: 'copy_cat@example.org' },
  });
  expect(await sharp(zip.get(`media/${name}`)).metadata()).toMatchObject({ format: 'webp' });

  const { origin } = world.services.config;
  const actor = `${origin}/@copy_cat`;
  expect(JSON.parse(text('actor.json'))).toMatchObject({ id: actor, type: 'Person' });
  const outbox = JSON.parse(text('outbox.json'));
  expect(outbox['@context'][0]).toBe('https://www.w3.org/ns/activitystreams');
  expect(outbox).toMatchObject({ type: 'OrderedCollection', totalItems: 2 });
  const place = `${origin}/${chat.slug}/${chat.date}`;
  const objects = outbox.orderedItems.map(({ object }: { object: { type: string } }) => object);
  const said = objects.find(({ type }: { type: string }) => type === 'Note');
  expect(said).toMatchObject({
    attributedTo: actor,
    url: `${place}/transcript#answer-${line.number}`,
    to: ['https://www.w3.org/ns/activitystreams#Public'],
  });
  const article = objects.find(({ type }: { type: string }) => type === 'Article');
  expect(article).toMatchObject({ id: `${place}/guest-post`, name: 'My couch' });
});

test('ERA-05: a copy is for its owner alone, once, for a day, and holds nothing of others and no key', async () => {
  const chat = await aChat(world);
  const pat = await world.aPerson({ handle: 'pat' });
  const mallory = await world.aPerson({ handle: 'mallory' });
  const line = await answered(world.as(pat), chat, 'Mine.');
  await answered(world.as(mallory), chat, 'Not yours to take.', { parentId: line.id });
  const cookie = await world.cookieOf(pat);
  await made(pat);
  const [file = ''] = await files();
  expect(file).toMatch(/^[0-9a-f]{32}\.zip$/);
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);

  const token = await tokenFor(pat);
  const { rows } = await world.services.pool.query(
    'select token_hash from archive where person_id = $1',
    [pat.personId],
  );
  expect(rows).toEqual([{ token_hash: createHash('sha256').update(token).digest('hex') }]);
  for (const viewer of [mallory, null])
    expect(await openArchive(world.as(viewer), token)).toBeUndefined();
  for (const guess of ['', token.slice(1), `${token} `, '../secret', file, pat.personId])
    expect(await openArchive(world.as(pat), guess)).toBeUndefined();
  // A newer link puts the older one out of use.
  const newer = await tokenFor(pat);
  expect(await openArchive(world.as(pat), token)).toBeUndefined();

  // The line broke: nothing was given away, and a fresh link opens it.
  const broken = await openArchive(world.as(pat), newer);
  const reading = broken?.content[Symbol.asyncIterator]();
  expect(await reading?.next()).toMatchObject({ done: false });
  await reading?.return?.();
  expect(await openArchive(world.as(pat), newer)).toBeUndefined();
  const again = await tokenFor(pat);
  const both = await Promise.all([fetched(pat, again), fetched(pat, again)]);
  const [bytes] = both.filter((one) => one !== undefined);
  expect(both.filter((one) => one === undefined)).toHaveLength(1);
  expect(await files()).toEqual([]);
  expect(await findArchive(world.as(pat))).toMatchObject({ state: 'fetched' });
  expect(await newArchiveToken(world.as(pat))).toEqual({ refused: 'gone' });

  const all = [...(await unzip(bytes ?? Buffer.alloc(0))).values()].join('\n');
  expect(all).toContain('Mine.');
  expect(all).not.toContain('Not yours to take.');
  expect(all).not.toContain('mallory');
  const secrets = await world.services.pool.query(
    `select token_hash as secret from session union select id from session
      union select login_id from session union select device_hash from known_device`,
  );
  const own = cookie.split('=')[1] ?? '';
  for (const secret of [own, world.services.secret, ...secrets.rows.map((row) => row.secret)])
    expect(all).not.toContain(secret);
});

test('ERA-05: one copy a day, however often it is asked for', async () => {
  const eager = await world.aPerson();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => askForArchive(world.as(eager))),
  );
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  const { rows } = await world.services.pool.query(
    `select from pgboss.job where name = 'make-archive' and data ->> 'personId' = $1`,
    [eager.personId],
  );
  expect(rows).toHaveLength(1);
  world.clock.turnBy(day);
  expect(await askForArchive(world.as(eager))).toBeUndefined();
});

test('ERA-05: a copy is removed after its day, with its owner, and when it comes too late', async () => {
  const slow = await world.aPerson();
  await made(slow);
  const token = await tokenFor(slow);
  world.clock.turnBy(day);
  expect(await openArchive(world.as(slow), token)).toBeUndefined();
  await forgetOldArchives(world.services);
  expect(await files()).toEqual([]);

  const goer = await world.aPerson();
  await askToLeave(world.as(goer));
  world.clock.turnBy(7 * day - 1000);
  await made(goer);
  const last = await tokenFor(goer);
  expect(await files()).toHaveLength(1);
  world.clock.turnBy(1000);
  await eraseThoseDue(world.services);
  expect(await openArchive(world.as(goer), last)).toBeUndefined();
  expect(await files()).toEqual([]);
  // The job of somebody who was erased while it waited finds nobody, and leaves nothing.
  await makeArchive(world.services, { personId: goer.personId });
  expect(await files()).toEqual([]);
});

test('a history of twenty thousand posts is written down without holding everybody else up', async () => {
  const busy = await world.aPerson();
  await world.services.pool.query(
    `insert into post (author_id, text, html, published, visibility)
      select $1, 'word', '<p>word</p>', $2, 'public' from generate_series(1, 20000)`,
    [busy.personId, world.clock.now()],
  );
  await world.services.pool.query(
    `insert into post_edition (post_id, number, text, published)
      select id, 1, 'first word', published from post where author_id = $1`,
    [busy.personId],
  );
  expect(await longestHold(() => made(busy))).toBeLessThan(2000);
  const zip = await unzip((await fetched(busy, await tokenFor(busy))) ?? Buffer.alloc(0));
  expect(String(zip.get('posts.json')).match(/first word/g)).toHaveLength(20_000);
}, 60_000);
