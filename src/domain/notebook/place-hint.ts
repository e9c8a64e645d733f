import { timesOf, type Care, type Entry } from './entries.ts';
import { names } from '#domain/connections/request-hold-rules.ts';

/** The care in a notebook whose place these public words name, in whole words; nothing where there is none. */
export function careNamedIn(words: readonly string[], entries: readonly Entry[]): Care | undefined {
  return entries
    .filter((entry) => entry.kind === 'care')
    .find(({ place }) => words.some((text) => names(text, place)));
}

/** What the one line says: to whoever wrote the notebook, about what everybody can read. */
export function hintWords(care: Care): string {
  const when = timesOf(care);
  const noted = `You have noted that you are treated at ${care.place}`;
  const past = `You have noted care at ${care.place}${when && ` (${when})`}`;
  return `${care.until ? past : noted}; this person’s public profile names it.`;
}
