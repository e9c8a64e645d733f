import { expect, test } from 'vitest';
import { barFor } from './bar.ts';

const here = (viewer: { handle: string } | null, path: string) =>
  barFor(viewer, path)
    .filter((stop) => stop.current)
    .map((stop) => `${stop.word}: ${stop.current}`);

test('a visitor finds the club, home and the way in', () => {
  expect(barFor(null, '/').map((stop) => stop.word)).toEqual(['Club', 'Home', 'Sign in']);
});

test('somebody signed in finds themselves instead of the way in', () => {
  const stops = barFor({ handle: 'kim' }, '/');
  expect(stops.map((stop) => stop.word)).toEqual(['Club', 'Home', 'Write', 'Messages', 'Me']);
  expect(stops.at(-1)?.href).toBe('/@kim');
});

test.each(['/sign-in/letter', '/sign-up/letter'])('on %s a visitor is on the way in', (path) => {
  expect(here(null, path)).toEqual(['Sign in: true']);
});

test.each([
  ['/', []],
  ['/home', ['Home: page']],
  ['/bookmarks', ['Home: true']],
  ['/write-post', ['Write: page']],
  ['/messages', ['Messages: page']],
  ['/messages/12', ['Messages: true']],
  ['/clubs', ['Club: page']],
  ['/medradjclub', ['Club: true']],
  ['/medradjclub/2018-01-25/chat', ['Club: true']],
  ['/@kim', ['Me: page']],
  ['/@sue', []],
  ['/settings/profile', ['Me: true']],
  ['/about', []],
])('on %s the bar says where one is', (path, said) => {
  expect(here({ handle: 'kim' }, path)).toEqual(said);
});
