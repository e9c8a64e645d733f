import { setImmediate } from 'node:timers/promises';
import { grades, type Pack } from './pack.ts';
import { showRule, type RuleShown } from './rule-shown.ts';

/** Saying where rules hold looks at every situation, so it is done once for a version of a pack. */
const known = new Map<string, RuleShown[]>();
const mostKnown = 60;

/** Every rule of a pack in sentences, the strictest first. It lets others be served between two rules. */
export async function showRules(pack: Pack): Promise<RuleShown[]> {
  const key = `${pack.id} ${pack.version}`;
  const before = known.get(key);
  if (before) return before;
  const shown: RuleShown[] = [];
  for (const rule of pack.rules) {
    await setImmediate();
    shown.push(showRule(pack, rule));
  }
  shown.sort((one, other) => grades.indexOf(other.grade) - grades.indexOf(one.grade));
  if (known.size >= mostKnown) known.clear();
  known.set(key, shown);
  return shown;
}
