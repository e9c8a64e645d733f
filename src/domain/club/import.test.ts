import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importClub, spread } from './import.server.ts';
import { parseClubFile, type ClubFile } from './import-file.ts';
import { findClub } from './clubs.server.ts';
import { findMonth, listMonths } from './months.server.ts';
import { openWorld, type World } from '../../../tests/world.ts';

let world: World;
const now = new Date('2026-11-22T12:00:00Z');
const file = parseClubFile(
  readFileSync(new URL('./sample/medradjclub.json', import.meta.url), 'utf8'),
) as ClubFile;

beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

test('a real club comes in with all its months, and a second time nothing changes', async () => {
  const first = await importClub(world.as(null), file, now);
  expect(first).toEqual({ club: 'new', months: { new: 7, unchanged: 0 } });
  const before = await world.services.pool.query('select * from month order by id');
  const second = await importClub(world.as(null), file, new Date('2027-01-01T00:00:00Z'));
  expect(second).toEqual({ club: 'unchanged', months: { new: 0, unchanged: 7 } });
  const after = await world.services.pool.query('select * from month order by id');
  expect(after.rows).toEqual(before.rows);
});

test('an imported month shows its paper, its questions with minutes, and who wrote for it', async () => {
  const month = await findMonth(world.as(null), 'medradjclub', '2018-01-18');
  expect(month).toMatchObject({
    state: 'archived',
    theme: 'Patients, health professionals and social media',
    guestPost: { authorName: 'Sue Robins', published: null },
  });
  expect(month?.paper?.authors[0]).toMatchObject({ family: 'Bolderston' });
  const asked = month?.questions.filter(({ kind }) => kind === 'question');
  expect(asked?.map(({ number, minute }) => [number, minute])).toEqual([
    [1, 5],
    [2, 18],
    [3, 31],
    [4, 44],
  ]);
  const club = await findClub(world.as(null), 'medradjclub');
  const years = await listMonths(world.as(null), club?.id ?? '', 2021);
  expect(years.months.map(({ date }) => date)).toEqual([
    '2021-06-24',
    '2021-05-26',
    '2021-03-25',
    '2021-02-24',
  ]);
  expect(years).toMatchObject({ before: 2018, after: 2022 });
});

test('a file that breaks halfway changes nothing', async () => {
  const [month] = file.months;
  if (!month) throw new Error('The sample has no month.');
  const skipped = {
    ...month,
    date: '2027-03-28',
    anchor: { time: '01:30', zone: 'Europe/London' },
  };
  const broken = { club: { ...file.club, slug: 'broken' }, months: [month, skipped] };
  expect(await importClub(world.as(null), broken, now)).toMatchObject({
    where: 'months[1].anchor.time',
  });
  const unstorable = {
    club: { ...file.club, slug: 'broken' },
    months: [month, { ...month, date: '2027-02-30' }],
  };
  await expect(importClub(world.as(null), unstorable, now)).rejects.toThrow();
  expect(await findClub(world.as(null), 'broken')).toBeUndefined();
});

test('questions are spread over the hour, however many there are', () => {
  expect(spread(4, 60)).toEqual([5, 18, 31, 44]);
  expect(Math.max(...spread(50, 60))).toBeLessThan(60);
  expect(spread(1, 5)).toEqual([0]);
});
