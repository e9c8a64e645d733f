import { createHash } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { dutiesOf, mayHost } from '../duties.server.ts';
import { isToken } from '../guest-post-rules.ts';
import { guestInvite, guestPost } from '../guest-schema.server.ts';
import { club, month } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What opens a guest post for writing: a guest's link, or the post itself for those who may. */
export type WritingKey = { token: string } | { id: string };

/**
 * Why a guest post does not open. `gone` is also the answer to everything that was never there;
 * the others are said only to whoever holds a real link.
 */
export type NoPen = { refused: 'gone' | 'withdrawn' | 'expired' | 'taken' | 'published' };

/** A guest post in the hands of somebody who may write it, with where it belongs. */
export interface Pen {
  post: typeof guestPost.$inferSelect;
  month: { id: string; date: string; theme: string; clubId: string };
  club: { slug: string; name: string };
  /** `guest` writes by a link, with or without an account. */
  by: 'duty' | 'guest';
  mayPublish: boolean;
  /** Whoever leads the month: invites, takes down. */
  hosts: boolean;
  invite: typeof guestInvite.$inferSelect | undefined;
}

/** Tokens are kept as SHA-256: a stolen backup opens no post. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Finds a guest post through whoever wants to write it. With `lock` it stays theirs until the commit. */
export async function takePen(
  ctx: Ctx,
  key: WritingKey,
  { lock = false } = {},
): Promise<Pen | NoPen> {
  return 'token' in key ? penByLink(ctx, key.token, lock) : penByRight(ctx, key.id, lock);
}

const place = {
  post: guestPost,
  month: { id: month.id, date: month.date, theme: month.theme, clubId: month.clubId },
  club: { slug: club.slug, name: club.name },
};

async function penByLink(ctx: Ctx, token: string, lock: boolean): Promise<Pen | NoPen> {
  if (!isToken(token)) return { refused: 'gone' };
  const query = ctx.db
    .select({ ...place, invite: guestInvite })
    .from(guestInvite)
    .innerJoin(guestPost, eq(guestPost.id, guestInvite.guestPostId))
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(guestInvite.tokenHash, hashOfToken(token)));
  const [found] = await (lock ? query.for('update', { of: [guestPost, guestInvite] }) : query);
  if (!found) return { refused: 'gone' };
  const { invite, post } = found;
  if (invite.withdrawn) return { refused: 'withdrawn' };
  if (invite.expires <= ctx.clock.now()) return { refused: 'expired' };
  if (invite.acceptedBy && invite.acceptedBy !== ctx.viewer?.personId) return { refused: 'taken' };
  // A link that is passed on must not change what everybody reads: then only an account may.
  if (post.published && !invite.acceptedBy) return { refused: 'published' };
  return { ...found, by: 'guest', mayPublish: invite.mayPublish, hosts: false };
}

async function penByRight(ctx: Ctx, id: string, lock: boolean): Promise<Pen | NoPen> {
  if (!ctx.viewer) return { refused: 'gone' };
  const query = ctx.db
    .select(place)
    .from(guestPost)
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(guestPost.id, id));
  const [found] = await (lock ? query.for('update', { of: guestPost }) : query);
  if (!found) return { refused: 'gone' };
  const duties = await dutiesOf(ctx, found.month.clubId);
  const hosts = mayHost(ctx.viewer, duties);
  const own = found.post.authorId === ctx.viewer.personId;
  if (hosts || (duties.includes('guestBlogger') && (own || !found.post.published)))
    return { ...found, by: 'duty', mayPublish: hosts, hosts, invite: undefined };
  const invite = await acceptedInvite(ctx, id, ctx.viewer.personId);
  if (!invite) return { refused: 'gone' };
  return { ...found, by: 'guest', mayPublish: invite.mayPublish, hosts: false, invite };
}

async function acceptedInvite({ db, clock }: Ctx, guestPostId: string, personId: string) {
  const [invite] = await db
    .select()
    .from(guestInvite)
    .where(
      and(
        eq(guestInvite.guestPostId, guestPostId),
        eq(guestInvite.acceptedBy, personId),
        isNull(guestInvite.withdrawn),
        gt(guestInvite.expires, clock.now()),
      ),
    )
    .limit(1);
  return invite;
}
