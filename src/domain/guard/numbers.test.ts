import { describe, expect, test } from 'vitest';
import { checks } from './inner/check-digits.ts';
import { findContacts } from './inner/contacts.ts';
import { findNumbers } from './inner/numbers.ts';
import { read } from './inner/reading.ts';

describe('numbers of health services, by their check digit', () => {
  test.each([
    ['nhs', '9990000018', '9990000019'],
    ['bcPhn', '9698658215', '9698658216'],
    ['ontario', '9876543217', '9876543218'],
    ['ontario', '9876543217AB', '1876543217AB'],
    ['ramq', 'TREM51591215', 'TREM51991215'],
    ['medicareAu', '2123456701', '2123456711'],
    ['ihi', '8003608166690503', '8003608166690504'],
    ['nhi', 'ZZZ0016', 'ZZZ0017'],
    ['nhi', 'ZBN77VL', 'ZBN77VM'],
    ['nir', '269054958815780', '269054958815781'],
    ['kvnr', 'A123456780', 'A123456781'],
    ['dni', '12345678Z', '12345678A'],
    ['dni', 'X1234567L', 'X1234567A'],
    ['mbi', '1EG4TE5MK73', '1EG4TE5MKA3'],
  ])('%s: %s, not %s', (name, good, bad) => {
    expect(checks[name]?.(good)).toBe(true);
    expect(checks[name]?.(bad)).toBe(false);
  });
});

const numbers = (text: string) =>
  findNumbers(read(text)).map(({ from, to }) => text.slice(from, to));
const contacts = (text: string) =>
  findContacts(read(text)).map(({ from, to }) => text.slice(from, to));

test.each([
  ['MRN 00482913', 'MRN 00482913'],
  ['Hospital number: RXH445210 please', 'Hospital number: RXH445210'],
  ['patient ID 5583921-B is booked twice', 'patient ID 5583921-B'],
  ['٩٩٩ ٠٠٠ ٠٠١٨', '٩٩٩ ٠٠٠ ٠٠١٨'],
  ['n° de sécu 2 69 05 49 588 157 80', '2 69 05 49 588 157 80'],
])('is a number: %s', (text, part) => expect(numbers(text).join()).toContain(part));

test.each([
  'PMID 26228234 and doi 10.1259/bjrcr.20160123',
  'HCPC RA12345, ORCID 0000-0002-1825-0097, ISBN 9780199642663',
  'Between 2015 and 2019, 1,212 people, 26 Gy in 5.',
  'https://example.org/9990000018',
])('is none: %s', (text) => expect(numbers(text)).toEqual([]));

test.each([
  ['ring 07700 900123 tonight', '07700 900123'],
  ['write to jo.bloggs@example.org', 'jo.bloggs@example.org'],
  ['lives at 18 Mill Lane', '18 Mill Lane'],
  ['12 rue de la Gare', '12 rue de la Gare'],
  ['in der Lindenstraße 4', 'Lindenstraße 4'],
])('leads to one person: %s', (text, part) => expect(contacts(text)).toEqual([part]));

test('a line for everybody may be passed on', () => {
  expect(contacts('The helpline is 0800 123 4567, or 116 123.')).toEqual([]);
});
