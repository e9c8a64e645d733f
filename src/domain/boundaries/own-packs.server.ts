import { setImmediate } from 'node:timers/promises';
import { count, sql } from 'drizzle-orm';
import { compareAdvice, type Change } from './compare.ts';
import { checkPack, compileBase, packText, type Problem } from './compile.server.ts';
import {
  housePack,
  loadInForce,
  ownOf,
  readKept,
  refOf,
  whatFor,
  type Kept,
} from './in-force.server.ts';
import { brokenLaws } from './laws.ts';
import { keyFrom, type PackDraft, type SwitchedOff } from './own-pack-rules.ts';
import type { Pack } from './pack.ts';
import { loadPacks, packNames, type PackId, type PackRef } from './packs-of.ts';
import { rulePackVersion } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** Why nothing was published. `newer`: somebody has published since the page was opened, so look again first. */
export type NotPublished = { refused: 'gone' | 'newer' } | { problems: Problem[] };

/** What would be in force, and which situations it would change. */
export interface Checked {
  pack: Pack;
  changes: Change[];
}

/** How many versions there are of everything: who publishes says which number they have seen. */
export async function editionOf({ db }: Pick<Ctx, 'db'>): Promise<number> {
  const [row] = await db.select({ all: count() }).from(rulePackVersion);
  return row?.all ?? 0;
}

/**
 * Checks what an operator has typed, and says what it would change beside the base. Nothing is kept. Refuses `gone`
 * to everybody but the operator, and a text that is no pack with sentences and their lines. `key` is absent for a
 * new pack.
 */
export async function checkDraft(
  ctx: Ctx,
  key: string | undefined,
  { name, text }: PackDraft,
): Promise<Checked | NotPublished> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const kept = await readKept(ctx);
  const before = key === undefined ? undefined : kept.get(key);
  if (key !== undefined && (!before || housePack(key))) return { refused: 'gone' };
  const base = await baseInForce(ctx, kept);
  const checked = await checkPack(text, { id: key ?? freeKey(kept, name), name }, base);
  if ('problems' in checked) return checked;
  const taken = await idsTaken(checked.pack);
  if (taken.length > 0) return { problems: taken };
  const now = before && ownOf(kept).includes(before) ? await loadInForce(ctx, [refTo(before)]) : [];
  return { pack: checked.pack, changes: compareAdvice([base, ...now], [base, checked.pack]) };
}

/** Publishes an own pack, new or changed, as its next version. Refuses as `checkDraft`, and `newer`. */
export async function publishPack(
  ctx: Ctx,
  { key, from, draft }: { key?: string | undefined; from: number; draft: PackDraft },
): Promise<{ key: string; number: number } | NotPublished> {
  const checked = await checkDraft(ctx, key, draft);
  if (!('pack' in checked)) return checked;
  const { name, scope, text } = draft;
  const row = { packKey: checked.pack.id, name, scope, text, pack: checked.pack };
  return keep(ctx, 'publish-rules', from, row);
}

/** Takes an own pack out of force; its versions stay. Refuses `gone`, and `newer`. */
export async function endPack(
  ctx: Ctx,
  { key, from }: { key: string; from: number },
): Promise<{ key: string; number: number } | NotPublished> {
  const before = (await readKept(ctx)).get(key);
  if (!ctx.viewer?.operator || !before || before.out || housePack(key)) return { refused: 'gone' };
  const { name, scope } = before;
  const text = await textOf(ctx, before);
  return keep(ctx, 'end-rules', from, { packKey: key, name, scope, text, pack: null });
}

/** A rule that would be switched off, with the reason that everybody reads; on again without a reason. */
export interface Switch {
  key: string;
  rule: string;
  reason: string | null;
}

/**
 * Says what switching a rule of the house off (or on again) would change, and whether the laws would hold for what
 * is left, of all packs together. Nothing is kept. Refuses as `checkDraft`.
 */
export async function checkSwitch(ctx: Ctx, asked: Switch): Promise<Checked | NotPublished> {
  const id = housePack(asked.key);
  if (!ctx.viewer?.operator || !id) return { refused: 'gone' };
  const kept = await readKept(ctx);
  const without = offAfter(kept, asked).map(({ rule }) => rule);
  const base = await baseInForce(ctx, kept);
  const called = { id, name: packNames[id], without };
  const text = packText(id);
  const checked =
    id === 'base' ? await compileBase(text, called) : await checkPack(text, called, base);
  if ('problems' in checked) return checked;
  const { pack } = checked;
  if (id === 'base') {
    const problems = await brokenBeside(ctx, kept, pack);
    return problems.length > 0 ? { problems } : { pack, changes: compareAdvice([base], [pack]) };
  }
  const before = await loadInForce(ctx, [refOf(kept, id)]);
  return { pack, changes: compareAdvice([base, ...before], [base, pack]) };
}

