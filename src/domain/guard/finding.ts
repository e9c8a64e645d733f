/**
 * What the guard may know of the author, all of it public or the author's own: it never asks a server
 * about anybody. `thread` are the posts above, `recent` the author's own of the last 30 days. It is never
 * changed: what is known from the posts around is read once for each.
 */
export interface About {
  role: Role;
  /** A BCP 47 tag; guessed from the text when absent. */
  language?: string | undefined;
  /** What the author's page shows to everybody. */
  profile?: { town?: string | undefined; employer?: string | undefined } | undefined;
  thread?: readonly string[] | undefined;
  recent?: readonly string[] | undefined;
  /** How many pictures go with the words. */
  pictures?: number | undefined;
}

/** As whom somebody writes. `other` is read like `professional` where others' care is told, else like a carer. */
export type Role = 'patient' | 'carer' | 'professional' | 'other';

/** The languages with rules of their own. */
export type Language = 'en' | 'fr' | 'es' | 'de';

/** What a span gives away. The first nine may be enough alone (`direct`), the others add up. */
export type Kind =
  | 'name'
  | 'number'
  | 'contact'
  | 'handle'
  | 'birth'
  | 'bed'
  | 'picture'
  | 'confirms'
  | 'against'
  | 'time'
  | 'place'
  | 'rare'
  | 'health'
  | 'event'
  | 'news'
  | 'age'
  | 'role'
  | 'relation'
  | 'origin'
  | 'pattern'
  | 'mark'
  | 'quote';

/** Words of the text that may let somebody recognise a person. Offsets are UTF-16 units of the text as given. */
export interface Span {
  from: number;
  to: number;
  kind: Kind;
  direct: boolean;
  /** Key of `whys` in words.ts. */
  why: Kind;
  /** What could stand there instead; the empty string means: leave it out. */
  vaguer: string;
}

/** What was looked for: without rules for a language, numbers and contacts only. */
export type Looked = 'names' | 'dates' | 'places' | 'numbers' | 'contacts' | 'pictures';

/** The guard's answer. `clear` bears no spans and is no promise: the guard misses things. */
export interface Finding {
  verdict: 'clear' | 'caution';
  spans: Span[];
  looked: Looked[];
  language: Language | 'other';
}
