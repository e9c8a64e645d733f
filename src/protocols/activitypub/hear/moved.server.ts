import { movePersonTo, listFollowersHere } from '#domain/federation/moves.server.ts';
import { findPerson } from '#domain/federation/persons-by-uri.server.ts';
import { followPerson, unfollowPerson } from '#domain/connections/follows.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The job `follow-who-moved`: whoever here follows somebody who has moved asks to follow where they live now, and
 * follows the old account no longer. Done again, it finds nobody left to do it for.
 */
export async function followWhoMoved(
  services: Services,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const [from, to] = [await findPerson(ctx, fromId), await findPerson(ctx, toId)];
  if (!from || !to) return;
  await movePersonTo(ctx, fromId, to.uri);
  for (const viewer of await listFollowersHere(ctx, fromId)) {
    const asFollower = { ...ctx, viewer };
    await followPerson(asFollower, toId);
    await unfollowPerson(asFollower, fromId);
  }
}
