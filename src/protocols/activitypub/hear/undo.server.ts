import { asActor, type Hearing } from '../hear.server.ts';
import { isObject, typesOf, uriOf } from '../json.ts';
import { writtenIn } from '../posts-heard.server.ts';
import { findHeard } from '#domain/federation/heard.server.ts';
import { findOwnByUri } from '#domain/federation/persons-by-uri.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { unblockPerson } from '#domain/connections/blocks.server.ts';
import { unfollowPerson } from '#domain/connections/follows.server.ts';
import { unboostPost } from '#domain/posts/boosts.server.ts';
import { unfavouritePost } from '#domain/posts/marks.server.ts';

/** Somebody takes back something that they did themselves, described or by its address. */
export async function hearUndo(hearing: Hearing): Promise<void> {
  const undone = await whatIsUndone(hearing);
  if (!undone) return;
  const ctx = asActor(hearing);
  if (undone.type === 'Follow' || undone.type === 'Block') {
    const other = await findOwnByUri(ctx, undone.object);
    if (other && undone.type === 'Follow') await unfollowPerson(ctx, other.id);
    if (other && undone.type === 'Block') await unblockPerson(ctx, other.id);
    return;
  }
  const id = await findPostId(ctx, undone.object);
  if (id && undone.type === 'Announce') await unboostPost(ctx, id);
  if (id && (undone.type === 'Like' || undone.type === 'EmojiReact'))
    await unfavouritePost(ctx, id);
}

async function whatIsUndone({
  ctx,
  actor,
  activity,
}: Hearing): Promise<{ type: string; object: string } | undefined> {
  const { object } = activity;
  if (isObject(object) && 'type' in object) {
    const shown = object['object'];
    const about = (isObject(shown) && writtenIn(shown)) || uriOf(shown);
    const type = typesOf(object)[0];
    return uriOf(object['actor']) === actor.uri && about && type
      ? { type, object: about }
      : undefined;
  }
  const uri = uriOf(object);
  const known = uri ? await findHeard(ctx, { uri, actorUri: actor.uri }) : undefined;
  return known?.object ? { type: known.type, object: known.object } : undefined;
}
