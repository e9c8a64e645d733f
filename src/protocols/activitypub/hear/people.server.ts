import { fetchActor, findActor } from '../actors.server.ts';
import { asActor, type Hearing } from '../hear.server.ts';
import { textFromHtml } from '../html-text.server.ts';
import { textOf, uriOf, urisOf } from '../json.ts';
import { cut } from '../actor-read.server.ts';
import { findOwnByUri, findPersonIds } from '#domain/federation/persons-by-uri.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { fileReport } from '#domain/moderation/reports.server.ts';
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
 * Somebody has moved to another server. Believed when the new account says that it is theirs too, and once a day;
 * then whoever here follows the old one follows the new one, as far as they are let.
 */
export async function hearMove({ ctx, actor, activity }: Hearing): Promise<void> {
  const [from, to] = [uriOf(activity['object']), uriOf(activity['target'])];
  if (from !== actor.uri || !to || to === from) return;
  const target = await findActor(ctx, to);
  if ('refused' in target) return;
  const fresh = await fetchActor(ctx, to);
  if ('refused' in fresh) return;
  if (!fresh.alsoKnownAs.includes(actor.uri)) return;
  if (await limited(ctx, `move of ${actor.viewer.personId}`, oneMove)) return;
  await ctx.jobs.send(ctx.db, 'follow-who-moved', {
    fromId: actor.viewer.personId,
    toId: fresh.viewer.personId,
  });
}
