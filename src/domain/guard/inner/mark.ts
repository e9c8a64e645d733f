import type { Kind } from '../finding.ts';
import type { Sight } from './sight.ts';

/** A detail that counts, in the original's offsets. */
export interface Mark {
  kind: Kind;
  weight: number;
  from: number;
  to: number;
}

const direct: ReadonlySet<string> = new Set<Kind>([
  'name',
  'number',
  'contact',
  'handle',
  'birth',
  'bed',
  'picture',
  'confirms',
  'against',
]);
const anchors: ReadonlySet<string> = new Set<Kind>(['time', 'place', 'rare', 'event', 'news']);
const indirect: ReadonlySet<string> = new Set([
  ...anchors,
  ...(['age', 'health', 'role', 'relation', 'origin', 'pattern', 'mark', 'quote'] satisfies Kind[]),
]);

/** Enough alone. */
export function isDirect(kind: string): boolean {
  return direct.has(kind);
}

/** Adds up with others. */
export function isIndirect(kind: string): boolean {
  return indirect.has(kind);
}

/** A detail, direct or not. */
export function isDetail(says: string): boolean {
  return direct.has(says) || indirect.has(says);
}

/** A time, a place or something rare: of two details that add up, one has to be. */
export function isAnchor(kind: string): boolean {
  return anchors.has(kind);
}

/** What was seen, as a detail that counts. */
export function markOf({ says, weight, from, to }: Sight): Mark {
  return { kind: (says === 'years' ? 'age' : says) as Kind, weight, from, to };
}

/** For each kind the heaviest: two days are no more than one. */
export function mostOf(marks: readonly Mark[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { kind, weight } of marks) most.set(kind, Math.max(weight, most.get(kind) ?? 0));
  return most;
}

/** All kinds together. */
export function sumOf(counted: ReadonlyMap<string, number>): number {
  return [...counted.values()].reduce((all, weight) => all + weight, 0);
}
