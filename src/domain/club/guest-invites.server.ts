import { randomBytes } from 'node:crypto';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { dutiesOf, mayHost } from './duties.server.ts';
import { inviteDays, longest } from './guest-post-rules.ts';
import { hashOfToken, takePen, type NoPen } from './inner/writing.server.ts';
import { guestInvite, guestPost } from './guest-schema.server.ts';
import { month } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

/** A link that was given out, as those who lead the month see it. The link itself is shown once only. */
export interface InviteLine {
  /** Names the link when it is withdrawn; opens nothing. */
  hash: string;
  note: string;
  created: Date;
  expires: Date;
  withdrawn: Date | null;
  mayPublish: boolean;
  acceptedBy: string | null;
}

const mostOpen = 10;

/**
 * Makes a link with which one guest may write this month's guest post, for thirty days. The link is
 * 192 random bits and is kept as a hash: it can be shown now and never again. Refuses `gone` to whoever
 * does not lead the month's club, `tooMany` while ten links are open.
 */
export async function inviteGuest(
  ctx: Ctx,
  monthId: string,
  { note = '', mayPublish = false }: { note?: string; mayPublish?: boolean } = {},
): Promise<
  { token: string; link: string } | { refused: 'gone' | 'tooMany' | 'tooLong' | 'notText' }
> {
  const clean = plainText(note, { maxGraphemes: longest.note });
  if (typeof clean !== 'string') return clean;
  return inTransaction(ctx, async (tx) => {
    const guestPostId = await openGuestPost(tx, monthId);
    if (!guestPostId) return { refused: 'gone' };
    const now = tx.clock.now();
    const open = and(
      eq(guestInvite.guestPostId, guestPostId),
      isNull(guestInvite.withdrawn),
      gt(guestInvite.expires, now),
    );
    if ((await tx.db.$count(guestInvite, open)) >= mostOpen) return { refused: 'tooMany' };
    const token = randomBytes(24).toString('base64url');
    await tx.db.insert(guestInvite).values({
      tokenHash: hashOfToken(token),
      guestPostId,
      invitedBy: tx.viewer?.personId ?? null,
      note: clean,
      mayPublish,
      created: now,
      expires: new Date(now.getTime() + inviteDays * 86_400_000),
    });
    return { token, link: `${tx.config.origin}/write/${token}` };
  });
}

/** The links of a month, the newest first. Refuses `gone` to whoever does not lead its club. */
export async function listInvites(
  ctx: Ctx,
  monthId: string,
): Promise<InviteLine[] | { refused: 'gone' }> {
  if (!(await leads(ctx, monthId))) return { refused: 'gone' };
  return ctx.db
    .select({
      hash: guestInvite.tokenHash,
      note: guestInvite.note,
      created: guestInvite.created,
      expires: guestInvite.expires,
      withdrawn: guestInvite.withdrawn,
      mayPublish: guestInvite.mayPublish,
      acceptedBy: person.name,
    })
    .from(guestInvite)
    .innerJoin(guestPost, eq(guestPost.id, guestInvite.guestPostId))
    .leftJoin(person, eq(person.id, guestInvite.acceptedBy))
    .where(eq(guestPost.monthId, monthId))
    .orderBy(desc(guestInvite.created))
    .limit(50);
}

/** Makes a link open nothing any more, from now on. Refuses `gone` like the rest; doing it twice is fine. */
export async function withdrawInvite(
  ctx: Ctx,
  monthId: string,
  hash: string,
): Promise<{ withdrawn: true } | { refused: 'gone' }> {
  if (!(await leads(ctx, monthId))) return { refused: 'gone' };
  const ofMonth = ctx.db
    .select({ id: guestPost.id })
    .from(guestPost)
    .where(eq(guestPost.monthId, monthId));
  const one = and(eq(guestInvite.tokenHash, hash), eq(guestInvite.guestPostId, ofMonth));
  const gone = await ctx.db
    .update(guestInvite)
    .set({ withdrawn: ctx.clock.now() })
    .where(and(one, isNull(guestInvite.withdrawn)))
    .returning({ hash: guestInvite.tokenHash });
  if (gone.length > 0 || (await ctx.db.$count(guestInvite, one)) > 0) return { withdrawn: true };
  return { refused: 'gone' };
}

/**
 * Ties a link to the account of whoever asks: from now on it works for nobody else, and the post is
 * credited to them. The first one wins, and the others get `taken`. Refuses `signIn` to a guest without
 * an account (who may write by the link alone), and whatever the link itself refuses.
 */
export async function acceptInvite(
  ctx: Ctx,
  token: string,
): Promise<{ accepted: true } | NoPen | { refused: 'signIn' }> {
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, { token }, { lock: true });
    if ('refused' in pen) return pen;
    if (!tx.viewer) return { refused: 'signIn' };
    const { personId, name } = tx.viewer;
    await tx.db
      .update(guestInvite)
      .set({ acceptedBy: personId })
      .where(eq(guestInvite.tokenHash, hashOfToken(token)));
    await tx.db
      .update(guestPost)
      .set({ authorId: personId, authorName: pen.post.authorName || name })
      .where(eq(guestPost.id, pen.post.id));
    return { accepted: true };
  });
}

/** The guest post of a month that the asker leads, made when there is none. */
async function openGuestPost(tx: Tx, monthId: string): Promise<string | undefined> {
  if (!(await leads(tx, monthId))) return undefined;
  await tx.db.insert(guestPost).values({ monthId }).onConflictDoNothing();
  const [found] = await tx.db
    .select({ id: guestPost.id })
    .from(guestPost)
    .where(eq(guestPost.monthId, monthId));
  return found?.id;
}

async function leads(ctx: Ctx, monthId: string): Promise<boolean> {
  const [found] = await ctx.db
    .select({ clubId: month.clubId })
    .from(month)
    .where(eq(month.id, monthId));
  return found !== undefined && mayHost(ctx.viewer, await dutiesOf(ctx, found.clubId));
}
