import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChat, answered } from '../makers/chat.ts';
import { aGuestPost, type Asked } from '../makers/guest-post.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { dump, plant, type Marked } from './taint.ts';
import { deleteAnswer, editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer } from '#domain/club/chat-hosting.server.ts';
import { publishComment } from '#domain/club/comments.server.ts';
import { guestPost as guestPostTable, picture } from '#domain/club/guest-schema.server.ts';
import { askForArchive, newArchiveToken } from '#domain/leaving/archive.server.ts';
import { eraseByOperator, eraseThoseDue } from '#domain/leaving/erasure.server.ts';
import { askToLeave, stay } from '#domain/leaving/leaving.server.ts';
import { proof } from '#domain/people/schema.server.ts';
import { findViewer } from '#domain/people/sign-in.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Wake } from '#platform/live.server.ts';
import { makeMailer } from '#platform/mail.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: ServedWorld;
let keeper: Viewer;
beforeAll(async () => {
  world = await openWorldWithSite({ remembersLog: true, env: { LOG_LEVEL: 'debug' } });
  keeper = await world.aPerson({ handle: 'stays_here', operator: true });
});
afterAll(() => world.close());

async function page(path: string, cookie = ''): Promise<{ status: number; body: string }> {
  const answer = await fetch(world.origin + path, { headers: { cookie }, redirect: 'manual' });
  return { status: answer.status, body: await answer.text() };
}

async function erased(viewer: Viewer): Promise<void> {
  await stay(world.as(viewer));
  expect(await askToLeave(world.as(viewer))).toHaveProperty('ends');
  world.clock.turnBy(7 * day);
  await eraseThoseDue(world.services);
  const { rows } = await world.services.pool.query('select from person where id = $1', [
    viewer.personId,
  ]);
  expect(rows).toHaveLength(0);
}

/** Every file in the data folder, its name and what it says. */
async function filesOf(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return `${path} ${readFileSync(path, 'latin1')}`;
    });
}

/** Somebody whose every word bears a mark: through the doors where there are doors. */
async function somebodyMarked(): Promise<{ viewer: Viewer; marked: Marked; cookie: string }> {
  const mark = `zq${randomBytes(6).toString('hex')}`;
  const viewer = await world.aPerson({ handle: mark, name: mark, roles: ['patient'] });
  const cookie = await world.cookieOf(viewer);
  const { rows } = await world.services.pool.query('select login_id from person where id = $1', [
    viewer.personId,
  ]);
  const { personId } = viewer;
  const marked = { personId, loginId: rows[0].login_id, email: `${mark}@example.org`, mark };
  return { viewer, marked, cookie };
}

/** What they did in a club: answers, one edited, a reply of another; a comment; an essay; hiding as a host. */
async function inTheClub(viewer: Viewer, mark: string) {
  const chat = await aChat(world);
  const mine = world.as(viewer);
  const other = await world.aPerson();
  const line = await answered(mine, chat, `First ${mark}`);
  await editAnswer(mine, { id: line.id, text: `Second ${mark}` });
  await answered(world.as(other), chat, 'A kind reply.', { parentId: line.id });
  const loud = await answered(world.as(other), chat, 'Buy my tea.');
  const { pool, db } = world.services;
  await pool.query(`insert into club_duty (club_id, person_id, duty) values ($1, $2, 'coHost')`, [
    chat.clubId,
    viewer.personId,
  ]);
  await hideAnswer(mine, { id: loud.id, reason: `Because ${mark}` });
  const essays = await aGuestPost(world, `club-${mark}`.slice(0, 20).replaceAll('zq', 'x'));
  const [rude, said] = [
    await publishComment(world.as(other), { guestPostId: essays.guestPostId, text: 'Rude.' }),
    await publishComment(mine, { guestPostId: essays.guestPostId, text: `Thanks ${mark}` }),
  ];
  if ('refused' in rude || 'refused' in said) throw new Error('A comment was refused.');
  await pool.query(
    `insert into comment_hiding (comment_id, hidden_by, reason)
      select id, $1, $2 from comment where guest_post_id = $3 order by number limit 1`,
    [viewer.personId, mark, essays.guestPostId],
  );
  const own = await aGuestPost(world, `own-${chat.slug}`, { title: mark, body: mark });
  await db
    .update(guestPostTable)
    .set({ authorId: viewer.personId })
    .where(eq(guestPostTable.id, own.guestPostId));
  return { chat, other, line, essays, own };
}

