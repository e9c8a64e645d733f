import type { Reason } from '#domain/boundaries/advise.ts';
import type { Channel } from '#domain/boundaries/facts.ts';
import type { Grade } from '#domain/boundaries/pack.ts';

/** The longest place, and the longest words about a time, in characters. */
export const longestPlace = 120;
export const longestTime = 60;

/** The longest words of one's own about a moment, in characters. */
export const longestWords = 4000;

/** Where and when somebody is treated, in their own words. An empty `until`: it goes on. */
export interface Care {
  kind: 'care';
  /** When it was first written down, as an ISO instant. */
  written: string;
  place: string;
  since: string;
  until: string;
}

/**
 * What a professional weighed before a channel was opened: the advice as it stood, and their own words. There is no
 * room in it for who the other was, nor for what was answered about them.
 */
export interface Reflection {
  kind: 'reflection';
  written: string;
  channel: Channel;
  grade: Grade;
  rules: readonly Reason[];
  words: string;
}

/** One thing in a notebook. */
export type Entry = Care | Reflection;

/** Whether what was sealed is an entry that this version knows. */
export function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const said = value as Record<string, unknown>;
  const texts = (...names: string[]) => names.every((name) => typeof said[name] === 'string');
  if (said['kind'] === 'care') return texts('written', 'place', 'since', 'until');
  return (
    said['kind'] === 'reflection' &&
    texts('written', 'channel', 'grade', 'words') &&
    Array.isArray(said['rules'])
  );
}

/** What a form says of care, tidied; nothing where no place is named or a text is too long. */
export function careIn(form: FormData, written: string): Care | undefined {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
  };
  const [place, since, until] = [text('place'), text('since'), text('until')];
  const fits =
    place !== '' &&
    place.length <= longestPlace &&
    Math.max(since.length, until.length) <= longestTime;
  return fits ? { kind: 'care', written, place, since, until } : undefined;
}

/** "since 2024, until March 2026", or what of it is known. */
export function timesOf({ since, until }: Pick<Care, 'since' | 'until'>): string {
  return [since && `since ${since}`, until && `until ${until}`].filter(Boolean).join(', ');
}
