import { expect, test } from 'vitest';
import { isOnlyRendered, onlyRendered } from './only-rendered.ts';

test('what a page only renders is left out of what is sent, and stays as it is', () => {
  const data = onlyRendered({ isDataRequest: false }, { theme: 'Waiting rooms' });
  expect(isOnlyRendered(data)).toBe(true);
  expect(data).toEqual({ theme: 'Waiting rooms' });
});

test('whoever fetches the data of a page gets it', () => {
  const data = onlyRendered({ isDataRequest: true }, { theme: 'Waiting rooms' });
  expect(isOnlyRendered(data)).toBe(false);
});

test('all other data is sent', () => {
  for (const thing of [{ theme: 'Waiting rooms' }, [], 'text', null, undefined])
    expect(isOnlyRendered(thing)).toBe(false);
});
