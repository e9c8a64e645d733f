import { fetchDocument } from '../documents.server.ts';
import { isObject, listOf, sameOrigin, typesOf, uriOf, type Json } from '../json.ts';
import { tellUnfollow } from '../tell/follows.server.ts';
import { answerFollowRequest, removeFollower } from '#domain/connections/follows.server.ts';
import { listFollowersHere } from '#domain/federation/moves.server.ts';
import { findPerson, findPersonIds } from '#domain/federation/persons-by-uri.server.ts';
import { viewerElsewhere } from '#domain/federation/remote-viewer.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const mostPages = 20;
/** More than live in any place of this kind: a list is read by names, all at once. */
const mostListed = 10_000;
const mostUndone = 100;

/**
 * The job `match-followers`: makes who here follows somebody elsewhere what their server says it is (FEP-8fcf). Whom it
 * does not list follows no longer; who waits and is listed was let in; of who is listed and does not follow it hears
 * `Undo`. All of it is done as they themselves may do it: nobody but them can be meant.
 */
export async function matchFollowers(
  services: Services,
  { personId, url }: { personId: string; url: string },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const followed = await findPerson(ctx, personId);
  const viewer = await viewerElsewhere(ctx, personId);
  const listed = followed && viewer && (await listAll(ctx, url, followed.uri));
  if (!listed) return;
  const asFollowed = { ...ctx, viewer };
  const here = (await findPersonIds(ctx, listed)).filter((one) => one.here);
  const known = new Set((await listFollowersHere(ctx, personId)).map((one) => one.personId));
  const said = new Set(here.map(({ id }) => id));
  for (const id of known) if (!said.has(id)) await removeFollower(asFollowed, id);
  for (const id of [...said].filter((one) => !known.has(one)).slice(0, mostUndone)) {
    const waited = await answerFollowRequest(asFollowed, id, true);
    if (waited) await tellUnfollow(ctx, { followerId: id, followeeId: personId });
  }
}

/** All addresses of this place in a collection of somebody's server. Nothing when it has no end, or is too long. */
async function listAll(ctx: Ctx, url: string, ownerUri: string): Promise<string[] | undefined> {
  const listed: string[] = [];
  let next: unknown = url;
  for (let page = 0; next !== undefined; page += 1) {
    const part: Json | undefined = page < mostPages ? await pageAt(ctx, next, ownerUri) : undefined;
    if (!part) return undefined;
    const items = [...listOf(part['items']), ...listOf(part['orderedItems'])];
    const uris = items.flatMap((item) => uriOf(item) ?? []);
    listed.push(...uris.filter((uri) => sameOrigin(uri, ctx.config.origin)));
    if (listed.length > mostListed) return undefined;
    next = part['first'] ?? part['next'] ?? undefined;
  }
  return listed;
}

async function pageAt(ctx: Ctx, at: unknown, ownerUri: string): Promise<Json | undefined> {
  const uri = uriOf(at);
  const found =
    isObject(at) && isCollection(at) ? at : uri && (await fetchedFrom(ctx, uri, ownerUri));
  return found && isCollection(found) ? found : undefined;
}

async function fetchedFrom(ctx: Ctx, uri: string, ownerUri: string): Promise<Json | undefined> {
  if (!sameOrigin(uri, ownerUri)) return undefined;
  const found = await fetchDocument(ctx, uri);
  return 'refused' in found || !sameOrigin(uriOf(found) ?? '', ownerUri)
    ? undefined
    : (found as Json);
}

function isCollection(found: Json): boolean {
  return typesOf(found).some((type) => /^(?:Ordered)?Collection(?:Page)?$/.test(type));
}