/** A picture in their essay and one as their face, with files. */
async function withPictures(viewer: Viewer, mark: string, own: Asked): Promise<string[]> {
  const { storage, db, pool } = world.services;
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const names = [];
  for (let count = 0; count < 3; count++) {
    const kept = await storage.savePicture(png);
    if ('refused' in kept) throw new Error(kept.refused);
    names.push(kept.name);
  }
  const [first = '', face = '', wide = ''] = names;
  await db.insert(picture).values({
    name: first,
    guestPostId: own.guestPostId,
    ownerId: viewer.personId,
    alt: mark,
    width: 8,
    height: 8,
  });
  const set = 'update person set avatar = $1, header = $2 where id = $3';
  await pool.query(set, [face, wide, viewer.personId]);
  return names;
}

/** Jobs that wait for them or failed for good, letters in the folder, a copy that lies ready. */
async function inTheQueue({ personId, loginId, email, mark }: Marked): Promise<void> {
  const { jobs, db, config } = world.services;
  const later = { startAfter: new Date(Date.now() + 90 * day) };
  await jobs.send(db, 'letter', { kind: 'alreadyHere', to: email, next: mark, id: mark }, later);
  await jobs.send(db, 'check-link', { personId, note: mark }, later);
  await jobs.send(db, 'remove-letters', { deep: { loginId, list: [mark] } }, later);
  await jobs.send(db, 'letter.dead', { to: email, known: { token: mark }, unknown: null });
  const proofs = [email, loginId, personId, '', ''];
  const values = [{}, {}, {}, { deep: [{ loginId }] }, { to: email }];
  const times = { created: world.clock.now(), ends: new Date('2027-01-01T12:00:00Z') };
  const rows = proofs.map((about, place) => ({
    ...{ tokenHash: `proof ${place}`, kind: 'oauth', about, ...times },
    value: { ...values[place], note: mark },
  }));
  await db.insert(proof).values(rows);
  const mailer = makeMailer({ from: 'a@example.org', mailbox: join(config.dataDir, 'mailbox') });
  await mailer.send({ to: email, subject: mark, text: mark });
  await mailer.send({ to: `un${email}`, subject: 'Not theirs', text: 'Somebody else’s.' });
}

test('ERA-01: after an erasure no store holds a word or a number of the person, but those that are written down', async () => {
  const { viewer, marked, cookie } = await somebodyMarked();
  const { mark, personId, loginId } = marked;
  const { chat, other, essays, own } = await inTheClub(viewer, mark);
  const pictures = await withPictures(viewer, mark, own);
  await inTheQueue(marked);
  expect(await askForArchive(world.as(viewer))).toBeUndefined();
  await expect.poll(() => newArchiveToken(world.as(viewer))).toHaveProperty('token');
  const read = [
    ...[`/@${mark}`, chat.path, `/${chat.slug}/${chat.date}/transcript`, `/${chat.slug}`, '/clubs'],
    ...[`/${chat.slug}/${chat.date}/transcript.txt`, `/${chat.slug}/feed.rss`, essays.path],
    ...[own.path, `/${own.club.slug}/feed.atom`],
  ];
  for (const path of read) await page(path);
  const seen = await Promise.all(
    [`/@${mark}`, chat.path, essays.path, own.path].map((at) => page(at)),
  );
  for (const { body } of seen) expect(body).toContain(mark);

  expect(await plant(world, marked)).toEqual([]);
  const before = await dump(world);
  expect(
    new Set(before.filter(({ row }) => row.includes(mark)).map((one) => one.table)).size,
  ).toBeGreaterThan(25);

  await erased(viewer);
  const held = async () => {
    const rows = await dump(world);
    const names = [mark, loginId, personId];
    return rows.filter(({ row }) => names.some((name) => row.includes(name)));
  };
  // A number in the list of the erased and beside the handle's hash; nothing else, and no word.
  const kept = new Set(['public.erasure', 'public.past_handle']);
  await expect.poll(async () => (await held()).filter(({ table }) => !kept.has(table))).toEqual([]);
  expect((await held()).filter(({ row }) => row.includes(mark) || row.includes(loginId))).toEqual(
    [],
  );

  const { dataDir } = world.services.config;
  const traces = [mark, loginId, ...pictures];
  const inFiles = async () =>
    (await filesOf(dataDir)).filter((file) => traces.some((trace) => file.includes(trace)));
  // The other person's letter bears an address that holds this one's: it is theirs, and stays.
  await expect
    .poll(async () => (await inFiles()).filter((file) => !file.includes('Not theirs')))
    .toEqual([]);
  expect(await readdir(join(dataDir, 'archives'))).toEqual([]);
  expect(await readdir(join(dataDir, 'mailbox'))).toHaveLength(1);

  const fellow = await world.cookieOf(other);
  for (const path of read.slice(1)) {
    for (const who of ['', fellow, cookie]) {
      const { status, body } = await page(path, who);
      expect(status, path).toBeLessThan(500);
      expect(body, path).not.toContain(mark);
    }
  }
  const { body: chatPage } = await page(chat.path);
  expect(chatPage).toContain('A kind reply.');
  expect(chatPage).not.toContain('Buy my tea.');
  expect(world.logged.filter((line) => traces.some((trace) => line.includes(trace)))).toEqual([]);
  expect(world.logged.filter((line) => line.includes(personId))).toEqual([]);
}, 120_000);

