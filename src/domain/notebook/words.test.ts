import { expect, test } from 'vitest';
import { careIn, type Care } from './entries.ts';
import { careAsMarkdown, reflectionsAsMarkdown } from './markdown.ts';
import { careNamedIn, hintWords } from './place-hint.ts';
import { reflectionOn, refusedWords } from './reflection.ts';
import { tell } from '#domain/boundaries/moment.ts';
import { loadPacks } from '#domain/boundaries/packs-of.ts';

const written = '2026-11-22T12:00:00.000Z';
const care = (place: string, more: Partial<Care> = {}): Care => ({
  kind: 'care',
  written,
  place,
  since: '',
  until: '',
  ...more,
});

async function told() {
  const packs = await loadPacks(['base', 'UK-GMC']);
  const before = { side: 'professional', channel: 'friend', initiator: 'them' } as const;
  const found = tell(packs, before, { ended: 'longer', about: ['mentalHealth'] });
  if (!found) throw new Error('Something was answered.');
  return found;
}

test('a place is kept as it was typed, tidied; without one, or too long, nothing is', () => {
  const form = new FormData();
  form.set('since', ' 2024 ');
  expect(careIn(form, written)).toBeUndefined();
  form.set('place', '  Meadow \n Clinic ');
  expect(careIn(form, written)).toEqual(care('Meadow Clinic', { since: '2024' }));
  form.set('until', 'x'.repeat(61));
  expect(careIn(form, written)).toBeUndefined();
  form.delete('until');
  form.set('place', 'x'.repeat(121));
  expect(careIn(form, written)).toBeUndefined();
});

test('a reflection keeps the advice and one’s own words, and has no room for anything else', async () => {
  const now = await told();
  const kept = reflectionOn(now, { words: 'I waited.', written });
  expect(Object.keys(kept).sort()).toEqual([
    'channel',
    'grade',
    'kind',
    'rules',
    'words',
    'written',
  ]);
  expect(kept.rules.map(({ id }) => id)).toEqual(now.advice.reasons.map(({ id }) => id));
  expect(kept.rules.every(({ words, sources }) => words !== '' && sources.length > 0)).toBe(true);
  // What was answered about the other stays where it was answered.
  const whole = JSON.stringify({ ...kept, rules: [] });
  expect(whole).not.toMatch(/care|mentalHealth|endedLongAgo|minor|vulnerable|initiator/);
});

test.each([
  '@tess asked me',
  'write to tess@example.org',
  'see https://example.org/x',
  'on www.example.org',
  'her number is 943 476 5919',
  '01134960000',
])('words that lead to a person are not kept: %s', (words) => {
  expect(refusedWords(words)).toBe('names');
});

test.each([
  '',
  'We spoke on 22 November 2026, at 14:30.',
  '2026-11-22',
  'Rule 3.2, 1,000 of 10 000',
  'A colleague said: wait a year.',
])('other words are: %s', (words) => {
  expect(refusedWords(words)).toBeUndefined();
});

test('too many words are too many', () => {
  expect(refusedWords('x'.repeat(4001))).toBe('tooLong');
});

test('a place is found in public words as a whole, however its letters are written, and never half', () => {
  const entries = [care('Café Clinic'), care('Meadow Clinic')];
  expect(careNamedIn(['I work at MEADOW-CLINIC, Leeds.'], entries)?.place).toBe('Meadow Clinic');
  expect(careNamedIn(['Cafe clinic'], entries)?.place).toBe('Café Clinic');
  expect(careNamedIn(['Meadow Clinics of the north'], entries)).toBeUndefined();
  expect(careNamedIn(['Meadow', 'Clinic'], entries)).toBeUndefined();
  expect(careNamedIn(['...'], [care('...')])).toBeUndefined();
});

test('the line says what was noted, as it was noted', () => {
  expect(hintWords(care('Meadow Clinic'))).toBe(
    'You have noted that you are treated at Meadow Clinic; this person’s public profile names it.',
  );
  expect(hintWords(care('Meadow Clinic', { since: '2019', until: 'May 2024' }))).toBe(
    'You have noted care at Meadow Clinic (since 2019, until May 2024); this person’s public profile names it.',
  );
});

test('files say all of it, and what was typed changes nothing of their shape', async () => {
  const places = [care('# [x](y) *Clinic*', { since: '2024' }), care('1. Hill')];
  expect(careAsMarkdown(places)).toBe(
    '# Where I am treated\n\n- \\# \\[x\\](y) \\*Clinic\\*: since 2024\n- 1\\. Hill\n',
  );
  const now = await told();
  const text = reflectionsAsMarkdown([reflectionOn(now, { words: 'One.\n# Two', written })]);
  expect(text).toContain('## 22 November 2026: Becoming pocket friends');
  expect(text).toContain('> One.\n> \\# Two');
  for (const { sources } of now.advice.reasons)
    for (const { address } of sources) expect(text).toContain(address);
});
