import { and, eq, sql } from 'drizzle-orm';
import { findRow, gone, lockOwn } from './inner/found.server.ts';
import { quotableBy } from './inner/quote-rights.server.ts';
import type { MarkRefused } from './marks.server.ts';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * What somebody of another server hears who asks to quote a post. `yes` and `no` come from what everybody may know:
 * the post's own policy, and whether they follow. `apart`: anybody else in their place would hear `yes`, but they and
 * the author are kept apart. `gone`: not there, or not for everybody.
 */
export type MayQuote = 'yes' | 'no' | 'apart' | 'gone';

/** The same of a post of this place, for the viewer, who lives elsewhere. */
export async function mayQuoteHere({ db, viewer }: Ctx, postId: string): Promise<MayQuote> {
  if (!viewer || !isId(postId)) return 'gone';
  const here = and(eq(post.id, postId), visibleTo(null), eq(post.elsewhere, false));
  const [found] = await db
    .select({
      allowed: sql<boolean>`${quotableBy(viewer.personId)}`,
      meets: sql<boolean>`${visibleTo(viewer)}`,
    })
    .from(post)
    .where(here);
  if (!found) return 'gone';
  if (!found.allowed) return 'no';
  return found.meets ? 'yes' : 'apart';
}

/**
 * Lets an own post quote another, whose author has said yes, with what `then` adds to it. Doing it again is doing
 * `then` again. Refuses `gone` where there is no such post for its author, and where it quotes something else; `revoked`
 * where the quote was taken back: who has said no is not asked twice.
 */
export async function beginQuote(
  ctx: Ctx,
  { id, quotedId }: { id: string; quotedId: string },
  then: (tx: Tx) => Promise<void>,
): Promise<{ refused: 'gone' | 'revoked' } | undefined> {
  return inTransaction(ctx, async (tx) => {
    const row = (await lockOwn(tx, id))?.row;
    if (!row || !(await findRow(tx, quotedId))) return gone;
    if (row.quotedId !== null && row.quotedId !== quotedId) return gone;
    if (row.quoteRevoked) return { refused: 'revoked' as const };
    if (row.quotedId === null) {
      await tx.db.update(post).set({ quotedId }).where(eq(post.id, id));
      await announce(tx, 'quoted', { postId: id });
      tx.wake({ kind: 'postChanged', id });
    }
    await then(tx);
    return undefined;
  });
}

/**
 * Takes an own post out of another's: that one stays, and shows that there was a quote. Refuses `gone` when
 * the one does not quote the other, or the other is not the viewer's; and when the viewer may not read the one, unless
 * `unseen`: whoever lives elsewhere has not read it here.
 */
export async function revokeQuote(
  ctx: Ctx,
  { id, quotingId, unseen = false }: { id: string; quotingId: string; unseen?: boolean },
): Promise<MarkRefused | undefined> {
  return inTransaction(ctx, async (tx) => {
    if (!isId(quotingId) || !(await lockOwn(tx, id))) return gone;
    const seen = unseen ? undefined : visibleTo(tx.viewer);
    const quotes = and(eq(post.id, quotingId), eq(post.quotedId, id), seen);
    const set = { quoteRevoked: tx.clock.now() };
    const taken = await tx.db.update(post).set(set).where(quotes).returning({ id: post.id });
    if (taken.length === 0) return gone;
    await announce(tx, 'quoteRevoked', { postId: id, quotingId });
    tx.wake({ kind: 'postChanged', id: quotingId });
    return undefined;
  });
}

/** Which post a post quotes with its author's consent, whoever may read either; nothing when that was taken back. */
export async function findQuotedId(
  { db }: Pick<Ctx, 'db'>,
  id: string,
): Promise<string | undefined> {
  if (!isId(id)) return undefined;
  const stands = and(eq(post.id, id), sql`${post.quoteRevoked} is null`);
  const [found] = await db.select({ quotedId: post.quotedId }).from(post).where(stands);
  return found?.quotedId ?? undefined;
}
