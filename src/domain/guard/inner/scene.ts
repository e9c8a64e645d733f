import type { Kind } from '../finding.ts';
import { isDirect } from './mark.ts';
import type { Sight } from './sight.ts';

/** What was seen in a text. */
export interface Scene {
  sights: readonly Sight[];
}

/** These say by themselves that somebody is meant who was cared for. */
const implied: ReadonlySet<string> = new Set<Kind>([
  'name',
  'handle',
  'number',
  'bed',
  'picture',
  'birth',
]);

/** Whether a meaning says by itself that somebody is meant who was cared for. */
export function isImplied(says: string): boolean {
  return implied.has(says);
}

/** Which meanings stand in which sentence. */
export interface Page {
  has(says: string): boolean;
  at(says: string, sentence: number): boolean;
  near(says: string, sentence: number): boolean;
  upTo(says: string, sentence: number): boolean;
  impliedAt(sentence: number): boolean;
  over(says: string, sight: Sight): boolean;
}

/** Lays what was seen out by sentence. */
export function pageOf(sights: readonly Sight[]): Page {
  const where = new Map<string, Set<number>>();
  const begins = new Map<string, number>();
  for (const { says, sentence } of sights) {
    const set = where.get(says) ?? new Set();
    where.set(says, set.add(sentence));
    begins.set(says, Math.min(sentence, begins.get(says) ?? sentence));
  }
  const at = (says: string, sentence: number) => where.get(says)?.has(sentence) ?? false;
  return {
    at,
    has: (says) => where.has(says),
    near: (says, n) => at(says, n) || at(says, n - 1) || at(says, n + 1),
    upTo: (says, n) => (begins.get(says) ?? Infinity) <= n,
    impliedAt: (n) => [...implied].some((says) => at(says, n)),
    over: coverOf(sights),
  };
}

/** Which words are staff's, a span of time, or a friend's: what else they say does not count. */
function coverOf(sights: readonly Sight[]): Page['over'] {
  const covered = new Map<string, Set<number>>();
  for (const { says, first, last } of sights) {
    if (says !== 'staff' && says !== 'span' && says !== 'friend') continue;
    const over = covered.get(says) ?? new Set();
    for (let at = first; at <= last; at++) over.add(at);
    covered.set(says, over);
  }
  return (says, { first, last }) => {
    for (let n = first; n <= last; n++) if (covered.get(says)?.has(n)) return true;
    return false;
  };
}

/** A supposed case, a large group, a citation, a public person, an announcement: nobody is meant. */
export function isLifted(page: Page, { says, sentence }: Sight): boolean {
  if (says === 'number') return false;
  if (page.upTo('supposed', sentence) || page.at('general', sentence)) return true;
  if (page.near('cited', sentence) || page.near('public', sentence)) return true;
  if (isDirect(says)) return false;
  return page.at('announced', sentence) && !page.at('third', sentence);
}
