import { fetchActor } from '../actors.server.ts';
import { asActor, type Hearing } from '../hear.server.ts';
import { sameOrigin, uriOf } from '../json.ts';
import { handOnHeard } from '../tell/handing-on.server.ts';
import { attributedPost, isWanted, keepPost, receivedOf } from '../posts-heard.server.ts';
import { endQuote, quoteLate } from '../quotes-heard.server.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { eraseRemotePerson } from '#domain/leaving/erasure.server.ts';
import { receiveEdit } from '#domain/posts/receive.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import { removePost } from '#domain/posts/remove.server.ts';

/** Somebody has changed their own profile, which is asked for anew, or a post of theirs. */
export async function hearUpdate(hearing: Hearing): Promise<void> {
  const { ctx, actor, activity } = hearing;
  const uri = uriOf(activity['object']);
  if (!uri || !sameOrigin(uri, actor.uri)) return;
  if (uri === actor.uri) return void (await fetchActor(ctx, actor.uri));
  const found = await attributedPost(ctx, activity['object'], actor);
  if (!found || found.author.uri !== actor.uri) return;
  const known = await findPostId(ctx, found.note.uri);
  if (known) {
    const edited = await receiveEdit(asActor(hearing), known, await receivedOf(ctx, found.note));
    await quoteLate(ctx, found, known);
    const changed = 'changed' in edited && edited.changed;
    if (changed && isForEverybody(found.note.visibility)) await handOnHeard(ctx, known, activity);
  } else if (await isWanted(ctx, found)) await keepPost(ctx, found);
}

/** Somebody has taken back a post of theirs, or has left: then all that is known of them goes. */
export async function hearDelete(hearing: Hearing): Promise<void> {
  const { ctx, actor, activity } = hearing;
  const uri = uriOf(activity['object']);
  if (!uri || !sameOrigin(uri, actor.uri)) return;
  if (uri === actor.uri) return eraseRemotePerson(ctx, actor.viewer.personId);
  const id = await findPostId(ctx, uri);
  if (!id) return endQuote(asActor(hearing), uri);
  if ((await findPostRow(ctx, id))?.authorId !== actor.viewer.personId) return;
  await handOnHeard(ctx, id, activity);
  await removePost(asActor(hearing), { id, media: true });
}
