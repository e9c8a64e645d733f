import { fetchActor, findActor } from '../actors.server.ts';
import { asActor, type Hearing } from '../hear.server.ts';
import { textFromHtml } from '../html-text.server.ts';
import { textOf, uriOf, urisOf } from '../json.ts';
import { cut } from '../actor-read.server.ts';
import { findOwnPerson } from '#domain/federation/own-person.server.ts';
import {
  findOwnByUri,
  findPersonIds,
  urisOfHandles,
} from '#domain/federation/persons-by-uri.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { fileReport } from '#domain/moderation/reports.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Somebody wants nothing to do with one of ours: they are kept apart from here on, and nobody is told. */
export async function hearBlock(hearing: Hearing): Promise<void> {
  const other = await findOwnByUri(hearing.ctx, uriOf(hearing.activity['object']) ?? '');
  if (other) await blockPerson(asActor(hearing), other.id);
}

const mostReported = 20;

/** Another server asks our moderators to look at somebody here, or at what they wrote. */
export async function hearFlag(hearing: Hearing): Promise<void> {
  const { ctx, activity } = hearing;
  const uris = urisOf(activity['object']).slice(0, mostReported);
  const about = (await findPersonIds(ctx, uris)).find(({ here }) => here);
  if (!about) return;
  const posts = await Promise.all(uris.map((uri) => findPostId(ctx, uri)));
  const comment = cut(textFromHtml(textOf(activity['content']) ?? ''), 1000);
  await fileReport(asActor(hearing), {
    aboutId: about.id,
    postIds: posts.filter((id) => id !== undefined),
    ...{ category: 'other', comment, rules: [], forward: false },
  });
}

const oneMove = { times: 1, seconds: 24 * 60 * 60 };

/**
 * Somebody has moved, to another server or to us. Believed when the new account says that it is theirs too, and once a
 * day; then whoever here follows the old one follows the new one, as far as they are let.
 */
export async function hearMove({ ctx, actor, activity }: Hearing): Promise<void> {
  const [from, to] = [uriOf(activity['object']), uriOf(activity['target'])];
  if (from !== actor.uri || !to || to === from) return;
  const toId = await findNewAccount(ctx, to, actor.uri);
  if (!toId) return;
  if (await limited(ctx, `move of ${actor.viewer.personId}`, oneMove)) return;
  await ctx.jobs.send(ctx.db, 'follow-who-moved', { fromId: actor.viewer.personId, toId });
}

/** An account of this place or another that says that it is also known as the old one; asked of its server just now. */
async function findNewAccount(ctx: Ctx, uri: string, old: string): Promise<string | undefined> {
  const own = await findOwnByUri(ctx, uri);
  const known = own && (await findOwnPerson(ctx, own.handle));
  if (known) {
    const aliases = await urisOfHandles(ctx, known.alsoKnownAs);
    return aliases.includes(old) ? known.id : undefined;
  }
  const target = await findActor(ctx, uri);
  if ('refused' in target) return undefined;
  const fresh = await fetchActor(ctx, uri);
  if ('refused' in fresh || !fresh.alsoKnownAs.includes(old)) return undefined;
  return fresh.viewer.personId;
}
