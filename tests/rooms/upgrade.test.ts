import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { databaseOf, onServer } from '../global-setup.ts';
import { migrateDatabase } from '#platform/db.server.ts';

const name = `pf_upgrade_${process.pid}`;
const older = mkdtempSync(join(tmpdir(), 'pf-older-'));
let client: Client;

beforeAll(async () => {
  await onServer(inject('connection'), `create database ${name}`);
  for (const folder of readdirSync('migrations').filter((one) => one < '20261129'))
    cpSync(join('migrations', folder), join(older, folder), { recursive: true });
  await migrateDatabase(databaseOf(inject('connection'), name), older);
  client = new Client(databaseOf(inject('connection'), name));
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await onServer(inject('connection'), `drop database ${name} with (force)`);
  rmSync(older, { recursive: true, force: true });
});

test('posts from before there were threads keep their words, find their thread, and stay hidden where they were', async () => {
  const post = `insert into post (id, author_id, visibility, text, html, in_reply_to, published) values`;
  for (const statement of [
    `insert into person (id, handle, name) values (1, 'anna', 'Anna'), (2, 'ben_r', 'Ben')`,
    `${post} (10, 1, 'public', 'First', '<p>First</p>', null, '2026-11-01')`,
    `${post} (11, 2, 'public', 'Second', '<p>Second</p>', 10, '2026-11-02')`,
    `${post} (12, 1, 'public', 'Third', '<p>Third</p>', 11, '2026-11-03')`,
    `${post} (13, 2, 'public', 'To nothing', '<p>To nothing</p>', 99, '2026-11-04')`,
    `insert into club (id, slug, name, hashtag, first_chat) values (1, 'c', 'C', 'C', now())`,
    `insert into month (id, club_id, date, theme) values (1, 1, '2026-11-01', 'T')`,
    `insert into question (id, month_id, kind, position, text, minute) values (1, 1, 'opening', 0, 'Q', 0)`,
    `insert into answer (id, month_id, question_id, number, post_id, published, revision) values (1, 1, 1, 1, 13, now(), 1)`,
    `insert into guest_post (id, month_id, title) values (7, 1, 'G')`,
    `insert into comment (id, guest_post_id, number, post_id) values (1, 7, 1, 11)`,
    `update post set idempotency_key = 'an app’s' where id = 10`,
    `update post set idempotency_key = 'comment-7-key-of-a-page' where id = 11`,
    `update post set idempotency_key = '${'a'.repeat(43)}' where id = 13`,
    `insert into answer_hiding (answer_id, reason) values (1, 'unkind')`,
  ])
    await client.query(statement);
  await migrateDatabase(databaseOf(inject('connection'), name));
  const { rows } =
    await client.query(`select id::int, in_reply_to::int as reply, replied_person_id::int as replied,
    thread_id::int as thread, replies, withheld is not null as withheld from post order by id`);
  expect(rows).toEqual([
    { id: 10, reply: null, replied: null, thread: null, replies: 1, withheld: false },
    { id: 11, reply: 10, replied: 1, thread: 10, replies: 1, withheld: false },
    { id: 12, reply: 11, replied: 2, thread: 10, replies: 0, withheld: false },
    { id: 13, reply: null, replied: null, thread: null, replies: 0, withheld: true },
  ]);
  const counts = await client.query(
    'select person_id::int as id, posts from post_count order by 1',
  );
  expect(counts.rows).toEqual([
    { id: 1, posts: 2 },
    { id: 2, posts: 1 },
  ]);
});

test('a line of a chat that was sent before is known when it is sent again', async () => {
  const { rows } = await client.query(
    'select id::int, idempotency_key as key from post order by id',
  );
  const hash = 'a'.repeat(43);
  expect(rows.map(({ key }) => key)).toEqual([
    'an app’s',
    'place 7 key-of-a-page',
    null,
    `place ${hash}`,
  ]);
});
