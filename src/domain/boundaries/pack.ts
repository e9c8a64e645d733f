import type { Table } from './table.ts';

/** How far the rules go: nothing in the way, think first, or better another way for now. */
export type Grade = 'open' | 'withCaution' | 'notNow';

/** The grades from the loosest to the strictest. */
export const grades: readonly Grade[] = ['open', 'withCaution', 'notNow'];

/** Where a rule comes from. `remembered`: not yet checked against the text. */
export interface Source {
  body: string;
  document: string;
  section: string;
  year: string;
  /** Empty where no public address is known. */
  address: string;
  remembered: boolean;
}

/**
 * One rule in words. `advice` is for the professional, `patient` for the other side. `instead` names what one
 * can do (`alternatives.ts`) or says it in a sentence. `ours`: the threshold or the grade is Pocket Friends'
 * default and its sources are context, never its author. `analogy`: the body speaks to other people, and this says so.
 */
export interface Rule {
  id: string;
  grade: Grade;
  advice: string;
  patient: string;
  instead: readonly string[];
  sources: readonly Source[];
  jurisdiction: string;
  verified: boolean;
  ours: boolean;
  analogy: string | null;
}

/** Rules of one body or house, compiled: the words, and for each situation which of them hold. */
export interface Pack {
  id: string;
  name: string;
  /** Of the text: another text has another version. */
  version: string;
  rules: readonly Rule[];
  table: Table;
}
