import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engine, openPlace, type Place } from './place.ts';
import { command } from './product.ts';

let place: Place;
let files: string;
beforeAll(async () => {
  place = await openPlace();
  files = await mkdtemp(join(tmpdir(), 'pf-files-'));
});
afterAll(async () => {
  await place.close();
  await rm(files, { recursive: true, force: true });
});

const sample = 'src/domain/club/sample/medradjclub.json';
const oneSentence = /^[^\n]+\.\n?$/;

test(`${engine}: a club's file is imported once, however often it is given`, async () => {
  const now = ['--now', '2018-01-10T00:00:00Z'];
  const first = await command(['club', 'import', sample, ...now], place.env);
  expect(first).toMatchObject({ code: 0 });
  expect(first.said).toContain('7 new months, 0 unchanged');
  const again = await command(['club', 'import', sample, ...now], place.env);
  expect(again).toMatchObject({ code: 0 });
  expect(again.said).toContain('0 new months, 7 unchanged');
});

test(`${engine}: a broken file changes nothing and says where it is wrong`, async () => {
  const broken = join(files, 'broken.json');
  await writeFile(broken, '{\n "club": {,\n}');
  const notJson = await command(['club', 'import', broken], place.env);
  expect(notJson).toMatchObject({ code: 1, said: expect.stringMatching(/line 2/) });
  await writeFile(
    broken,
    JSON.stringify({ club: { slug: 'x', name: 'X' }, months: [{ date: '2018' }] }),
  );
  const wrong = await command(['club', 'import', broken], place.env);
  expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('months[0]') });
});

test.each([
  [
    [
      'person',
      'create',
      '--handle',
      'No Spaces',
      '--email',
      'a@example.org',
      '--password',
      'long enough words',
    ],
  ],
  [
    [
      'person',
      'create',
      '--handle',
      'anna',
      '--email',
      'nowhere',
      '--password',
      'long enough words',
    ],
  ],
  [['person', 'create', '--handle', 'anna', '--email', 'a@example.org', '--password', 'short']],
  [['club', 'import', 'not/there.json']],
  [['restore', 'not/there.tar.gz']],
  [['backup']],
  [['token']],
  [['token', 'nobody']],
  [['token', 'nobody', '--scopes', 'everything']],
  [['dance']],
  [['demo', '--loud']],
])(`${engine}: %j is refused with one sentence`, async (args) => {
  const { code, said } = await command(args, place.env);
  expect(code).toBe(1);
  expect(said).toMatch(oneSentence);
});

test(`${engine}: a token is printed alone`, async () => {
  const who = { handle: 'tina', email: 'tina@example.org', password: 'seven owls read at night' };
  const given = Object.entries(who).flatMap(([name, value]) => [`--${name}`, value]);
  expect(await command(['person', 'create', ...given], place.env)).toMatchObject({ code: 0 });
  const made = await command(
    ['token', '@Tina', '--scopes', 'read write', '--app', 'Try'],
    place.env,
  );
  expect(made).toEqual({ code: 0, said: expect.stringMatching(/^[\w-]{43}\n$/m) });
});

test(`${engine}: the demonstration fills only an empty server`, async () => {
  const refused = await command(['demo'], place.env);
  expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(oneSentence) });
  const empty = await openPlace();
  expect(await command(['demo'], empty.env)).toMatchObject({ code: 0 });
  await empty.close();
});

test('every command explains itself', async () => {
  for (const args of [
    ['start'],
    ['setup'],
    ['person', 'create'],
    ['token'],
    ['club', 'import'],
    ['demo'],
    ['backup'],
    ['restore'],
    ['doctor'],
  ]) {
    const { code, said } = await command([...args, '--help'], place.env);
    expect([code, said]).toEqual([0, expect.stringContaining(args.join(' '))]);
  }
});
