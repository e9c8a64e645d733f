import { expect, test } from 'vitest';
import { joined } from './[id]/thread.ts';

const lines = (...ids: string[]) => ids.map((id) => ({ id }));

test('what stands before the newest page stays where it is, and what is gone from the page goes', () => {
  expect(joined(lines('1', '2', '9'), lines('9', '10'), true)).toEqual(lines('1', '2', '9', '10'));
  expect(joined(lines('1', '2', '3'), lines('1', '3'), true)).toEqual(lines('1', '3'));
});

test('where the page is all there is, nothing else is kept', () => {
  expect(joined(lines('1', '2'), lines('2'), false)).toEqual(lines('2'));
  expect(joined(lines('1'), [], false)).toEqual([]);
});
