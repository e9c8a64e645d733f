import { eq } from 'drizzle-orm';
import { admission } from './arriving-schema.server.ts';
import { recordAnswer } from './consents.server.ts';
import {
  dutyOf,
  findInvitation,
  spendInvitation,
  type Spent,
} from './inner/invitation-rows.server.ts';
import { login, operator } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/**
 * Whether somebody may sign up now, with the token of their invitation or without one; the same for
 * every address. `invitationId` goes into whatever waits for their address to be proved, and from there
 * to `arriveLogin`: it opens nothing by itself. Refuses `notInvited` where one needs an invitation.
 */
export async function maySignUp(
  ctx: Ctx,
  token?: string | null,
): Promise<{ invitationId: string | null } | { refused: 'notInvited' }> {
  const invitation = token ? await findInvitation(ctx, token) : undefined;
  if (invitation) return { invitationId: invitation.id };
  const { signUp } = await readSettings(ctx);
  return signUp === 'invitation' ? { refused: 'notInvited' } : { invitationId: null };
}

/**
 * Called in the transaction that makes a login, right after it: uses up the invitation and lets its
 * guest in. An invitation to one address counts for that address alone. Refuses `notInvited` where one
 * needs an invitation and this is none any more; then the login is taken away again.
 */
export async function arriveLogin(
  tx: Tx,
  loginId: string,
  { invitationId }: { invitationId: string | null },
): Promise<{ refused: 'notInvited' } | undefined> {
  const [own] = await tx.db.select().from(login).where(eq(login.id, loginId));
  const spent = invitationId && own && (await spendInvitation(tx, invitationId, own.email));
  if (spent) return admit(tx, loginId, spent);
  const { signUp } = await readSettings(tx);
  if (signUp !== 'invitation') return;
  await tx.db.delete(login).where(eq(login.id, loginId));
  return { refused: 'notInvited' };
}

/** Whoever was invited need not be let in by the operator as well. */
async function admit(tx: Tx, loginId: string, { id, grants }: Spent): Promise<undefined> {
  const now = tx.clock.now();
  // Who invited whom is not kept, unless a duty waits to be given.
  const invitationId = grants === null ? null : id;
  const row = { loginId, words: '', asked: now, admitted: now, invitationId };
  await tx.db
    .insert(admission)
    .values(row)
    .onConflictDoUpdate({ target: admission.loginId, set: { admitted: now, invitationId } });
}

/**
 * Where a login without a person stands: it may choose its handle, is to say a few words to the
 * operator first, waits for their answer, or needs an invitation.
 */
export type Standing = 'mayEnter' | 'asks' | 'waits' | 'needsInvitation';

/** Where a login stands on its way in, by today's settings. Who was let in once stays let in. */
export async function standingOf(ctx: Ctx, loginId: string): Promise<Standing> {
  const [own] = await ctx.db.select().from(admission).where(eq(admission.loginId, loginId));
  if (own?.admitted) return 'mayEnter';
  const { signUp } = await readSettings(ctx);
  if (signUp === 'open') return 'mayEnter';
  if (signUp === 'invitation') return 'needsInvitation';
  return own ? 'waits' : 'asks';
}

/**
 * Called in the transaction that gives a login its person: writes down what they agreed to, gives the
 * duty that their invitation promised, tells the app they came with, and forgets how they came in.
 */
export async function settleIn(
  tx: Tx,
  loginId: string,
  personId: string,
  { transcript }: { transcript: boolean },
): Promise<void> {
  await recordAnswer(tx, personId, 'account', true);
  await recordAnswer(tx, personId, 'transcript', transcript);
  const [came] = await tx.db.delete(admission).where(eq(admission.loginId, loginId)).returning();
  if (came?.wish) await announce(tx, 'arrivedByApp', { personId, key: came.wish });
  const duty = came?.invitationId && (await dutyOf(tx, came.invitationId));
  if (!duty || duty.grants !== 'operator') return;
  await tx.db.insert(operator).values({ personId, since: tx.clock.now() });
  const detail = { invitation: duty.id, invitedBy: duty.madeBy };
  await writeAudit(tx, { act: 'make-operator', subject: personId, detail });
}

/**
 * Uses an invitation for a login that is signed in and still stands before the door. Whoever was let in
 * uses up no second one, but for a duty that it brings. Refuses `gone` for an invitation that opens
 * nothing, or nothing for them.
 */
export async function comeInWith(
  ctx: Ctx,
  loginId: string,
  token: string,
): Promise<{ refused: 'gone' } | undefined> {
  const found = await findInvitation(ctx, token);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    // One at a time for each login: pressing many times at once is pressing once.
    const [own] = await tx.db.select().from(login).where(eq(login.id, loginId)).for('update');
    if (found.grants === null && (await isLetIn(tx, loginId))) return;
    const spent = own && (await spendInvitation(tx, found.id, own.email));
    return spent ? admit(tx, loginId, spent) : { refused: 'gone' as const };
  });
}

async function isLetIn(tx: Tx, loginId: string): Promise<boolean> {
  const [own] = await tx.db.select().from(admission).where(eq(admission.loginId, loginId));
  return Boolean(own?.admitted);
}
