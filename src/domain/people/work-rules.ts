import { z } from 'zod';

/** What a health professional may say they are, with the words for "a" and "an" before it. */
export const professionWords = {
  radiographer: { label: 'Radiographer or imaging technologist', said: 'a radiographer' },
  radiationTherapist: {
    label: 'Radiation therapist or therapeutic radiographer',
    said: 'a radiation therapist',
  },
  medicalPhysicist: { label: 'Medical physicist', said: 'a medical physicist' },
  nurse: { label: 'Nurse', said: 'a nurse' },
  midwife: { label: 'Midwife', said: 'a midwife' },
  doctor: { label: 'Doctor', said: 'a doctor' },
  psychologist: { label: 'Psychologist', said: 'a psychologist' },
  counsellor: { label: 'Counsellor or psychotherapist', said: 'a counsellor or psychotherapist' },
  physiotherapist: { label: 'Physiotherapist', said: 'a physiotherapist' },
  occupationalTherapist: { label: 'Occupational therapist', said: 'an occupational therapist' },
  speechTherapist: { label: 'Speech and language therapist', said: 'a speech therapist' },
  dietitian: { label: 'Dietitian', said: 'a dietitian' },
  paramedic: { label: 'Paramedic', said: 'a paramedic' },
  pharmacist: { label: 'Pharmacist', said: 'a pharmacist' },
  dentist: { label: 'Dentist', said: 'a dentist' },
  socialWorker: { label: 'Social worker', said: 'a social worker' },
  other: { label: 'Another health profession', said: 'a health professional' },
} as const;

/** A profession that can be said. */
export type Profession = keyof typeof professionWords;

const european =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE' as const;

const places = {
  UK: { label: 'United Kingdom', said: 'in the United Kingdom' },
  'CA-ON': { label: 'Canada: Ontario', said: 'in Ontario, Canada' },
  CA: { label: 'Canada: elsewhere', said: 'in Canada' },
  AU: { label: 'Australia', said: 'in Australia' },
  NZ: { label: 'New Zealand', said: 'in New Zealand' },
  US: { label: 'United States', said: 'in the United States' },
  elsewhere: { label: 'Elsewhere', said: '' },
} as const;

type European = Split<typeof european>;
type Split<Text extends string> = Text extends `${infer One} ${infer Rest}`
  ? One | Split<Rest>
  : Text;

/** Where somebody's profession is regulated, as far as rules differ: a country, or a province. */
export type Jurisdiction = keyof typeof places | European;

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** Every jurisdiction with its words: first where rules are known best, then the European Union, then elsewhere. */
export const jurisdictionWords: ReadonlyMap<string, { label: string; said: string }> = new Map([
  ...Object.entries(places).filter(([code]) => code !== 'elsewhere'),
  ...european
    .split(' ')
    .map((code) => [code, countryNames.of(code) ?? code] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, 'en'))
    .map(([code, name]) => [code, { label: name, said: saidIn(code, name) }] as const),
  ['elsewhere', places.elsewhere],
]);

function saidIn(code: string, name: string): string {
  return code === 'NL' ? 'in the Netherlands' : `in ${name}`;
}

/** Whether a word is a profession that can be said. */
export function isProfession(word: unknown): word is Profession {
  return typeof word === 'string' && Object.hasOwn(professionWords, word);
}

/** Whether a word is a jurisdiction that can be said. */
export function isJurisdiction(word: unknown): word is Jurisdiction {
  return typeof word === 'string' && jurisdictionWords.has(word);
}

/** What a professional says of their work. Never an employer. */
export interface Statement {
  profession: Profession;
  jurisdiction: Jurisdiction;
}

/** A statement as it was kept; nothing for words of a newer version, which count as not said. */
export function readStatement({
  profession,
  jurisdiction,
}: Record<keyof Statement, string | null>): Statement | undefined {
  return isProfession(profession) && isJurisdiction(jurisdiction)
    ? { profession, jurisdiction }
    : undefined;
}

/** The form of a statement. */
export const statementForm = z.object({
  profession: z.custom<Profession>(isProfession, 'Choose what you are.'),
  jurisdiction: z.custom<Jurisdiction>(isJurisdiction, 'Choose where you are registered or work.'),
});

/** "a radiographer in the United Kingdom". */
export function statementWords({ profession, jurisdiction }: Statement): string {
  const { said } = professionWords[profession];
  return `${said} ${jurisdictionWords.get(jurisdiction)?.said ?? ''}`.trim();
}
