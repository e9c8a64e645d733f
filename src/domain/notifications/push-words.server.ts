import { sql } from 'drizzle-orm';
import type { Kind } from './kinds.ts';
import type { Notification } from './notifications.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a device shows, perhaps on a locked screen. */
export interface PushWords {
  title: string;
  body: string;
  icon: string;
}

const said: Readonly<Record<Kind, (name: string) => string>> = {
  mention: (name) => `${name} wrote to you`,
  status: (name) => `${name} wrote a post`,
  reblog: (name) => `${name} boosted your post`,
  follow: (name) => `${name} follows you`,
  follow_request: (name) => `${name} asks to follow you`,
  favourite: (name) => `${name} likes your post`,
  poll: () => 'A poll has ended',
  update: (name) => `${name} changed a post`,
  quote: (name) => `${name} quoted your post`,
  quoted_update: (name) => `${name} changed a post that you quoted`,
  // Who is whose friend is nobody's business who looks at the screen, whatever else may stand there.
  friend_request: () => 'Something new',
  friend: () => 'Something new',
  introduction: () => 'Something new',
  meeting: () => 'Something new',
  private_note: () => 'Something new',
  advice: () => 'Something new',
};

const longestBody = 140;

/**
 * What a device is told: by default only that something is new here, without names or words, since others
 * may look at the screen. With `saysWords` who it is and how the post begins, unless it stands behind a note.
 */
export async function pushWords(
  ctx: Ctx,
  { kind, fromId, postId }: Pick<Notification, 'kind' | 'fromId' | 'postId'>,
  saysWords: boolean,
): Promise<PushWords> {
  const { name } = await readSettings(ctx);
  const icon = `${ctx.config.origin}/icon-192.png`;
  if (!saysWords) return { title: `Something new in ${name}`, body: '', icon };
  const { rows } = await ctx.db.execute<{ name: string }>(
    sql`select coalesce(nullif(name, ''), handle) as name from person where id = ${fromId}`,
  );
  const body = postId ? await beginningOf(ctx, postId) : '';
  return { title: said[kind](rows[0]?.name ?? name), body, icon };
}

async function beginningOf(ctx: Ctx, postId: string): Promise<string> {
  const { rows } = await ctx.db.execute<{ text: string }>(sql`
    select coalesce(nullif(${post.contentNote}, ''), ${post.text}) as text from ${post}
    where ${post.id} = ${postId} and ${visibleTo(ctx.viewer)}`);
  const text = (rows[0]?.text ?? '').replace(/\s+/g, ' ').trim();
  const short = [...text].slice(0, longestBody).join('');
  return short.length < text.length ? `${short}…` : short;
}
