import type { Pack } from './pack.ts';
import { sayWhen } from './situation-words.ts';
import { everyWay, lookUp } from './table.ts';
import { tabulate } from './tabulate.ts';

/**
 * The situations in which a rule of a pack is given as a reason, as sentences: for a page that shows rules, and for
 * whoever reviews them. Facts that make no difference are left out. Nothing for a rule that is not there.
 */
export function whereRuleHolds({ rules, table }: Pack, id: string): string[] {
  const place = rules.findIndex((rule) => rule.id === id);
  const alone = tabulate((situation) => (lookUp(table, situation).includes(place) ? [0] : []));
  return [...everyWay(alone)].filter(({ end }) => end.length > 0).map(({ when }) => sayWhen(when));
}
