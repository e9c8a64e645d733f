import { setImmediate } from 'node:timers/promises';
import { everySituation, factValues, type FactName, type Situation } from '../facts.ts';
import { schema, type CedarLibrary } from './cedar.server.ts';
import type { Problem } from './problems.server.ts';
import type { ReadRule } from './read-pack.server.ts';

/** Which of some rules hold in a situation, by their ids. */
export type Holding = (situation: Situation) => readonly string[];

/** How many situations a rule may tell apart: an operator's pack is checked while others wait. */
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
): Promise<{ holding: Holding } | { problems: Problem[] }> {
  const wide = rules.filter(({ facts }) => combinations(facts) > mostSituations);
  if (wide.length > 0) return { problems: wide.map(({ line }) => ({ line, says: tooWide })) };
  const found: Holding[] = [];
  for (const group of grouped(rules)) {
    const answer = await askAbout(cedar, group);
    if ('problems' in answer) return answer;
    found.push(answer.holding);
  }
  return { holding: (situation) => found.flatMap((holding) => holding(situation)) };
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
): Promise<{ holding: Holding } | { problems: Problem[] }> {
  const facts = group[0]?.facts ?? [];
  const keyOf = (situation: Situation) => facts.map((name) => situation[name]).join();
  const held = new Map<string, readonly string[]>();
  let asked = 0;
  for (const situation of everySituation(facts)) {
    if (asked++ % inOneGo === 0) {
      await setImmediate();
      prepare(cedar, new Map(group.map(({ rule, text }) => [rule.id, text])));
    }
    const { reasons, broken } = ask(cedar, situation);
    if (broken !== undefined) {
      const line = group.find(({ rule }) => rule.id === broken)?.line ?? null;
      return { problems: [{ line, says: breaks }] };
    }
    held.set(keyOf(situation), reasons);
  }
  return { holding: (situation) => held.get(keyOf(situation)) ?? [] };
}

const breaks = 'This rule breaks in some situations, so it would not protect anybody.';

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
