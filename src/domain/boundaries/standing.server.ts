import type { Side, Situation } from './facts.ts';
import { packsInForce } from './in-force.server.ts';
import { sideOf, type PackRef, type Standing } from './packs-of.ts';
import { hostsOfWork } from '#domain/people/credentials.server.ts';
import { findProfile, type Profile } from '#domain/people/profile.server.ts';
import { findWork } from '#domain/people/work.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** How somebody is advised: the side, the packs, and what the professional's page seems to be for. */
export interface FoundSide {
  side: Side;
  packs: PackRef[];
  account: Situation['account'];
}

/**
 * Which side the viewer is advised as when they meet somebody, and by which packs: from what the viewer says of
 * their own work, and what the viewer may see of the other's. Nothing where neither works in health care, for
 * guests, and for a handle that the viewer finds nobody by. Nothing private of the other is read.
 */
export async function findSide(ctx: Ctx, handle: string): Promise<FoundSide | null> {
  if (!ctx.viewer) return null;
  const [me, them] = [await standingOf(ctx, ctx.viewer.handle), await standingOf(ctx, handle)];
  const found = me && them && sideOf(me, them);
  if (!found) return null;
  const professional = found.side === 'professional' ? me : them;
  return {
    side: found.side,
    packs: await packsInForce(ctx, professional),
    account: professional.statement ? 'professional' : 'personal',
  };
}

/**
 * Whether the viewer, who says nothing of working in health care, would write to somebody who does; from what the
 * viewer may see of them.
 */
export async function writesToCare(ctx: Ctx, handles: readonly string[]): Promise<boolean> {
  if (!ctx.viewer || handles.length === 0) return false;
  if (saysCare(await findProfile(ctx, ctx.viewer.handle))) return false;
  const profiles = await Promise.all(handles.map((handle) => findProfile(ctx, handle)));
  return profiles.some(saysCare);
}

const saysCare = (profile: Profile | undefined) =>
  profile?.roles.some(({ role }) => role === 'professional' || role === 'student') ?? false;

async function standingOf(ctx: Ctx, handle: string): Promise<Standing | undefined> {
  const profile = await findProfile(ctx, handle);
  if (!profile) return undefined;
  const work = await findWork(ctx, profile.id);
  return {
    professional: saysCare(profile),
    statement: work?.statement ?? null,
    hosts: await hostsOfWork(ctx, profile.id),
  };
}
