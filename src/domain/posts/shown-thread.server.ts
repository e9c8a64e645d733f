import { readPosts } from './read.server.ts';
import { shownPosts } from './shown.server.ts';
import type { ShownPost } from './shown.ts';
import { readThread } from './threads.server.ts';
import type { PostView } from './view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Replies stand at most this deep; deeper ones say whom they answer. */
const deepest = 2;

/** A reply and how deep it stands: 1 or 2. */
export interface ThreadReply {
  post: ShownPost;
  depth: number;
}

/** A post with what it answers, the oldest first, and what answers it, each reply under its own. */
export interface ShownThread {
  view: PostView;
  before: ShownPost[];
  post: ShownPost;
  replies: ThreadReply[];
  /** Whether the viewer began the thread: they may fold replies. */
  begun: boolean;
}

/** A post and what stands around it, as far as the viewer may read; nothing when they may not read it. */
export async function shownThread(ctx: Ctx, id: string): Promise<ShownThread | undefined> {
  const [[view], thread] = await Promise.all([readPosts(ctx, [id]), readThread(ctx, id)]);
  if (!view || !thread) return undefined;
  const { ancestors, descendants } = thread;
  const [post, ...around] = await shownPosts(ctx, [view, ...ancestors, ...descendants], 'thread');
  if (!post) return undefined;
  const before = around.slice(0, ancestors.length);
  const first = before[0] ?? post;
  // All of it stands where the post does: once is enough.
  for (const one of around) one.place = null;
  return {
    view,
    before,
    post,
    replies: repliesTo(id, around.slice(ancestors.length)),
    begun: first.mine && first.inReplyTo === null,
  };
}

/** How deep each reply stands; one whose parent is not shown stands where its thread is. */
function repliesTo(id: string, posts: readonly ShownPost[]): ThreadReply[] {
  const depths = new Map([[id, 0]]);
  return posts.flatMap((post) => {
    const depth = Math.min((depths.get(post.inReplyTo ?? '') ?? 0) + 1, deepest);
    depths.set(post.id, depth);
    return post.filtered.hidden ? [] : [{ post, depth }];
  });
}
