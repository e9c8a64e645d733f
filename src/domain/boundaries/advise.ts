import { alternativeFor, type Alternative } from './alternatives.ts';
import { conflictsAmong, type Conflict } from './conflicts.ts';
import { situationOf, type Facts, type Side, type Situation } from './facts.ts';
import { grades, type Grade, type Pack, type Rule } from './pack.ts';
import { lookUp } from './table.ts';

/** One rule that bears on what somebody is about to do, in the words of their side. */
export interface Reason extends Pick<
  Rule,
  'id' | 'grade' | 'sources' | 'jurisdiction' | 'verified' | 'ours' | 'analogy'
> {
  pack: string;
  words: string;
}

/** How far the rules go, every reason from the strictest on, what one can do instead, and where bodies disagree. */
export interface Advice {
  grade: Grade;
  reasons: readonly Reason[];
  instead: readonly Alternative[];
  conflicts: readonly Conflict[];
}

/**
 * What the rules say to one person about one act. The grade is the strictest of all packs; the reasons are all
 * rules that hold, strictest first, and what says "open" only where nothing else is said. The same facts and packs
 * give the same advice everywhere: it knows nothing but what is passed in, and keeps nothing.
 */
export function advise(packs: readonly Pack[], facts: Facts): Advice {
  const situation = situationOf(facts);
  const held = packs.flatMap((pack) =>
    lookUp(pack.table, situation).flatMap((place) => {
      const rule = pack.rules[place];
      return rule ? [{ pack: pack.id, rule }] : [];
    }),
  );
  const concerns = held.filter(({ rule }) => rule.grade !== 'open');
  const shown = (concerns.length > 0 ? concerns : held).sort(strictestFirst);
  return {
    grade: shown[0]?.rule.grade ?? 'notNow',
    reasons: shown.map(({ pack, rule }) => reasonFor(facts.side, pack, rule)),
    instead: insteadOf(facts.side, shown),
    conflicts: conflictsAmong(shown.map(({ rule }) => rule.id)),
  };
}

/** How far the rules go in a situation, and no words: what is compared and counted many times. */
export function advisedGrade(packs: readonly Pack[], situation: Situation): Grade {
  let most = 0;
  for (const { rules, table } of packs)
    for (const place of lookUp(table, situation))
      most = Math.max(most, grades.indexOf(rules[place]?.grade ?? 'notNow'));
  return grades[most] ?? 'notNow';
}

interface Held {
  pack: string;
  rule: Rule;
}

const order: Record<Grade, number> = { notNow: 0, withCaution: 1, open: 2 };

/** What is said to the narrowest circle comes first among equals, and what is said to everybody last. */
function strictestFirst(one: Held, other: Held): number {
  const apart = order[one.rule.grade] - order[other.rule.grade];
  if (apart !== 0) return apart;
  if (one.pack !== other.pack) {
    if (one.pack === 'base' || other.pack === 'base') return one.pack === 'base' ? 1 : -1;
    return one.pack < other.pack ? -1 : 1;
  }
  return one.rule.id < other.rule.id ? -1 : 1;
}

function reasonFor(side: Side, pack: string, rule: Rule): Reason {
  const { id, grade, sources, jurisdiction, verified, ours, analogy } = rule;
  const words = side === 'professional' ? rule.advice : rule.patient;
  return { pack, id, grade, words, sources, jurisdiction, verified, ours, analogy };
}

function insteadOf(side: Side, shown: readonly Held[]): Alternative[] {
  const said = new Set<string>();
  for (const { rule } of shown) for (const one of rule.instead) said.add(one);
  const found: Alternative[] = [];
  for (const one of said) {
    const alternative = alternativeFor(side, one);
    if (alternative) found.push(alternative);
  }
  return found;
}
