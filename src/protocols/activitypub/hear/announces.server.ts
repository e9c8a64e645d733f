import { asActor, type Hearing } from '../hear.server.ts';
import { isObject, sameOrigin, typesOf, uriOf, type Json } from '../json.ts';
import { fetchPost, findOrFetchPost, receivedOf } from '../posts-heard.server.ts';
import { quoteLate } from '../quotes-heard.server.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { findPostId, isFollowedHere } from '#domain/federation/remote-posts.server.ts';
import { viewerElsewhere } from '#domain/federation/remote-viewer.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { receiveEdit } from '#domain/posts/receive.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 600, seconds: 60 * 60 };

/**
 * Somebody shows a post to those who follow them: one of ours, or any when somebody here follows them. What it says
 * is asked of its own server, whatever the activity brings along. Groups hand on whole activities as well.
 */
export async function hearAnnounce(hearing: Hearing): Promise<void> {
  const { activity } = hearing;
  if (isActivity(activity['object'])) return hearHandedOn(hearing, activity['object']);
  const uri = uriOf(activity['object']);
  if (uri) await showOn(hearing, uri);
}

/** Shows a post on as the sender. */
async function showOn(hearing: Hearing, uri: string): Promise<void> {
  const { ctx, actor } = hearing;
  const own = sameOrigin(uri, ctx.config.origin);
  if (!own && !(await isFollowedHere(ctx, actor.viewer.personId))) return;
  const id = await findOrFetchPost(ctx, uri);
  if (id) await boostPost(asActor(hearing), { id });
}

/**
 * A group hands on what somebody has done (FEP-1b12). None of it is believed: what was written is shown on as its own
 * server has it, what was changed or deleted is asked for there anew. Likes and all else cannot be asked for: they are
 * not heard.
 */
async function hearHandedOn(hearing: Hearing, activity: Json): Promise<void> {
  const uri = uriOf(activity['object']);
  const types = typesOf(activity);
  if (!uri) return;
  if (types.includes('Create')) return showOn(hearing, uri);
  if (types.includes('Update') || types.includes('Delete')) await lookAgain(hearing, uri);
}

/**
 * Brings a post that is known here to what its own server says of it now. Of one for few it says to whoever asks that there
 * is none: its end is for its author to tell.
 */
async function lookAgain({ ctx, actor }: Hearing, uri: string): Promise<void> {
  const { personId } = actor.viewer;
  const id = sameOrigin(uri, ctx.config.origin) ? undefined : await findPostId(ctx, uri);
  if (!id || !(await isFollowedHere(ctx, personId)) || !(await findPost(ctx, id))) return;
  if (await limited(ctx, `posts looked at again for ${personId}`, often)) return;
  const found = await fetchPost(ctx, uri);
  if (found === 'gone') return remove(ctx, id);
  if (!found) return;
  const asAuthor = { ...ctx, viewer: found.author.viewer };
  await receiveEdit(asAuthor, id, await receivedOf(ctx, found.note));
  await quoteLate(ctx, found, id);
}

async function remove(ctx: Ctx, id: string): Promise<void> {
  const row = await findPostRow(ctx, id);
  const viewer = row && (await viewerElsewhere(ctx, row.authorId));
  if (viewer) await removePost({ ...ctx, viewer }, { id, media: true });
}

/** Whether something is an activity: somebody acts in it, where an object was written by somebody. */
function isActivity(value: unknown): value is Json {
  return isObject(value) && 'actor' in value;
}
