import { expect, test } from 'vitest';
import { findLanguage, languages } from './languages.ts';
import {
  foundIn,
  placeOf,
  profileFields,
  profileForm,
  readAliases,
  readLinks,
  rolesIn,
} from './profile-rules.ts';
import { readForm } from './rules.ts';

const link = (address: string, label = '') => readLinks([{ label, address }], ['localhost:4500']);

function formOf(fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test.each([
  ['https://Example.org', 'https://example.org/'],
  ['example.org/me', 'https://example.org/me'],
  [' https://example.social/@anna ', 'https://example.social/@anna'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['http://localhost:4500/me', 'http://localhost:4500/me'],
])('the link %s is kept as %s', (typed, address) => {
  expect(link(typed)).toMatchObject({ value: [{ address }] });
});

test.each([
  'http://example.org',
  'http://localhost:4501/me',
  'javascript:alert(1)',
  'JAVA\nSCRIPT:alert(1)',
  'data:text/html,x',
  'mailto:anna@example.org',
  'https://anna:secret@example.org/',
  'https://localhost/',
  'https://[::1]/',
  `https://example.org/${'x'.repeat(300)}`,
  'https://',
  'two words',
])('the link %j is not taken', (typed) => {
  expect(link(typed)).toEqual({ faults: { 'links-0-address': expect.stringContaining('https') } });
});

test('a link without a label is called by its host, and an empty row is none', () => {
  const rows = [
    { label: '', address: '' },
    { label: ' \u202Emy page ', address: 'https://www.example.org/a' },
    { label: '', address: 'https://www.example.org/b/' },
  ];
  const read = readLinks(rows, []);
  expect(read).toEqual({
    value: [
      { label: 'my page', address: 'https://www.example.org/a' },
      { label: 'example.org', address: 'https://www.example.org/b/' },
    ],
  });
  expect(placeOf('https://www.example.org/b/')).toBe('example.org/b');
  expect(readLinks([...rows, { label: 'x', address: '' }], [])).toMatchObject({
    faults: { 'links-3-address': expect.any(String) },
  });
});

test('accounts elsewhere are read one on a line, each once', () => {
  expect(
    readAliases('Anna@Example.social\r\n\n@anna@example.social\nhttps://example.org/users/anna'),
  ).toEqual({
    value: ['@Anna@example.social', '@anna@example.social', 'https://example.org/users/anna'],
  });
  expect(readAliases('')).toEqual({ value: [] });
});

test.each(['anna', '@anna', '@anna@localhost', 'http://example.org/a', 'javascript:x', '@a@b@c'])(
  'the account %j elsewhere is not taken',
  (typed) => {
    expect(readAliases(typed)).toMatchObject({ faults: { aliases: expect.any(String) } });
  },
);

test('five accounts elsewhere are the most', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => `@a${n}@example.org`).join('\n');
  expect(readAliases(lines(5))).toHaveProperty('value');
  expect(readAliases(lines(6))).toHaveProperty('faults');
});

test('languages come from the list, each once, five at most', () => {
  const read = (codes: string[]) =>
    readForm(profileForm, profileFields(formOf([['name', 'A'], ...codes.map(asField)])));
  const asField = (code: string): [string, string] => ['languages', code];
  expect(read(['de', '', 'klingon', 'de', 'ar'])).toMatchObject({
    value: { languages: ['de', 'ar'] },
  });
  expect(read(['de', 'ar', 'en', 'fr', 'it', 'es'])).toHaveProperty('faults.languages');
  expect(findLanguage('de')).toEqual({ code: 'de', name: 'German', own: 'Deutsch' });
  expect(languages.length).toBeGreaterThan(150);
});

test('a role is said only with an audience, and nothing else of a form is believed', () => {
  const form = formOf([
    ['patient', 'nobody'],
    ['carer', ''],
    ['student', 'the world'],
    ['king', 'everyone'],
  ]);
  expect(rolesIn(form)).toEqual([{ role: 'patient', audience: 'nobody' }]);
  expect(foundIn(formOf([['found', 'indexable']]))).toEqual({
    discoverable: false,
    indexable: true,
    showsFollows: false,
    feed: false,
  });
});

test('SES-20: a profile takes nothing but its own fields', () => {
  const form = formOf([
    ['name', 'Anna'],
    ['operator', 'true'],
    ['id', '1'],
    ['handle', 'admin'],
    ['indexable', 'true'],
    ['avatar', 'x.webp'],
  ]);
  const read = readForm(profileForm, profileFields(form));
  expect('value' in read && Object.keys(read.value).sort()).toEqual([
    'bio',
    'languages',
    'name',
    'pronouns',
    'zone',
  ]);
});
