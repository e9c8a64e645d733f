import type { Kind } from '../finding.ts';

/** A place in the original text that a rule found. */
export interface Hit {
  kind: Kind;
  from: number;
  to: number;
}

/** Hits in order of the text, none over another: of two that overlap, the one that begins first stays. */
export function apart<H extends Hit>(hits: readonly H[]): H[] {
  const sorted = [...hits].sort((a, b) => a.from - b.from || b.to - a.to);
  let ends = -1;
  return sorted.filter((hit) => {
    const free = hit.from >= ends;
    if (free) ends = hit.to;
    return free;
  });
}
