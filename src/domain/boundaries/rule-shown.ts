import { alternativeFor } from './alternatives.ts';
import { conflicts, type Conflict } from './conflicts.ts';
import type { Side } from './facts.ts';
import type { Pack, Rule } from './pack.ts';
import { whereRuleHolds } from './where.ts';

/** A rule for a page that shows all of it: the words for both sides, what each can do instead, and where it holds. */
export interface RuleShown extends Omit<Rule, 'instead'> {
  instead: Readonly<Record<Side, readonly string[]>>;
  where: readonly string[];
}

/** One rule of a pack in sentences. It looks at every situation, and so takes some milliseconds. */
export function showRule(pack: Pack, rule: Rule): RuleShown {
  const wordsFor = (side: Side) =>
    rule.instead.flatMap((name) => alternativeFor(side, name)?.words ?? []);
  const instead = { professional: wordsFor('professional'), other: wordsFor('other') };
  return { ...rule, instead, where: whereRuleHolds(pack, rule.id) };
}

/** The disagreements between bodies in which rules of a pack take part. */
export function conflictsWith({ rules }: Pick<Pack, 'rules'>): Conflict[] {
  const ids = new Set(rules.map(({ id }) => id));
  return conflicts.filter(({ sides }) =>
    sides.some((side) => side.rules.some((id) => ids.has(id))),
  );
}
