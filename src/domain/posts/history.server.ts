import { asc, eq } from 'drizzle-orm';
import { findPost } from './read.server.ts';
import { postEdition } from './schema.server.ts';
import type { PostView } from './view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a post said at a time. `alts`: what was said of its files then; nothing where nobody kept it. */
export interface Edition {
  html: string;
  contentNote: string;
  sensitive: boolean;
  published: string;
  pollOptions: string[] | null;
  alts: Record<string, string> | null;
}

/**
 * A post with everything it has said, oldest first, as it stands now last. What it said before is its
 * author's alone: people take out what they wish they had not said. Nothing for a post that the viewer may
 * not read.
 */
export async function readHistory(
  ctx: Ctx,
  id: string,
): Promise<{ post: PostView; editions: Edition[] } | undefined> {
  const view = await findPost(ctx, id);
  if (!view) return undefined;
  const before = view.author.id === ctx.viewer?.personId ? await readBefore(ctx, id) : [];
  const { html, contentNote, sensitive, updated, published, poll } = view;
  const pollOptions = poll?.options.map(({ title }) => title) ?? null;
  const now = { html, contentNote, sensitive, published: updated ?? published, pollOptions };
  return { post: view, editions: [...before, { ...now, alts: null }] };
}

async function readBefore({ db }: Ctx, id: string): Promise<Edition[]> {
  const rows = await db
    .select()
    .from(postEdition)
    .where(eq(postEdition.postId, id))
    .orderBy(asc(postEdition.number));
  return rows.map(({ html, contentNote, sensitive, published, pollOptions, alts }) => {
    return { html, contentNote, sensitive, pollOptions, alts, published: published.toISOString() };
  });
}
