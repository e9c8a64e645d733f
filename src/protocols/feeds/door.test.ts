import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedsDoor } from './door.server.ts';
import { aClub, aMonth } from '../../../tests/makers/club.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { moveMonth } from '#domain/club/clockwork.server.ts';
import { importClub } from '#domain/club/import.server.ts';
import { parseClubFile, type ClubFile } from '#domain/club/import-file.ts';
import { changeMonth } from '#domain/club/planning.server.ts';

let world: World;
const sample = new URL('../../domain/club/sample/medradjclub.json', import.meta.url);

beforeAll(async () => {
  world = await openWorld();
  const file = parseClubFile(readFileSync(sample, 'utf8')) as ClubFile;
  await importClub(world.as(null), file, world.clock.now());
});
afterAll(() => world.close());

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const door = feedsDoor(world.services);
  if (!door.paths.test(path)) throw new Error(`Not a path of this door: ${path}`);
  return door.answer(new Request(`http://localhost:3000${path}`, { headers }));
}

test('a club is followed by RSS and Atom, and who has it already gets nothing again', async () => {
  const rss = await get('/medradjclub/feed.rss');
  const { channel } = new XMLParser().parse(await rss.text()).rss;
  expect(channel.item).toHaveLength(7);
  expect(channel.item[0].title).toBe('Post pandemic recovery (25 May 2022)');
  const atom = await get('/medradjclub/feed.atom');
  expect(new XMLParser().parse(await atom.text()).feed.entry).toHaveLength(7);
  const again = await get('/medradjclub/feed.rss', {
    'if-none-match': rss.headers.get('etag') ?? '',
  });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('a month and the whole series go into a calendar', async () => {
  const month = await (await get('/medradjclub/2018-01-18/calendar.ics')).text();
  expect(month).toContain('DTSTART:20180118T200000Z');
  const series = await (await get('/medradjclub/calendar.ics')).text();
  expect(series.match(/BEGIN:VEVENT/g)).toHaveLength(7);
});

test('the paper is taken along as BibTeX, RIS and CSL-JSON', async () => {
  expect(await (await get('/medradjclub/2017-08-15/paper.bib')).text()).toMatch(/^@article\{/);
  expect(await (await get('/medradjclub/2017-08-15/paper.ris')).text()).toMatch(/^TY {2}- JOUR/);
  const csl: unknown = JSON.parse(await (await get('/medradjclub/2017-08-15/paper.json')).text());
  expect(JSON.stringify(csl)).toContain('Doctoral profile');
});

test('a month has a card of the size that other places ask for', async () => {
  const card = Buffer.from(await (await get('/medradjclub/2018-01-18/card.png')).arrayBuffer());
  expect(card.subarray(1, 4).toString()).toBe('PNG');
  expect([card.readUInt32BE(16), card.readUInt32BE(20)]).toEqual([1200, 630]);
});

test('a draft is in no feed, and its files are as absent as those of no month', async () => {
  const { club, curator } = await aClub(world, 'quiet-club');
  const month = await aMonth(world, club, curator, { theme: 'A <secret> & "plan"' });
  const absent = await get('/quiet-club/2031-01-01/calendar.ics');
  const draft = await get(`/quiet-club/${month.date}/calendar.ics`);
  expect([draft.status, await draft.text()]).toEqual([absent.status, await absent.text()]);
  expect(await (await get('/quiet-club/feed.atom')).text()).not.toContain('secret');
  await changeMonth(world.as(curator), month.id, { summary: 'Is it <b>safe</b>?' });
  await moveMonth(world.as(curator), month.id, 'announced');
  const { feed } = new XMLParser().parse(await (await get('/quiet-club/feed.atom')).text());
  expect(feed.entry.title).toContain('A <secret> & "plan"');
  expect(feed.entry.content).toContain('&lt;b&gt;safe');
  await changeMonth(world.as(curator), month.id, { theme: 'Changed' });
  expect(await (await get('/quiet-club/feed.atom')).text()).toContain('Changed (16 December 2026)');
});