/** Switches a rule of the house off in public, or on again. Refuses as `checkSwitch`, and `newer`. */
export async function switchRule(
  ctx: Ctx,
  asked: Switch & { from: number },
): Promise<{ key: string; number: number } | NotPublished> {
  const checked = await checkSwitch(ctx, asked);
  if (!('pack' in checked)) return checked;
  const switchedOff = offAfter(await readKept(ctx), asked);
  const row = {
    packKey: asked.key,
    name: checked.pack.name,
    scope: { professions: [], jurisdictions: [], host: null },
    text: null,
    switchedOff,
    pack: switchedOff.length > 0 ? checked.pack : null,
  };
  const act = asked.reason === null ? 'switch-rule-on' : 'switch-rule-off';
  return keep(ctx, act, asked.from, row);
}

function offAfter(kept: ReadonlyMap<string, Kept>, { key, rule, reason }: Switch): SwitchedOff[] {
  const others = (kept.get(key)?.switchedOff ?? []).filter((one) => one.rule !== rule);
  return reason === null ? others : [...others, { rule, reason }];
}

async function keep(
  ctx: Ctx,
  act: string,
  from: number,
  row: Omit<
    typeof rulePackVersion.$inferInsert,
    'number' | 'published' | 'publishedBy' | 'madeFor'
  >,
): Promise<{ key: string; number: number } | { refused: 'newer' }> {
  return inTransaction(ctx, async (tx) => {
    // One at a time: what was checked, was checked against exactly what is in force.
    await tx.db.execute(sql`lock table ${rulePackVersion} in share row exclusive mode`);
    if ((await editionOf(tx)) !== from) return { refused: 'newer' as const };
    const key = row.packKey;
    const number = ((await readKept(tx)).get(key)?.number ?? 0) + 1;
    await tx.db.insert(rulePackVersion).values({
      ...row,
      number,
      madeFor: whatFor(key),
      published: tx.clock.now(),
      publishedBy: tx.viewer?.personId ?? null,
    });
    await writeAudit(tx, { act, subject: key, detail: { number } });
    tx.wake({ kind: 'boundaries', id: 'all' });
    return { key, number };
  });
}

async function textOf(ctx: Ctx, { key, number }: Kept): Promise<string | null> {
  const [row] = await ctx.db
    .select({ text: rulePackVersion.text })
    .from(rulePackVersion)
    .where(sql`${rulePackVersion.packKey} = ${key} and ${rulePackVersion.number} = ${number}`);
  return row?.text ?? null;
}

async function baseInForce(ctx: Ctx, kept: ReadonlyMap<string, Kept>): Promise<Pack> {
  const [base] = await loadInForce(ctx, [refOf(kept, 'base')]);
  if (!base) throw new Error('There is no base.');
  return base;
}

/** A rule that is called like one of the house would be taken for it where bodies disagree. */
async function idsTaken(pack: Pack): Promise<Problem[]> {
  const house = await loadPacks(Object.keys(packNames) as PackId[]);
  const taken = new Set(house.flatMap(({ rules }) => rules.map(({ id }) => id)));
  return pack.rules
    .filter(({ id }) => taken.has(id))
    .map(({ id }) => ({
      line: null,
      says: `There is a rule ${id} already. Call yours otherwise.`,
    }));
}

/** The laws hold for every layer together with another base: then they hold for all of them at once. */
async function brokenBeside(
  ctx: Ctx,
  kept: ReadonlyMap<string, Kept>,
  base: Pack,
): Promise<Problem[]> {
  const house = (Object.keys(packNames) as PackId[]).filter((id) => id !== 'base');
  const refs = [...house.map((id) => refOf(kept, id)), ...ownOf(kept).map(refTo)];
  const problems: Problem[] = [];
  for (const layer of await loadInForce(ctx, refs)) {
    await setImmediate();
    for (const says of brokenLaws([base, layer]))
      problems.push({ line: null, says: `Together with “${layer.name}”: ${says}` });
  }
  return problems;
}

const refTo = ({ key, number }: Kept): PackRef => `${key}/${number}`;

function freeKey(kept: ReadonlyMap<string, Kept>, name: string): string {
  const key = keyFrom(name);
  let free = key;
  for (let more = 2; kept.has(free); more++) free = `${key}-${more}`;
  return free;
}