test('ERA-02: a profile and a guest post answer after an erasure as if they had never been (telling other servers waits for federation)', async () => {
  const { viewer, marked } = await somebodyMarked();
  const { own } = await inTheClub(viewer, marked.mark);
  expect((await page(`/@${marked.mark}`)).status).toBe(200);
  expect((await page(own.path)).status).toBe(200);
  await erased(viewer);
  const never = 'nobody_was_here';
  const gone = await page(`/@${marked.mark}`);
  expect(gone.status).toBe(404);
  const blank = await page(`/@${never}`);
  expect(gone.body.replaceAll(marked.mark, never)).toBe(blank.body);
  expect((await page(own.path)).status).toBe(404);
});

test('ERA-06: an answer that is deleted is gone from every view at once, and from what waits to be sent', async () => {
  const { viewer, marked } = await somebodyMarked();
  const { chat, line } = await inTheClub(viewer, marked.mark);
  const text = `Second ${marked.mark}`;
  const views = [
    ...[chat.path, `/${chat.slug}/${chat.date}/transcript`, `/${chat.slug}/${chat.date}`],
    ...[`/${chat.slug}/${chat.date}/transcript.txt`, `/${chat.slug}`, `/${chat.slug}/feed.rss`],
    ...[`/${chat.slug}/feed.atom`, '/', `/@${marked.mark}`],
  ];
  for (const view of views) await page(view);
  expect((await page(views[0] ?? '')).body).toContain(text);
  expect((await page(views[1] ?? '')).body).toContain(text);
  expect(await deleteAnswer(world.as(viewer), line.id)).not.toHaveProperty('refused');
  for (const view of views) {
    const { status, body } = await page(view);
    expect(status, view).toBe(200);
    expect(body, view).not.toContain(text);
  }
  const rows = await dump(world);
  expect(
    rows.filter(({ row }) => /(First|Second) zq/.test(row) && row.includes(marked.mark)),
  ).toEqual([]);
  // The line keeps its number, and the reply to it stays.
  const { body } = await page(views[1] ?? '');
  expect(body).toContain('A kind reply.');
  expect(body).toMatch(/removed by the person who wrote it/);
});

test('SES-22: cookies, apps’ keys, codes and links are dead the moment a person is erased, and streams are told', async () => {
  const { viewer, marked, cookie } = await somebodyMarked();
  const heard: Wake[] = [];
  const deaf = world.services.live.hear((wake) => void heard.push(wake));
  await inTheClub(viewer, marked.mark);
  expect(await plant(world, marked)).toEqual([]);
  await world.services.pool.query('delete from operator where person_id = $1', [viewer.personId]);
  expect((await page('/settings', cookie)).status).toBe(200);
  expect(await eraseByOperator(world.as(keeper), marked.mark)).toBeUndefined();
  deaf();
  expect(heard).toContainEqual({ kind: 'session', id: viewer.personId });
  expect(await findViewer(world.services, cookie)).toBeNull();
  for (const path of ['/settings', '/settings/copy', '/settings/leave', '/settings/apps'])
    expect([303, 404], path).toContain((await page(path, cookie)).status);
  const doors = ['session', 'oauth_token', 'oauth_code', 'passkey', 'outside_account', 'proof'];
  for (const table of [...doors, 'recovery_code', 'second_factor', 'password', 'known_device']) {
    const { rows } = await world.services.pool.query(`select t::text as row from ${table} t`);
    const left = rows.filter(
      ({ row }) => row.includes(marked.mark) || row.includes(marked.loginId),
    );
    expect(left, table).toEqual([]);
  }
});
