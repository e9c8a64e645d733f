import { desc, eq } from 'drizzle-orm';
import { counts, housePack, readKept, type Kept } from './in-force.server.ts';
import { isPackKey, type PackDraft, type SwitchedOff } from './own-pack-rules.ts';
import { rulePackVersion } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A version in the history of a pack. `by` is absent for somebody who is not here any more. */
export interface VersionShown {
  number: number;
  name: string;
  published: Date;
  by: string | undefined;
  out: boolean;
  switchedOff: readonly SwitchedOff[];
}

/** Everything that the operator keeps, own packs first, with whether it is in force. Refuses `gone` to others. */
export async function listKept(
  ctx: Ctx,
): Promise<(Kept & { own: boolean; inForce: boolean })[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const all = [...(await readKept(ctx)).values()].map((one) => ({
    ...one,
    own: !housePack(one.key),
    inForce: counts(one),
  }));
  return [...all.filter(({ own }) => own), ...all.filter(({ own }) => !own)];
}

/** Who published which version of a pack, and when, the newest first. Refuses `gone` to all but the operator. */
export async function listVersions(
  ctx: Ctx,
  key: string,
): Promise<VersionShown[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const rows = await ctx.db
    .select({ row: rulePackVersion, by: person.handle })
    .from(rulePackVersion)
    .leftJoin(person, eq(person.id, rulePackVersion.publishedBy))
    .where(eq(rulePackVersion.packKey, key))
    .orderBy(desc(rulePackVersion.number));
  return rows.map(({ row: { number, name, published, pack, switchedOff }, by }) => ({
    ...{ number, name, published, switchedOff },
    by: by ?? undefined,
    out: pack === null,
  }));
}

/** What was typed for a version of an own pack, to go on from there or back to it. For the operator alone. */
export async function findDraft(
  ctx: Ctx,
  key: string,
  number?: number,
): Promise<(PackDraft & { number: number }) | undefined> {
  if (!ctx.viewer?.operator || !isPackKey(key)) return undefined;
  const rows = await ctx.db
    .select()
    .from(rulePackVersion)
    .where(eq(rulePackVersion.packKey, key))
    .orderBy(desc(rulePackVersion.number));
  const found = number === undefined ? rows[0] : rows.find((row) => row.number === number);
  if (!found || found.text === null) return undefined;
  return { name: found.name, scope: found.scope, text: found.text, number: found.number };
}
