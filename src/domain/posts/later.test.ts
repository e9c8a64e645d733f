import { expect, test } from 'vitest';
import { momentIn } from './later.ts';

test.each([
  ['UTC', '2026-11-28T20:00', '2026-11-28T20:00:00.000Z'],
  ['Europe/London', '2026-07-01T20:00', '2026-07-01T19:00:00.000Z'],
  ['Australia/Sydney', '2026-12-01T08:30', '2026-11-30T21:30:00.000Z'],
  // The night on which the clocks go back: the first of two.
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
  // The night on which they go forward: there is no half past two.
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ['Pacific/Chatham', '2026-06-01T12:00', '2026-05-31T23:15:00.000Z'],
])('in %s a clock that shows %s means one moment', (zone, text, moment) => {
  expect(momentIn(zone, text)?.toISOString()).toBe(moment);
});

test.each(['', 'tomorrow', '2026-13-40T25:00', '2026-11-28'])('"%s" is no time', (text) => {
  expect(momentIn('UTC', text)).toBeUndefined();
});
