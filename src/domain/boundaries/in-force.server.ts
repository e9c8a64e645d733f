import { createHash } from 'node:crypto';
import { and, desc, eq, sql } from 'drizzle-orm';
import { packText } from './compile.server.ts';
import { factValues } from './facts.ts';
import { isFor, isPackKey, scopeWords, type Scope, type SwitchedOff } from './own-pack-rules.ts';
import type { Pack } from './pack.ts';
import {
  isPackId,
  loadPacks,
  packNames,
  packsOf,
  type PackId,
  type PackRef,
  type Standing,
} from './packs-of.ts';
import { rulePackVersion } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

type Reader = Pick<Ctx, 'db'>;

/** The newest version of something that the operator keeps. `out`: taken out of force; `stale`: see `madeFor`. */
export interface Kept {
  key: string;
  number: number;
  name: string;
  scope: Scope;
  switchedOff: readonly SwitchedOff[];
  published: Date;
  out: boolean;
  stale: boolean;
}

/** The part of an address of a pack that comes with the house. */
export const keyOf = (id: PackId): string => id.toLowerCase();

/** The pack of the house with this part of an address. */
export function housePack(key: string): PackId | undefined {
  return Object.keys(packNames)
    .filter(isPackId)
    .find((id) => keyOf(id) === key);
}

/** The newest version of everything that the operator keeps, by its key. */
export async function readKept({ db }: Reader): Promise<Map<string, Kept>> {
  const { packKey, number, name, scope, switchedOff, published, madeFor } = rulePackVersion;
  const out = sql<boolean>`${rulePackVersion.pack} is null`;
  const rows = await db
    .selectDistinctOn([packKey], {
      ...{ key: packKey, number, name, scope, switchedOff, published },
      ...{ madeFor, out },
    })
    .from(rulePackVersion)
    .orderBy(packKey, desc(number));
  return new Map(
    rows.map(({ madeFor: made, ...row }) => [
      row.key,
      { ...row, stale: !row.out && made !== whatFor(row.key) },
    ]),
  );
}

const known = new Map<string, string>();

/**
 * What a pack that is compiled now is compiled against: the facts, and for a pack of the house its text. After an
 * update that changes them, the house's own rules are whole again until the operator has looked: the safer way.
 */
export function whatFor(key: string): string {
  const id = housePack(key);
  const before = known.get(id ?? '');
  if (before) return before;
  const parts = JSON.stringify([factValues, id ? packText(id) : '']);
  const made = createHash('sha256').update(parts).digest('hex').slice(0, 12);
  known.set(id ?? '', made);
  return made;
}

/** Whether a version is in force: neither taken out, nor made for something that has changed since. */
export const counts = ({ out, stale }: Kept): boolean => !out && !stale;

/** The own packs that are in force, by their names' order. */
export function ownOf(kept: ReadonlyMap<string, Kept>): Kept[] {
  return [...kept.values()].filter((one) => counts(one) && !housePack(one.key));
}

/** How pages name a pack of the house that is in force here: by its version, where rules are switched off. */
export function refOf(kept: ReadonlyMap<string, Kept>, id: PackId): PackRef {
  const own = kept.get(keyOf(id));
  return own && counts(own) ? `${own.key}/${own.number}` : id;
}

/**
 * The packs that advise whoever meets this professional, or is this professional: those of the house by what they
 * say of their work, then those that the operator keeps for people like them. It reads what is passed in and what
 * is published, and nothing of either person.
 */
export async function packsInForce(ctx: Reader, professional: Standing): Promise<PackRef[]> {
  const kept = await readKept(ctx);
  const own = ownOf(kept).filter(({ scope }) => isFor(scope, professional));
  return [
    ...packsOf(professional.statement).map((id) => refOf(kept, id)),
    ...own.map(({ key, number }): PackRef => `${key}/${number}`),
  ];
}

/** Packs with their words, on the server, where no request is needed. What is gone is left out. */
export async function loadInForce(ctx: Reader, refs: readonly PackRef[]): Promise<Pack[]> {
  const packs = await Promise.all(
    refs.map(async (ref) => {
      if (isPackId(ref)) return (await loadPacks([ref]))[0];
      const [key = '', number = ''] = ref.split('/');
      return findVersion(ctx, key, Number(number));
    }),
  );
  return packs.filter((pack) => pack !== undefined);
}

/** A version that was published, as its text was compiled then. */
export async function findVersion(
  { db }: Reader,
  key: string,
  number: number,
): Promise<Pack | undefined> {
  if (!isPackKey(key) || !Number.isInteger(number) || number < 1 || number > 1_000_000)
    return undefined;
  const [row] = await db
    .select({ pack: rulePackVersion.pack })
    .from(rulePackVersion)
    .where(and(eq(rulePackVersion.packKey, key), eq(rulePackVersion.number, number)));
  return row?.pack ?? undefined;
}

/** Whom an own pack is for, and since when. */
export function aboutOwn({ scope }: Kept): string {
  return `${scopeWords(scope)} Added by those who look after this place.`;
}
