import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext, withNext } from './next.ts';
import { passwordFault } from './password.ts';
import { readForm, welcomeForm } from './rules.ts';

test('the way on never leads out of this place', () => {
  const hard = fc.constantFrom(
    '/',
    '//',
    '\\',
    '/\\',
    '/.',
    '/..',
    '//evil.example',
    'https:',
    '@',
    '%2f',
    '\t',
    '\n',
    '?',
    '#',
    'a',
  );
  const paths = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.array(hard, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(paths, (asked) => {
      const next = safeNext(asked);
      expect(new URL(next, 'https://here.example').origin).toBe('https://here.example');
      expect(safeNext(next)).toBe(next);
    }),
    { numRuns: 2000 },
  );
});

test('the way on survives a page', () => {
  expect(withNext('/sign-up', '/medradjclub/2018-01-18/chat?at=3#end')).toBe(
    '/sign-up?next=%2Fmedradjclub%2F2018-01-18%2Fchat%3Fat%3D3%23end',
  );
  expect(safeNext('/medradjclub/2018-01-18/chat?at=3#end')).toBe(
    '/medradjclub/2018-01-18/chat?at=3#end',
  );
  expect(withNext('/sign-up', '/')).toBe('/sign-up');
});

test.each([
  ['ninechars', 'short'],
  ['a'.repeat(257), 'long'],
  ['Anna@Example.org', 'address'],
  ['🦊'.repeat(9), 'short'],
  ['🦊'.repeat(256), undefined],
  ['four plain words here', undefined],
  ['ünïcödé wörds', undefined],
])('the password %s is answered with %s', (password, fault) => {
  expect(passwordFault(password, 'anna@example.org')).toBe(fault);
});

test('a name is one line without direction tricks, and may be a pseudonym', () => {
  const read = readForm(welcomeForm, {
    handle: 'night_owl',
    name: ' Night\n\u202EOwl ',
    roles: ['patient', 'king', 'patient'],
  });
  expect(read).toMatchObject({ value: { name: 'Night Owl', bio: '', roles: ['patient'] } });
});

test('a form that needs mending says where, a sentence for each field', () => {
  const read = readForm(welcomeForm, {
    handle: 'Adm1n',
    name: '...',
    zone: 'Mars/Base',
    bio: 'x'.repeat(501),
  });
  expect('faults' in read && Object.keys(read.faults).sort()).toEqual([
    'bio',
    'handle',
    'name',
    'zone',
  ]);
});
