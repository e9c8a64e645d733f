import {
  aboutOwn,
  housePack,
  keyOf,
  loadInForce,
  ownOf,
  readKept,
  refOf,
  type Kept,
} from './in-force.server.ts';
import type { SwitchedOff } from './own-pack-rules.ts';
import { packAbout } from './pack-about.ts';
import type { Pack } from './pack.ts';
import { packNames, type PackId, type PackRef } from './packs-of.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * A pack that is in force here, as everybody sees it: `slug` is its part of an address, `about` says whom it is for,
 * `ref` names it for `loadPacks`. `own`: the operator of this place added it.
 */
export interface PackListed {
  slug: string;
  name: string;
  about: string;
  ref: PackRef;
  own: { version: number; since: Date } | null;
  switchedOff: readonly SwitchedOff[];
}

/** Every pack that somebody here can be advised by: those of the house from the widest on, then the operator's. */
export async function listPacks(ctx: Pick<Ctx, 'db'>): Promise<PackListed[]> {
  const kept = await readKept(ctx);
  const house = (Object.keys(packNames) as PackId[]).map((id) => ofHouse(kept, id));
  return [...house, ...ownOf(kept).map(ofOperator)];
}

/** A pack in force by its part of an address, whole; nothing where there is none. */
export async function findPack(
  ctx: Pick<Ctx, 'db'>,
  slug: string,
): Promise<(PackListed & { pack: Pack }) | undefined> {
  const kept = await readKept(ctx);
  const id = housePack(slug);
  const own = ownOf(kept).find(({ key }) => key === slug);
  const listed = id ? ofHouse(kept, id) : own && ofOperator(own);
  const [pack] = listed ? await loadInForce(ctx, [listed.ref]) : [];
  return listed && pack && { ...listed, pack };
}

function ofHouse(kept: ReadonlyMap<string, Kept>, id: PackId): PackListed {
  const ref = refOf(kept, id);
  const switchedOff = ref === id ? [] : (kept.get(keyOf(id))?.switchedOff ?? []);
  return {
    slug: keyOf(id),
    name: packNames[id],
    about: packAbout[id],
    ref,
    own: null,
    switchedOff,
  };
}

function ofOperator(one: Kept): PackListed {
  const { key, name, number, published } = one;
  const own = { version: number, since: published };
  return { slug: key, name, about: aboutOwn(one), ref: `${key}/${number}`, own, switchedOff: [] };
}
