import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asHandle, handleFault, tidyHandle } from './handle.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789_'.split('');
const shaped = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 40 });

describe('a handle', () => {
  test.each(['anna', 'sue_r', 'rad1ographer', 'abc', 'a'.repeat(30), '1st_patient', '_x_'])(
    'can be %s',
    (handle) => {
      expect(handleFault(handle)).toBeUndefined();
    },
  );

  test.each([
    '',
    'ab',
    'a'.repeat(31),
    'Anna',
    'an na',
    'änna',
    'аnna',
    'anna.b',
    '123',
    '___',
    'anna\n',
    '@anna',
  ])('cannot be "%s"', (handle) => expect(handleFault(handle)).toBe('shape'));

  test.each([
    'admin',
    'adm1n',
    'a_d_m_i_n',
    '0perator',
    'rnoderator',
    'm0derat0r',
    'officia1',
    'he1p',
    '5upport',
    'evvryone'.replace('vv', 've'),
  ])('may not sound like the house: %s', (handle) => expect(handleFault(handle)).toBe('reserved'));

  test('is read the same from its address, whatever the letters looked like', () => {
    fc.assert(
      fc.property(shaped, (typed) => {
        const handle = tidyHandle(`@${typed.toUpperCase()}`);
        if (handleFault(handle)) return;
        expect(asHandle(`@${handle}`)).toBe(handle);
        expect(tidyHandle(handle)).toBe(handle);
      }),
    );
  });

  test('is never taken with any sign outside of a-z, 0-9 and _', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (typed) => {
        const handle = tidyHandle(typed);
        if (handleFault(handle) === undefined) expect(handle).toMatch(/^[a-z0-9_]{3,30}$/);
      }),
      { numRuns: 500 },
    );
  });
});
