import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadCedar } from './inner/cedar.server.ts';
import type { Problem } from './inner/problems.server.ts';
import { readPack, type ReadRule } from './inner/read-pack.server.ts';
import { whereRulesHold } from './inner/satisfied.server.ts';
import { brokenLaws, deadRules } from './laws.ts';
import type { Pack } from './pack.ts';
import type { PackId } from './packs-of.ts';
import { tabulate } from './tabulate.ts';

export type { Problem } from './inner/problems.server.ts';

/**
 * What a pack is called: `id` tells packs apart, `name` is read by people. `without` names rules that are switched
 * off: whoever does so says it in public, with the reason; the laws hold for what is left.
 */
export interface PackName {
  id: string;
  name: string;
  without?: readonly string[];
}

/** The text of a pack that comes with the house, for whoever shows, edits or switches off its rules. */
export function packText(id: PackId): string {
  return readFileSync(new URL(`./packs/${id.toLowerCase()}.cedar`, import.meta.url), 'utf8');
}

/**
 * Reads the base from its text and draws its table. Only the base says what is open. Refuses a text that breaks a
 * law of boundaries, with a sentence for each breach.
 */
export async function compileBase(
  text: string,
  called: PackName,
): Promise<{ pack: Pack } | { problems: Problem[] }> {
  const drawn = await draw(text, called, { layer: false });
  return 'problems' in drawn ? drawn : lawful(drawn.pack, [drawn.pack]);
}

/**
 * Checks a pack that stands upon the base (a body's, an organisation's, one's own), and draws its table. It may
 * only add concerns, names nobody, and keeps the laws together with the base. Refuses with plain sentences and the
 * lines they are about. Never keeps anything: whom the pack is for is for whoever keeps it to say.
 */
export async function checkPack(
  text: string,
  called: PackName,
  base: Pack,
): Promise<{ pack: Pack } | { problems: Problem[] }> {
  const drawn = await draw(text, called, { layer: true });
  return 'problems' in drawn ? drawn : lawful(drawn.pack, [base, drawn.pack]);
}

function lawful(pack: Pack, together: readonly Pack[]): { pack: Pack } | { problems: Problem[] } {
  const broken = brokenLaws(together);
  return broken.length === 0 ? { pack } : sentences(broken);
}

async function draw(
  text: string,
  { id, name, without = [] }: PackName,
  kind: { layer: boolean },
): Promise<{ pack: Pack } | { problems: Problem[] }> {
  const cedar = await loadCedar();
  const read = readPack(cedar, text, kind);
  if ('problems' in read) return read;
  const unknown = without.filter((one) => !read.rules.some(({ rule }) => rule.id === one));
  if (unknown.length > 0) return sentences(unknown.map((one) => `There is no rule called ${one}.`));
  const kept = read.rules.filter(({ rule }) => !without.includes(rule.id));
  const found = await whereRulesHold(cedar, kept);
  if ('problems' in found) return found;
  const version = versionOf([text, ...without.toSorted()]);
  const table = tabulate((situation) => endOf(kept, found.holding(situation)));
  const pack = { id, name, version, rules: kept.map(({ rule }) => rule), table };
  const dead = new Set(deadRules(pack));
  const idle = kept.filter(({ rule }) => dead.has(rule.id));
  if (idle.length === 0) return { pack };
  return { problems: idle.map(({ line }) => ({ line, says: 'This rule can never hold.' })) };
}

function sentences(says: readonly string[]): { problems: Problem[] } {
  return { problems: says.map((one) => ({ line: null, says: one })) };
}

function versionOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** The places of the concerns that hold; where there is none, of what says that it is open. */
function endOf(rules: readonly ReadRule[], held: readonly string[]): number[] {
  const places = rules.flatMap(({ rule }, at) => (held.includes(rule.id) ? [at] : []));
  const concerns = places.filter((at) => !rules[at]?.opens);
  return concerns.length > 0 ? concerns : places;
}
