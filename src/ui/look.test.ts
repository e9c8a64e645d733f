import { expect, test } from 'vitest';
import { lookAttributes, readLook, usualLook, writeLook, type Look } from './look.ts';

test('a look that was chosen is the look that comes back', () => {
  for (const theme of ['auto', 'light', 'dark'] as const)
    for (const text of ['normal', 'large', 'larger'] as const)
      for (const calm of [true, false]) {
        const look: Look = { theme, text, calm };
        expect(readLook(writeLook(look))).toEqual(look);
      }
});

test('a cookie that somebody bent gives the usual look and no markup of theirs', () => {
  const bent = readLook('"><script>.huge.CALM');
  expect(bent).toEqual(usualLook);
  expect(readLook(undefined)).toEqual(usualLook);
  expect(lookAttributes(bent)).toBe('data-look-theme="auto" data-look-text="normal"');
});

test('calm mode is said to the page', () => {
  expect(lookAttributes({ ...usualLook, calm: true })).toContain('data-look-calm');
});
