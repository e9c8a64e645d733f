import type { Kind, Language } from '../finding.ts';

/** What could stand instead, for each kind; the empty string leaves it out. */
const instead: Record<Language, Partial<Record<Kind, string>>> = {
  en: {
    name: 'someone',
    handle: 'someone',
    bed: 'someone',
    confirms: 'all the best,',
    time: 'recently',
    place: 'at work',
    rare: 'something unusual',
    health: 'an illness',
    event: 'an accident',
    age: 'young',
    role: 'someone',
    relation: 'someone',
    pattern: 'again',
  },
  fr: {
    name: 'quelqu’un',
    handle: 'quelqu’un',
    bed: 'quelqu’un',
    confirms: 'bon courage,',
    time: 'récemment',
    place: 'au travail',
    rare: 'quelque chose d’inhabituel',
    health: 'une maladie',
    event: 'un accident',
    age: 'jeune',
    role: 'quelqu’un',
    relation: 'quelqu’un',
    pattern: 'encore',
  },
  es: {
    name: 'alguien',
    handle: 'alguien',
    bed: 'alguien',
    confirms: 'mucho ánimo,',
    time: 'hace poco',
    place: 'en el trabajo',
    rare: 'algo poco común',
    health: 'una enfermedad',
    event: 'un accidente',
    age: 'joven',
    role: 'alguien',
    relation: 'alguien',
    pattern: 'otra vez',
  },
  de: {
    name: 'jemand',
    handle: 'jemand',
    bed: 'jemand',
    confirms: 'alles Gute,',
    time: 'neulich',
    place: 'bei der Arbeit',
    rare: 'etwas Ungewöhnliches',
    health: 'eine Krankheit',
    event: 'ein Unfall',
    age: 'jung',
    role: 'jemand',
    relation: 'jemand',
    pattern: 'wieder',
  },
};

const oldWords: Record<Language, string> = {
  en: 'very old',
  fr: 'très âgée',
  es: 'muy mayor',
  de: 'sehr alt',
};

/** A suggestion for a span: plain, and itself nothing that the guard would mark. */
export function vaguerFor(kind: Kind, words: string, language: Language | 'other'): string {
  if (language === 'other') return '';
  const age = kind === 'age' ? Number(/\d{1,3}/.exec(words)?.[0] ?? 0) : 0;
  if (age >= 60) return oldWords[language];
  return instead[language][kind] ?? '';
}
