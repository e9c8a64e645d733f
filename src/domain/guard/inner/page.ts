import type { Language } from '../finding.ts';
import { shapeOf } from './computed.ts';
import { findContacts } from './contacts.ts';
import { german } from './de/german.ts';
import { english } from './en/english.ts';
import { spanish } from './es/spanish.ts';
import { french } from './fr/french.ts';
import type { Grammar } from './grammar.ts';
import type { Hit } from './hit.ts';
import { apart } from './hit.ts';
import { guessLanguage, namedLanguage } from './language.ts';
import { findNumbers } from './numbers.ts';
import { read } from './reading.ts';
import { rowOf } from './row.ts';
import { sights, type Sight } from './sight.ts';
import { tokensOf, type Token } from './tokens.ts';

const grammars: Record<Language, Grammar> = { en: english, fr: french, es: spanish, de: german };

const knows: Record<Language, (word: string) => boolean> = {
  en: (word) => english.single.has(word),
  fr: (word) => french.single.has(word),
  es: (word) => spanish.single.has(word),
  de: (word) => german.single.has(word),
};

/** A text read once: its language, and everything that was seen in it. */
export interface ReadPage {
  language: Language | 'other';
  /** Whether there are rules for the language; without, only numbers and contacts were looked for. */
  known: boolean;
  sights: readonly Sight[];
  tokens: readonly Token[];
  /** The classes of each token, by name. */
  classes: readonly (readonly string[])[];
}

/** Reads a text with the rules of the language named, or guessed. */
export function readPage(text: string, named: string | undefined): ReadPage {
  const reading = read(text);
  const tokens = tokensOf(reading);
  const language = namedLanguage(named) ?? guessLanguage(tokens, knows);
  const grammar = language === 'other' ? undefined : grammars[language];
  const hits = apart([...findNumbers(reading), ...findContacts(reading)]);
  const seen = placed(hits, tokens);
  if (!grammar) return { language, known: false, sights: seen, tokens, classes: [] };
  const row = rowOf(tokens, grammar, shapeOf);
  seen.push(...sights(tokens, row, grammar));
  const classes = row.classes.map((numbers) =>
    numbers.length === 0 ? none : numbers.map((number) => grammar.names[number] ?? ''),
  );
  return { language, known: true, sights: seen, tokens, classes };
}

const none: readonly string[] = [];

/** Hits among the tokens: both stand in order, so one walk finds the sentence of each. */
function placed(hits: readonly Hit[], tokens: readonly Token[]): Sight[] {
  let at = 0;
  return hits.map(({ kind, from, to }) => {
    while (at + 1 < tokens.length && (tokens[at]?.to ?? 0) <= from) at++;
    const sentence = tokens[at]?.sentence ?? 0;
    return { says: kind, weight: 1, first: at, last: at, from, to, sentence };
  });
}
