import { setImmediate } from 'node:timers/promises';
import { everySituation, factValues, type FactName, type Situation } from '../facts.ts';
import { schema, type CedarLibrary } from './cedar.server.ts';
import type { Problem } from './problems.server.ts';
import type { ReadRule } from './read-pack.server.ts';

/** In which situations a rule holds: looked up by the facts that it speaks of. */
export type Holds = (situation: Situation) => boolean;

/** How many situations a rule of a layer may tell apart: an operator's pack is checked while others wait. */
const mostSituations = 5040;
const inOneGo = 200;

/**
 * Asks Cedar about every combination of the facts that each rule speaks of. Rules that speak of the same facts are
 * asked together. A rule that breaks in any situation is a problem: Cedar would leave it out, and a concern that is
 * left out opens.
 */
export async function whereRulesHold(
  cedar: CedarLibrary,
  rules: readonly ReadRule[],
): Promise<{ holds: Map<string, Holds> } | { problems: Problem[] }> {
  const wide = rules.filter(({ facts }) => combinations(facts) > mostSituations);
  if (wide.length > 0) return { problems: wide.map(({ line }) => ({ line, says: tooWide })) };
  const holds = new Map<string, Holds>();
  for (const group of grouped(rules)) {
    const { facts } = group[0] ?? { facts: [] };
    const found = await askAbout(cedar, group, facts);
    if ('problems' in found) return found;
    for (const { rule } of group) {
      const keys = found.held.get(rule.id) ?? new Set();
      holds.set(rule.id, (situation) => keys.has(keyOf(facts, situation)));
    }
  }
  return { holds };
}

const tooWide = 'This rule speaks of too many facts at once. Write two rules.';

function combinations(facts: readonly FactName[]): number {
  return facts.reduce((count, name) => count * factValues[name].length, 1);
}

/** What is open and what is of concern are asked apart: Cedar is silent about the first where the second holds. */
function grouped(rules: readonly ReadRule[]): ReadRule[][] {
  return Object.values(
    Object.groupBy(rules, ({ opens, facts }) => `${opens} ${facts.join()}`),
  ).filter((group) => group !== undefined);
}

async function askAbout(
  cedar: CedarLibrary,
  group: readonly ReadRule[],
  facts: readonly FactName[],
): Promise<{ held: Map<string, Set<string>> } | { problems: Problem[] }> {
  const held = new Map(group.map(({ rule }) => [rule.id, new Set<string>()]));
  let asked = 0;
  for (const situation of everySituation(facts)) {
    if (asked++ % inOneGo === 0) {
      await setImmediate();
      prepare(cedar, new Map(group.map(({ rule, text }) => [rule.id, text])));
    }
    const { reasons, broken } = ask(cedar, situation);
    if (broken) {
      const line = group.find(({ rule }) => rule.id === broken)?.line ?? null;
      return {
        problems: [
          { line, says: 'This rule breaks in some situations, so it would not protect anybody.' },
        ],
      };
    }
    for (const id of reasons) held.get(id)?.add(keyOf(facts, situation));
  }
  return { held };
}

function keyOf(facts: readonly FactName[], situation: Situation): string {
  return facts.map((name) => situation[name]).join();
}

/** Makes Cedar ready to be asked about these rules, by their ids, until it is made ready for others. */
export function prepare(cedar: CedarLibrary, texts: ReadonlyMap<string, string>): void {
  const staticPolicies = Object.fromEntries(texts);
  const answers = [
    cedar.preparseSchema('facts', schema),
    cedar.preparsePolicySet('rules', { staticPolicies }),
  ];
  for (const answer of answers)
    if (answer.type === 'failure') throw new Error(answer.errors.map((one) => one.message).join());
}

/** Which of the prepared rules decide a situation; `broken` is one that failed. */
export function ask(
  cedar: CedarLibrary,
  situation: Situation,
): { reasons: string[]; broken?: string } {
  const { channel, ...facts } = situation;
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Professional', id: 'professional' },
    action: { type: 'Action', id: channel },
    resource: { type: 'Other', id: 'other' },
    context: Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, asCedar(name, value)]),
    ),
    entities: [],
    preparsedSchemaName: 'facts',
    preparsedPolicySetId: 'rules',
    validateRequest: true,
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map((one) => one.message).join());
  const { reason, errors } = answer.response.diagnostics;
  const broken = errors[0]?.policyId;
  return { reasons: reason.toSorted(), ...(broken === undefined ? {} : { broken }) };
}

const typeOf: Record<Exclude<FactName, 'channel' | 'minor' | 'vulnerable'>, string> = {
  care: 'Care',
  careKind: 'CareKind',
  starts: 'Starter',
  account: 'Account',
  purpose: 'Purpose',
  tie: 'Tie',
};

function asCedar(name: string, value: string | boolean) {
  if (typeof value === 'boolean') return value;
  return { __entity: { type: typeOf[name as keyof typeof typeOf], id: value } };
}
