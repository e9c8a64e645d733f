import { expect, test } from 'vitest';
import { verdictOf } from './verdict.ts';
import type { Fetched } from '#platform/fetch.server.ts';

const now = new Date('2026-11-22T12:00:00Z');
const verdict = (status: number, headers: Record<string, string> = {}) =>
  verdictOf({ status, headers } as Fetched, now);

test.each([
  ['taken', [200, 201, 202, 204]],
  ['refused', [400, 401, 403, 404, 405, 410, 413, 422, 451]],
  ['later', [301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504]],
] as const)('a delivery is %s by the status that comes back', (kind, statuses) => {
  expect(statuses.map((status) => verdict(status).kind)).toEqual(statuses.map(() => kind));
});

test('an inbox is gone at 404 and 410 alone', () => {
  const gone = [400, 403, 404, 410, 422].map((status) => verdict(status));
  expect(gone.map((one) => 'gone' in one && one.gone)).toEqual([false, false, true, true, false]);
});

test.each([
  ['120', 120_000],
  ['Sun, 22 Nov 2026 12:05:00 GMT', 300_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['soon', 0],
  ['-5', 0],
  ['1e9', 0],
])('how long a server asks to be left alone: %s', (value, ms) => {
  expect(verdict(503, { 'retry-after': value })).toMatchObject({ kind: 'later', atLeastMs: ms });
});

test('what did not come back is tried again, but for an address that can never be asked', () => {
  expect(verdictOf({ refused: 'tooSlow' }, now).kind).toBe('later');
  expect(verdictOf({ refused: 'scheme' }, now)).toMatchObject({ kind: 'refused', gone: false });
});
