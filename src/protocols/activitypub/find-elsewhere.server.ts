import { askWebFinger, fetchActor, findActor } from './actors.server.ts';
import { fetchDocument } from './documents.server.ts';
import { hostOf, typesOf, uriOf } from './json.ts';
import { findOrFetchPost } from './posts-heard.server.ts';
import { findRemotePerson } from '#domain/federation/remote-persons.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { FoundElsewhere } from '#platform/elsewhere.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 120, seconds: 60 * 60 };
const actors = new Set(['Person', 'Group', 'Service', 'Application', 'Organization']);

/**
 * Looks on another server for `@anna@b.example`, or for whom or what an address leads to: a person, or a post that
 * everybody may read. Only for people who are signed in, 120 times an hour. What is found is known here afterwards.
 */
export async function findElsewhere(
  ctx: Ctx,
  sought: string,
  { fresh = false }: { fresh?: boolean } = {},
): Promise<FoundElsewhere | undefined> {
  const { viewer } = ctx;
  if (!viewer) return undefined;
  const words = sought.trim();
  const [, name, host] = /^@?([a-z0-9_][a-z0-9_.-]{0,63})@([^\s@/?#]{3,253})$/i.exec(words) ?? [];
  const address = uriOf(words);
  const named = name && host ? { name: name.toLowerCase(), host: host.toLowerCase() } : undefined;
  const theirs = named?.host ?? (address && hostOf(address));
  if (!theirs || theirs === new URL(ctx.config.origin).host) return undefined;
  if (await limited(ctx, `lookups of ${viewer.personId}`, often)) return undefined;
  if (named) return findNamed(ctx, named, fresh);
  return address ? findAddressed(ctx, address) : undefined;
}

async function findNamed(ctx: Ctx, { name, host }: { name: string; host: string }, fresh: boolean) {
  const found = await askWebFinger(ctx, name, host);
  return found && findWho(ctx, found.uri, fresh);
}

async function findWho(ctx: Ctx, uri: string, fresh: boolean): Promise<FoundElsewhere | undefined> {
  const actor = await (fresh ? fetchActor : findActor)(ctx, uri);
  return 'refused' in actor ? undefined : { personId: actor.viewer.personId };
}

async function findAddressed(ctx: Ctx, address: string): Promise<FoundElsewhere | undefined> {
  const known = await findRemotePerson(ctx, address);
  if (known) return { personId: known.viewer.personId };
  const document = await fetchDocument(ctx, address);
  const id = 'refused' in document ? undefined : uriOf(document);
  if (!id) return undefined;
  if (typesOf(document).some((type) => actors.has(type))) {
    const actor = await fetchActor(ctx, id);
    return 'refused' in actor ? undefined : { personId: actor.viewer.personId };
  }
  const postId = await findOrFetchPost(ctx, id);
  return postId ? { postId } : undefined;
}
