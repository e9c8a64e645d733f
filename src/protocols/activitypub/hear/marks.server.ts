import { asActor, type Hearing } from '../hear.server.ts';
import { uriOf } from '../json.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { favouritePost } from '#domain/posts/marks.server.ts';

/** Somebody likes a post that is known here; a reaction with a picture is heard as the same. */
export async function hearLike(hearing: Hearing): Promise<void> {
  const uri = uriOf(hearing.activity['object']);
  const id = uri && (await findPostId(hearing.ctx, uri));
  if (id) await favouritePost(asActor(hearing), id);
}
