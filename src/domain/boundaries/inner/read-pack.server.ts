import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { FactName } from '../facts.ts';
import { factNames } from '../facts.ts';
import type { Rule } from '../pack.ts';
import { schema, type CedarLibrary } from './cedar.server.ts';
import { lineOf, sayProblem, tidied, type Problem } from './problems.server.ts';
import { readWords } from './rule-words.server.ts';

/** A rule as it was read: its words, its text for Cedar, and the facts that it speaks of. */
export interface ReadRule {
  rule: Rule;
  text: string;
  line: number;
  opens: boolean;
  facts: readonly FactName[];
}

const longest = 64 * 1024;
const mostRules = 100;

/** Reads a pack's text. A layer may hold concerns only; the base alone says what is open. */
export function readPack(
  cedar: CedarLibrary,
  text: string,
  { layer }: { layer: boolean },
): { rules: ReadRule[] } | { problems: Problem[] } {
  if (Buffer.byteLength(text) > longest) return problem('A pack has 64 kB at most.');
  if (text.includes('__proto__')) return problem('"__proto__" cannot stand in a pack.');
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure')
    return { problems: tidied(parts.errors.map((one) => sayProblem(one, text))) };
  if (parts.policy_templates.length > 0)
    return problem('A rule has no gaps: leave out the question mark.');
  if (parts.policies.length === 0) return problem('There is no rule in it.');
  if (parts.policies.length > mostRules) return problem(`A pack has ${mostRules} rules at most.`);
  const read = parts.policies.map((part) => readRule(cedar, part, lineOf(text, part), layer));
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []));
  const rules = read
    .flatMap((one) => ('problems' in one ? [] : [one]))
    .sort((a, b) => a.line - b.line);
  const all = [...problems, ...twice(rules), ...againstSchema(cedar, rules)];
  return all.length > 0 ? { problems: tidied(all) } : { rules };
}

function problem(says: string): { problems: Problem[] } {
  return { problems: [{ line: null, says }] };
}

function readRule(
  cedar: CedarLibrary,
  text: string,
  line: number,
  layer: boolean,
): ReadRule | { problems: Problem[] } {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure')
    return { problems: answer.errors.map((one) => sayProblem(one, text, line)) };
  const { json } = answer;
  const words = readWords(new Map(Object.entries(json.annotations ?? {})));
  const wrong = [...(Array.isArray(words) ? words : []), ...shapeWrong(json, layer)];
  if (Array.isArray(words)) return { problems: wrong.map((says) => ({ line, says })) };
  const opens = json.effect === 'permit';
  if (opens !== (words.grade === 'open'))
    wrong.push(opens ? 'What is open has @grade("open").' : 'A concern is "caution" or "not-now".');
  if (wrong.length > 0) return { problems: wrong.map((says) => ({ line, says })) };
  return { rule: words, text, line, opens, facts: factsIn(json) };
}

function shapeWrong(json: PolicyJson, layer: boolean): string[] {
  const named = json.principal.op !== 'All' || json.resource.op !== 'All';
  return [
    ...(layer && json.effect === 'permit'
      ? [
          'A pack can only add concerns. Begin the rule with "forbid"; what is open is said elsewhere.',
        ]
      : []),
    ...(named ? ['A rule is for everybody in a situation, and never about one person.'] : []),
  ];
}

/** The facts that a rule speaks of. What reads all of them at once counts as speaking of each. */
function factsIn({ conditions }: PolicyJson): FactName[] {
  const found = new Set<string>(['channel']);
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const step = attributeOfContext(node);
    if (step) found.add(step);
    else if ('Var' in node && node.Var === 'context') for (const name of factNames) found.add(name);
    else for (const inner of Object.values(node)) look(inner);
  };
  look(conditions);
  return factNames.filter((name) => found.has(name));
}

function attributeOfContext(node: object): string | undefined {
  if (!('.' in node)) return undefined;
  const { left, attr } = node['.'] as { left: { Var?: string }; attr: string };
  return left.Var === 'context' ? attr : undefined;
}

function twice(rules: readonly ReadRule[]): Problem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ rule, line }) => {
    const known = seen.has(rule.id);
    seen.add(rule.id);
    return known ? [{ line, says: `Two rules are called ${rule.id}.` }] : [];
  });
}

function againstSchema(cedar: CedarLibrary, rules: readonly ReadRule[]): Problem[] {
  return rules.flatMap(({ text, line }) => {
    const answer = cedar.validate({ schema, policies: { staticPolicies: { rule: text } } });
    if (answer.type === 'failure') return answer.errors.map((one) => sayProblem(one, text, line));
    return [...answer.validationErrors, ...answer.validationWarnings].map(({ error }) =>
      sayProblem(error, text, line),
    );
  });
}
