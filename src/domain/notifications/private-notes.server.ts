import { sql } from 'drizzle-orm';
import { notify, unnotify } from './notify.server.ts';
import type { Kind } from '#domain/guard/finding.ts';
import { look } from '#domain/guard/look.ts';
import { viewerOf } from '#domain/people/viewer-of.server.ts';
import { aboutAuthor } from '#domain/posts/about-author.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The job that looks at a post that came where no guard was: from an app, without script, at its planned hour. It
 * stands already, and stays. Only its author is told, once; after an edit that leaves nothing to say the note goes.
 */
export async function lookAtPost(
  services: Services,
  { postId }: { postId: string },
): Promise<void> {
  const viewer = await findAuthor(services, postId);
  if (!viewer) return;
  const ctx = { ...services, viewer };
  const found = await kindsIn(ctx, postId);
  const own = { kind: 'private_note', fromId: viewer.personId, postId } as const;
  await inTransaction(ctx, async (tx) => {
    if (found.length === 0) await unnotify(tx, own);
    else await notify(tx, { ...own, to: [viewer.personId] });
  });
}

/**
 * What in an own post may let somebody know who it is about, as the writer's own device would say it. Looked for
 * each time that it is asked for, and kept nowhere.
 */
export async function kindsIn(ctx: Ctx, postId: string): Promise<Kind[]> {
  const post = await findPost(ctx, postId);
  if (post?.author.id !== ctx.viewer?.personId || !post) return [];
  const parent = post.inReplyTo ? await findPost(ctx, post.inReplyTo) : undefined;
  const about = await aboutAuthor(ctx, postId);
  const { spans } = look(post.text, {
    ...about,
    language: post.language ?? undefined,
    thread: parent ? [parent.text] : [],
  });
  return spans.map(({ kind }) => kind);
}

async function findAuthor(services: Services, postId: string): Promise<Viewer | undefined> {
  const { rows } = await services.db.execute<{ id: string }>(
    sql`select author_id::text as id from post where id = ${postId}`,
  );
  return viewerOf(services, rows[0]?.id ?? '0');
}
