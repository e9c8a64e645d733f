import { asActor, type Hearing } from '../hear.server.ts';
import { sameOrigin, uriOf } from '../json.ts';
import { findOrFetchPost } from '../posts-heard.server.ts';
import { findPostId, isFollowedHere } from '#domain/federation/remote-posts.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { favouritePost } from '#domain/posts/marks.server.ts';

/** Somebody likes a post that is known here; a reaction with a picture is heard as the same. */
export async function hearLike(hearing: Hearing): Promise<void> {
  const uri = uriOf(hearing.activity['object']);
  const id = uri && (await findPostId(hearing.ctx, uri));
  if (id) await favouritePost(asActor(hearing), id);
}

/**
 * Somebody shows a post to those who follow them: one of ours, or any when somebody here follows them. What it says
 * is asked of its own server, whatever the activity brings along.
 */
export async function hearAnnounce(hearing: Hearing): Promise<void> {
  const { ctx, actor, activity } = hearing;
  const uri = uriOf(activity['object']);
  if (!uri) return;
  const own = sameOrigin(uri, ctx.config.origin);
  if (!own && !(await isFollowedHere(ctx, actor.viewer.personId))) return;
  const id = await findOrFetchPost(ctx, uri);
  if (id) await boostPost(asActor(hearing), { id });
}
