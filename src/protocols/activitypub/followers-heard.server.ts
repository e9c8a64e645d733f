import { followersHeader, readFollowersHeader } from './followers-header.ts';
import { claimOf } from './signature.server.ts';
import {
  digestOfFollowers,
  listFollowerUrisHere,
} from '#domain/federation/followers-by-server.server.ts';
import { findRemotePerson } from '#domain/federation/remote-persons.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 4, seconds: 60 * 60 };

/**
 * Hears from somebody's server, whose signature was good, who here follows them as far as it knows. Where that is not
 * what we know, the job `match-followers` asks who they are. A header that was not signed says nothing.
 */
export async function hearFollowers(ctx: Ctx, request: Request, actorUri: string): Promise<void> {
  const text = request.headers.get(followersHeader);
  const said = text ? readFollowersHeader(text, actorUri) : undefined;
  if (!said || !claimOf(request)?.covers(followersHeader)) return;
  const actor = await findRemotePerson(ctx, actorUri);
  if (!actor || actor.followersUri !== said.collectionId) return;
  const { personId } = actor.viewer;
  if (digestOfFollowers(await listFollowerUrisHere(ctx, personId)) === said.digest) return;
  if (await limited(ctx, `followers of ${personId}`, often)) return;
  await ctx.jobs.send(ctx.db, 'match-followers', { personId, url: said.url });
}
