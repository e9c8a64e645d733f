import { describe, expect, test } from 'vitest';
import { casesOf, ownSets } from '../../../bench/guard/cases.ts';
import type { About, Kind, Role } from './finding.ts';
import { look, mayTell } from './look.ts';
import { lookedFor, question, whys } from './words.ts';

function found(text: string, role: Role = 'professional', about: Partial<About> = {}) {
  const finding = look(text, { role, ...about });
  return finding.spans.map(({ kind, from, to }): [Kind, string] => [kind, text.slice(from, to)]);
}

const kinds = (text: string, role?: Role) => found(text, role).map(([kind]) => kind);

describe('what is enough alone, told by a professional', () => {
  test.each<[Kind, string]>([
    ['name', 'Mrs Okonkwo cried when we told her about the scan.'],
    ['name', 'Scanned Wioletta again, she is such a star.'],
    ['number', 'Anybody seen the priors of NHS no 999 000 0018?'],
    ['number', 'ZZZ0016 has no discs.'],
    ['handle', 'Does anyone know if @rowan_knits is having treatment with you?'],
    ['birth', 'DOB 14/03/1962, which protocol?'],
    ['bed', 'Bed 7 is screaming and she will not stop.'],
    ['picture', 'Selfie at the console, never mind the worklist.'],
    ['confirms', 'Lovely to see you Monday!'],
    ['confirms', '@sam so glad your scan with us went well'],
    ['contact', 'Her daughter can be reached on 07700 900123.'],
  ])('%s: %s', (kind, text) => {
    expect(kinds(text)).toContain(kind);
  });
});

