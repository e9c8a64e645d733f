import { expect, test } from 'vitest';
import { mayKeep, tooMany, type Answer } from './keep.ts';

const answer = (control: string, more: Partial<Answer> = {}): Answer => ({
  ok: true,
  redirected: false,
  type: 'basic',
  headers: new Headers({ 'cache-control': control, 'content-type': 'text/html; charset=utf-8' }),
  ...more,
});

test('a page for reading that was read stays readable without a connection', () => {
  expect(mayKeep(answer('no-cache'))).toBe(true);
  expect(mayKeep(answer('public, max-age=0'))).toBe(true);
  expect(mayKeep(answer('private, no-cache'))).toBe(true);
  expect(mayKeep(answer(''))).toBe(true);
});

test.each(['no-store', 'Private, No-Store'])('a page served with "%s" is never kept', (control) => {
  expect(mayKeep(answer(control))).toBe(false);
});

test('an error, a detour, a stranger and a picture are not pages to keep', () => {
  expect(mayKeep(answer('', { ok: false }))).toBe(false);
  expect(mayKeep(answer('', { redirected: true }))).toBe(false);
  expect(mayKeep(answer('', { type: 'opaque' }))).toBe(false);
  expect(mayKeep(answer('', { headers: new Headers({ 'content-type': 'image/png' }) }))).toBe(
    false,
  );
});

test('thirty pages stay, the oldest go first', () => {
  const pages = Array.from({ length: 33 }, (_, n) => n);
  expect(tooMany(pages)).toEqual([0, 1, 2]);
  expect(tooMany(pages.slice(0, 30))).toEqual([]);
});
