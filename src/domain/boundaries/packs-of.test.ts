import { expect, test } from 'vitest';
import { packsOf, sideOf, type PackId } from './packs-of.ts';
import {
  isJurisdiction,
  isProfession,
  jurisdictionWords,
  professionWords,
  type Statement,
} from '#domain/people/work-rules.ts';

const packs: [Statement['profession'], Statement['jurisdiction'], PackId[]][] = [
  ['radiographer', 'UK', ['base', 'UK-HCPC']],
  ['radiationTherapist', 'UK', ['base', 'UK-HCPC']],
  ['physiotherapist', 'UK', ['base', 'UK-HCPC']],
  ['psychologist', 'UK', ['base', 'UK-HCPC', 'PSY']],
  ['counsellor', 'UK', ['base', 'PSY']],
  ['doctor', 'UK', ['base', 'UK-GMC']],
  ['nurse', 'UK', ['base', 'UK-NMC']],
  ['midwife', 'UK', ['base', 'UK-NMC']],
  ['dentist', 'UK', ['base']],
  ['other', 'UK', ['base']],
  ['radiationTherapist', 'CA-ON', ['base', 'CA', 'CA-ON']],
  ['counsellor', 'CA-ON', ['base', 'CA', 'CA-ON', 'PSY']],
  ['radiographer', 'CA', ['base', 'CA']],
  ['radiographer', 'AU', ['base', 'AU-NZ']],
  ['physiotherapist', 'NZ', ['base', 'AU-NZ']],
  ['doctor', 'US', ['base', 'US', 'US-MD']],
  ['radiographer', 'US', ['base', 'US', 'US-RT']],
  ['radiationTherapist', 'US', ['base', 'US', 'US-RT']],
  ['nurse', 'US', ['base', 'US']],
  ['psychologist', 'US', ['base', 'US', 'PSY']],
  ['doctor', 'IE', ['base']],
  ['psychologist', 'DE', ['base', 'PSY']],
  ['nurse', 'elsewhere', ['base']],
];

test.each(packs)('%s, %s: is advised by %j', (profession, jurisdiction, expected) => {
  expect(packsOf({ profession, jurisdiction })).toEqual(expected);
});

test('everybody is advised by what holds for all, first and once each', () => {
  for (const profession of Object.keys(professionWords).filter(isProfession))
    for (const jurisdiction of [...jurisdictionWords.keys()].filter(isJurisdiction)) {
      const found = packsOf({ profession, jurisdiction });
      expect(found[0]).toBe('base');
      expect(new Set(found).size).toBe(found.length);
    }
});

const nobody = { professional: false, statement: null };
const nurse = {
  professional: true,
  statement: { profession: 'nurse', jurisdiction: 'UK' },
} as const;

test('a professional is advised by their own rules, whoever the other is', () => {
  expect(sideOf(nurse, nobody)).toEqual({ side: 'professional', packs: ['base', 'UK-NMC'] });
  expect(sideOf(nurse, nurse)).toEqual(sideOf(nurse, nobody));
});

test('a patient is advised by the rules of the professional whom they meet', () => {
  expect(sideOf(nobody, nurse)).toEqual({ side: 'other', packs: ['base', 'UK-NMC'] });
});

test('between two people of whom neither is a professional, nothing is asked', () => {
  expect(sideOf(nobody, nobody)).toBeNull();
});
