import { randomInt } from 'node:crypto';
import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { invitation } from './arriving-schema.server.ts';
import { hashOf, newToken } from './inner/hash.server.ts';
import { findInvitation } from './inner/invitation-rows.server.ts';
import { inviteLasts, type InvitationForm } from './invitations.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import { safeNext } from './next.ts';
import { person } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What whoever opens an invitation may know of it. */
export interface Invited {
  /** Who invites; nobody in particular when it is the operator. */
  by: { handle: string; name: string } | null;
  next: string;
  /** Whether it counts for one address only. Which one, only its owner knows. */
  forOneAddress: boolean;
  duty: 'operator' | null;
}

/** An invitation by its token. Absent alike when it is over, taken back, used up, or never was. */
export async function readInvitation(ctx: Ctx, token: string): Promise<Invited | undefined> {
  const found = await findInvitation(ctx, token);
  if (!found) return undefined;
  const [by] =
    found.kind === 'friend'
      ? await ctx.db
          .select({ handle: person.handle, name: person.name })
          .from(person)
          .where(eq(person.id, found.madeBy))
      : [];
  const duty = found.grants === 'operator' ? 'operator' : null;
  return { by: by ?? null, next: found.next, forOneAddress: found.email !== null, duty };
}

/** Whether an invitation is for this address, or for anybody. */
export async function invitationFits(ctx: Ctx, token: string, email: string): Promise<boolean> {
  const found = await findInvitation(ctx, token);
  return !found?.email || found.email === email;
}

const mostOpen = 10;
const often = { times: 30, seconds: 60 * 60 };

/**
 * Makes a friend's link: for at least five people, for 14 days, leading on to `next`. The link is shown
 * now and never again. Its exact room is left to chance, so that nobody can find out by trying whether
 * the one person they gave it to has joined. Refuses `tooMany` while ten links of theirs are open.
 */
export async function inviteFriends(
  ctx: Ctx,
  next: string,
): Promise<{ link: string } | { refused: 'gone' | 'tooMany' | 'tooFast' }> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await limited(ctx, `invitations of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    // One at a time for each person, so that ten are ten; and none by somebody who is just erased.
    if (!(await holdMaker(tx, viewer))) return { refused: 'gone' };
    if ((await tx.db.$count(invitation, openOf(tx, viewer, 'friend'))) >= mostOpen)
      return { refused: 'tooMany' };
    const usesAtMost = inviteLasts.friend.people + randomInt(4);
    return keepInvitation(tx, viewer, { kind: 'friend', next: safeNext(next), usesAtMost });
  });
}

/**
 * Makes an operator's invitation: to one address, by letter, for one use and perhaps with the duty of an
 * operator; or a link for so many people. Refuses `gone` to whoever is no operator, `tooFast` while the
 * address has had enough letters.
 */
export async function inviteByOperator(
  ctx: Ctx,
  { email, duty, people, next }: InvitationForm,
): Promise<{ link: string } | { sent: true } | { refused: 'gone' | 'tooFast' }> {
  const { viewer } = ctx;
  if (!viewer?.operator) return { refused: 'gone' };
  const crowded = await limited(ctx, `invitations of ${viewer.personId}`, often);
  if (crowded || (email && (await tooManyLetters(ctx, email)))) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const about = email
      ? { email, grants: duty ? 'operator' : null, usesAtMost: 1 }
      : { usesAtMost: people };
    if (!(await holdMaker(tx, viewer))) return { refused: 'gone' };
    const made = await keepInvitation(tx, viewer, {
      kind: 'operator',
      next: safeNext(next),
      ...about,
    });
    await writeAudit(tx, {
      act: 'invite',
      subject: made.id,
      detail: { duty: Boolean(email && duty) },
    });
    if (!email) return { link: made.link };
    await sendLetterLater(tx, { kind: 'invited', to: email, token: made.token });
    return { sent: true };
  });
}

/** Whether whoever invites is still there, held until the transaction ends. */
async function holdMaker(tx: Tx, { personId }: Viewer): Promise<boolean> {
  const own = eq(person.id, personId);
  return (await tx.db.select().from(person).where(own).for('update')).length > 0;
}

async function keepInvitation(
  tx: Tx,
  { personId }: Viewer,
  about: Pick<
    typeof invitation.$inferInsert,
    'kind' | 'next' | 'usesAtMost' | 'email' | 'grants'
  > & {
    kind: 'friend' | 'operator';
  },
): Promise<{ id: string; token: string; link: string }> {
  const token = newToken();
  const created = tx.clock.now();
  const ends = new Date(created.getTime() + inviteLasts[about.kind].days * 86_400_000);
  const row = { ...about, tokenHash: hashOf(token), madeBy: personId, created, ends };
  const [made] = await tx.db.insert(invitation).values(row).returning({ id: invitation.id });
  return { id: made?.id ?? '', token, link: `${tx.config.origin}/join/${token}` };
}

/** An invitation as whoever made it sees it. Whether somebody used it is theirs to tell, so it is not here. */
export interface InvitationLine {
  id: string;
  created: Date;
  ends: Date;
  next: string;
  /** Operators' only: to whom it was sent, whether with the duty, and for how many people it is. */
  email: string | null;
  duty: boolean;
  people: number | null;
}

/** One's own friends' links that are not over, newest first. */
export async function listFriendsLinks(ctx: Ctx): Promise<InvitationLine[]> {
  if (!ctx.viewer) return [];
  return linesOf(ctx, openOf(ctx, ctx.viewer, 'friend'));
}

/** The operators' invitations that are not over, newest first; up to 200. Refuses `gone`. */
export async function listOperatorInvitations(
  ctx: Ctx,
): Promise<InvitationLine[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return linesOf(ctx, and(ne(invitation.kind, 'friend'), notOver(ctx)));
}

/** Takes back an invitation: one's own, or for an operator any of the operators'. Refuses `gone`. */
export async function withdrawInvitation(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || !/^\d{1,18}$/.test(id)) return { refused: 'gone' };
  const mine = sql`(${eq(invitation.madeBy, viewer.personId)}
    or (${viewer.operator} and ${invitation.kind} <> 'friend'))`;
  return inTransaction(ctx, async (tx) => {
    const taken = await tx.db
      .update(invitation)
      .set({ withdrawn: tx.clock.now() })
      .where(and(eq(invitation.id, id), mine, isNull(invitation.withdrawn)))
      .returning();
    if (!taken[0]) return { refused: 'gone' as const };
    if (taken[0].kind !== 'friend')
      await writeAudit(tx, { act: 'withdraw-invitation', subject: id });
  });
}

async function linesOf(ctx: Ctx, which: ReturnType<typeof and>): Promise<InvitationLine[]> {
  const rows = await ctx.db
    .select()
    .from(invitation)
    .where(which)
    .orderBy(desc(invitation.id))
    .limit(200);
  return rows.map(({ id, kind, created, ends, next, email, grants, usesAtMost }) => ({
    ...{ id, created, ends, next, email },
    duty: grants !== null,
    people: kind === 'friend' || email ? null : usesAtMost,
  }));
}

function openOf(ctx: Pick<Ctx, 'clock'>, { personId }: Viewer, kind: string) {
  return and(eq(invitation.madeBy, personId), eq(invitation.kind, kind), notOver(ctx));
}

const notOver = ({ clock }: Pick<Ctx, 'clock'>) =>
  and(isNull(invitation.withdrawn), gt(invitation.ends, clock.now()));
