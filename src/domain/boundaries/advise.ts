import { alternativeFor, type Alternative } from './alternatives.ts';
import { conflictsAmong, type Conflict } from './conflicts.ts';
import { situationOf, type Facts, type Side, type Situation } from './facts.ts';
import { strictest, type Grade, type Pack, type Rule } from './pack.ts';
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
  const shown = concerns.length > 0 ? concerns : held;
  const grade = strictest(shown.map(({ rule }) => rule.grade));
  return {
    grade,
    reasons: sorted(shown).map(({ pack, rule }) => reasonFor(facts.side, pack, rule)),
    instead: insteadOf(
      facts.side,
      sorted(shown).map(({ rule }) => rule),
    ),
    conflicts: conflictsAmong(shown.map(({ rule }) => rule.id)),
  };
}

/** How far the rules go in a situation, and no words: what is compared and counted many times. */
export function advisedGrade(packs: readonly Pack[], situation: Situation): Grade {
  let most: Grade = 'open';
  for (const { rules, table } of packs)
    for (const place of lookUp(table, situation))
      most = strictest([most, rules[place]?.grade ?? 'notNow']);
  return most;
}

interface Held {
  pack: string;
  rule: Rule;
}

const order: Record<Grade, number> = { notNow: 0, withCaution: 1, open: 2 };

function sorted(held: readonly Held[]): Held[] {
  const rank = ({ pack, rule }: Held) =>
    `${order[rule.grade]} ${pack === 'base' ? 1 : 0} ${pack} ${rule.id}`;
  return held.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

function reasonFor(side: Side, pack: string, rule: Rule): Reason {
  const { id, grade, sources, jurisdiction, verified, ours, analogy } = rule;
  const words = side === 'professional' ? rule.advice : rule.patient;
  return { pack, id, grade, words, sources, jurisdiction, verified, ours, analogy };
}

function insteadOf(side: Side, rules: readonly Rule[]): Alternative[] {
  const said = new Set(rules.flatMap(({ instead }) => instead));
  return [...said].map((one) => alternativeFor(side, one)).filter((one) => one !== null);
}