describe('what adds up: two details, one of them a time, a place or something rare', () => {
  test.each<[Kind[], string]>([
    [['time', 'place'], 'Last night in Whitby we had a man who would not stop laughing.'],
    [['rare', 'time'], 'Yesterday a patient with situs inversus came for her scan.'],
    [['age', 'time'], 'A lady of 94, aged 94, rang the bell today.'],
    [['role', 'time'], 'The vicar had his biopsy this morning.'],
  ])('%s', (expected, text) => {
    expect(kinds(text)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    'A patient cried in the scanner today.',
    'A lady of 94, aged 94, rang the bell.',
    'We had a retired vicar who sang.',
  ])('one alone is left: %s', (text) => expect(found(text)).toEqual([]));
});

describe('what lifts', () => {
  test.each([
    ['a citation', 'Yesterday a man of 97 in Whitby, case report, doi 10.1000/xyz123.'],
    ['a supposed case', 'Imagine a patient, Mrs Brown of Whitby, whom you saw yesterday.'],
    ['oneself', 'I was diagnosed in Leeds on 3 March, aged 44, by a friend.'],
    ['an announcement', 'Join us on Tuesday in Leeds for the workshop.'],
    ['large numbers', 'Of 442 patients in Leeds 12 stopped in March.'],
    ['a public person', 'Marie Curie died of aplastic anaemia in 1934 in Passy.'],
    ['a colleague', 'Sarah, our physio, treated my knee in Leeds.'],
  ])('%s: %s', (_, text) => expect(found(text)).toEqual([]));
});

describe('a patient', () => {
  test.each([
    'I am 52, treated in Vancouver, my chemo ended on 9 June, bed 4 by the window.',
    'My nurse Fatima held my hand during the biopsy last night in Leeds.',
    'My hospital number is 00482913, ring me on 07700 900123.',
  ])('is left alone with the own story: %s', (text) => expect(found(text, 'patient')).toEqual([]));

  test('is asked about somebody else in treatment', () => {
    expect(kinds('The lady before me has HIV, the nurse said.', 'patient')).toContain('bed');
    expect(kinds('Selfie with all the bald ladies behind me.', 'patient')).toContain('picture');
  });
});

describe('a carer', () => {
  test.each<[Kind, string]>([
    ['name', 'My daughter Ellie starts proton therapy soon.'],
    ['against', 'Mum doesn’t want people to know but her biopsy came back.'],
    ['age', 'My son is 7 and starts chemo on Monday.'],
  ])('is asked about %s: %s', (kind, text) => expect(kinds(text, 'carer')).toContain(kind));

  test.each([
    'Mum’s chemo starts on Monday. What do I pack?',
    'My husband is done with chemo and says hello.',
    'The nurse Emma showed me how to lift Dad.',
  ])('is left alone: %s', (text) => expect(found(text, 'carer')).toEqual([]));
});

describe('what stands around the words', () => {
  test('the author’s public employer counts as the place', () => {
    const text = 'A patient with situs inversus made us all smile.';
    expect(found(text)).toEqual([]);
    expect(found(text, 'professional', { profile: { employer: 'Whitby Infirmary' } })).toEqual([
      ['rare', 'situs inversus'],
    ]);
  });

  test('an earlier post of one’s own adds up with this one', () => {
    const text = 'Yesterday our patient told a joke.';
    expect(found(text)).toEqual([]);
    const recent = ['We have a patient, retired lighthouse keeper, who knits.'];
    expect(found(text, 'professional', { recent }).map(([kind]) => kind)).toContain('time');
  });

  test('a picture beside words about somebody in care adds up with one detail', () => {
    const text = 'A patient cried in the scanner today.';
    expect(found(text, 'professional', { pictures: 0 })).toEqual([]);
    expect(found(text, 'professional', { pictures: 1 })).toContainEqual(['time', 'today']);
    expect(found(text, 'other', { pictures: 4 })).toContainEqual(['time', 'today']);
    const vaguer = 'A patient cried in the scanner.';
    expect(found(vaguer, 'professional', { pictures: 1 })).toEqual([]);
  });

  test.each<[string, Role, string]>([
    ['nobody in care is told of', 'professional', 'The corridor this morning, at last in sun.'],
    [
      'it says no time, no place and nothing rare',
      'professional',
      'A patient of 94, aged 94, knits.',
    ],
    ['a case is cited', 'professional', 'A man of 97, case report, doi 10.1000/xyz123, today.'],
    ['somebody tells of herself', 'patient', 'My chemo ended today, and here is my wig.'],
    ['somebody tells of her mother', 'carer', 'Mum’s chemo starts on Monday. What do I pack?'],
    [
      'so does one who says not who she is',
      'other',
      'Mum’s chemo starts on Monday. What do I pack?',
    ],
  ])('a picture adds nothing where %s', (_, role, text) => {
    expect(found(text, role, { pictures: 2 })).toEqual([]);
  });

  test('nothing is flagged for what others said when the words themselves say nothing', () => {
    const thread = ['Last night in Whitby we had a man of 97.'];
    expect(found('Oh dear. Hug.', 'professional', { thread })).toEqual([]);
  });

  test('an unknown language: numbers and contacts only, and it says so', () => {
    const finding = look('Wczoraj pani Kowalska płakała. MRN 00482913', { role: 'professional' });
    expect(finding).toMatchObject({ verdict: 'caution', language: 'other' });
    expect(finding.looked).toEqual(['numbers', 'contacts']);
    expect(lookedFor(finding.looked, finding.language !== 'other')).toContain('do not know');
  });

  test('the language that an author named is not guessed again', () => {
    expect(look('Bed 4', { role: 'professional', language: 'de-AT' }).language).toBe('de');
    expect(look('Bed 4', { role: 'professional', language: 'pl' }).language).toBe('other');
  });
});

test('hidden letters and look-alikes do not hide a name', () => {
  for (const text of [
    'Мrs Okonkwo cried about her scan today',
    'M\u200brs O\u00adkonkwo cried about her scan today',
    '𝐌𝐫𝐬 𝐎𝐤𝐨𝐧𝐤𝐰𝐨 cried about her scan today',
    'Mrs Ókonkwo cried about her scan today'.normalize('NFD'),
  ])
    expect(kinds(text), text).toContain('name');
});

test('the voice: warm, no green tick, and a sentence for every kind', () => {
  for (const why of Object.values(whys)) expect(why).toMatch(/^[A-Z].{20,110}\.$/);
  expect(lookedFor(['names', 'numbers'])).toBe('We looked for names and numbers. We miss things.');
  expect(question(['Mrs Okonkwo', 'today'])).toBe(
    '“Mrs Okonkwo” and “today” may let somebody know who this is. Make it vaguer?',
  );
});

test('where nothing may tell, nothing is found, whoever wrote it and whatever stands around it', () => {
  const around = [
    'Last night in Whitby we had a man of 97.',
    'Our patient, a lighthouse keeper, knits.',
  ];
  const cases = Object.values(ownSets).flatMap((set) => casesOf(set));
  const quiet = cases.filter(({ text }) => !mayTell(text, undefined));
  expect(quiet.length).toBeGreaterThan(50);
  for (const { text } of quiet)
    for (const role of ['patient', 'carer', 'professional', 'other'] as const)
      expect(look(text, { role, thread: around, profile: { town: 'Whitby' } }).spans).toEqual([]);
});
