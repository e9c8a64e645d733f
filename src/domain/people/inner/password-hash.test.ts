import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hashPassword, passwordFits } from './password-hash.server.ts';

test('DOS-25: while many passwords wait to be looked at, a file is read in between', async () => {
  let done = 0;
  const tries = Array.from({ length: 16 }, () => hashPassword('four words').then(() => ++done));
  await readFile(fileURLToPath(import.meta.url));
  // Opening, measuring, reading and closing are turns of their own; none stood behind the passwords.
  expect(done).toBeLessThan(8);
  await Promise.all(tries);
  expect(done).toBe(16);
}, 120_000);

test('passwords that wait for their turn are each judged by their own hash', async () => {
  const words = ['one two three', 'four five six', 'seven eight nine'];
  const hashes = await Promise.all(words.map(hashPassword));
  const [first, second] = hashes;
  const fits = await Promise.all([
    passwordFits(first, 'one two three'),
    passwordFits(second, 'one two three'),
    passwordFits(undefined, 'one two three'),
    passwordFits(second, 'four five six'),
  ]);
  expect(fits).toEqual([true, false, false, true]);
}, 120_000);
