import { and, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import { endOrcidCheck } from './inner/credential-rows.server.ts';
import { findOwner } from './inner/owner-letters.server.ts';
import { findProof, forgetProofs, keepProof, takeProof } from './inner/proofs.server.ts';
import { keysChanged } from './inner/session.server.ts';
import { sendAskedLetterLater, sendLetterLater, tooManyLetters } from './letters.server.ts';
import { login, password, proof } from './schema.server.ts';
import type { Login } from './sign-in.server.ts';
import { outsideAccount, passkey } from './ways-schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const day = 24 * 60 * 60;
const perLogin = { times: 10, seconds: day };
const Change = z.object({ email: z.string() });

/**
 * Asks to change the address of a login that has just proved itself: a letter goes to the new one.
 * Whether that has an account is found out when the letter is sent, so the answer tells nobody; its
 * owner gets a neutral word. Refuses `tooFast`, and `same` for the address that it is already.
 */
export async function askToChangeAddress(
  ctx: Ctx,
  login: Login,
  email: string,
): Promise<{ refused: 'tooFast' | 'same' } | undefined> {
  if (email === login.email) return { refused: 'same' };
  if (await limited(ctx, `change address of ${login.id}`, perLogin)) return { refused: 'tooFast' };
  if (await tooManyLetters(ctx, email)) return;
  await inTransaction(ctx, async (tx) => {
    await forgetProofs(tx, 'address-change', login.id);
    const change = { kind: 'address-change', about: login.id, value: { email }, seconds: day };
    const unknown = { kind: 'newAddress', token: await keepProof(tx, change) } as const;
    const known = { kind: 'addressTaken' } as const;
    await sendAskedLetterLater(tx, { to: email, known, unknown, seconds: day });
  });
}

/** The new address that a letter's link would confirm, for the login that asked; nothing for others. */
export async function findNewAddress(
  ctx: Ctx,
  login: Login,
  token: string,
): Promise<string | undefined> {
  const asked = await findProof(ctx, 'address-change', token);
  return asked?.about === login.id ? Change.parse(asked.value).email : undefined;
}

/**
 * Changes the address by the link in the letter to the new one, in the account that asked and nowhere
 * else. Other devices are signed out; the old address gets a link that undoes it for seven days.
 * Refuses `gone`, also when the address has got an account by now, and `tooFast` when the old address
 * has had too many letters: without the way back there is no change.
 */
export async function changeAddress(
  ctx: Ctx,
  login: Login,
  token: string,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  if (!(await findNewAddress(ctx, login, token))) return { refused: 'gone' };
  if (await tooManyLetters(ctx, login.email)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const taken = await takeProof(tx, 'address-change', token);
    if (taken?.about !== login.id) return { refused: 'gone' as const };
    const { email } = Change.parse(taken.value);
    const owner = await findOwner(tx, login.id);
    if (!owner || !(await moveTo(tx, login.id, email))) return { refused: 'gone' as const };
    const value = { email: owner.to };
    const undo = { kind: 'address-undo', about: login.id, value, seconds: 7 * day };
    await sendLetterLater(tx, {
      kind: 'addressChanged',
      ...owner,
      token: await keepProof(tx, undo),
    });
    await keysChanged(tx, login.id, login);
  });
}

/** Whether a link that undoes a change of address still works. */
export async function findUndo(ctx: Ctx, token: string): Promise<boolean> {
  return (await findProof(ctx, 'address-undo', token)) !== undefined;
}

/**
 * Undoes a change of address by the letter to the old one: it is the login's again, every device is
 * signed out, and the password is gone, since whoever changed the address knew it; so are the passkeys
 * and accounts elsewhere that came with the change. Answers with a token to choose a new one. Refuses `gone`, also when the old address has another account by now.
 */
export async function undoAddress(
  ctx: Ctx,
  token: string,
): Promise<{ newPassword: string } | { refused: 'gone' }> {
  return inTransaction(ctx, async (tx) => {
    const undo = await takeProof(tx, 'address-undo', token);
    if (!undo) return { refused: 'gone' };
    const { email } = Change.parse(undo.value);
    if (!(await moveTo(tx, undo.about, email))) return { refused: 'gone' };
    await tx.db.delete(password).where(eq(password.loginId, undo.about));
    await forgetLaterUndos(tx, undo);
    await dropNewWays(tx, undo);
    await keysChanged(tx, undo.about);
    const choose = { kind: 'new-password', about: email, value: {}, seconds: 60 * 60 };
    return { newPassword: await keepProof(tx, choose) };
  });
}

/** Who was put off must not come back by the letter about their own change. */
async function forgetLaterUndos(
  tx: Tx,
  { about, created }: { about: string; created: Date },
): Promise<void> {
  const later = and(eq(proof.about, about), gte(proof.created, created));
  await tx.db.delete(proof).where(and(eq(proof.kind, 'address-undo'), later));
}

/**
 * Drops what has come to open the login since the day before the change: whoever changed the address
 * would come back by it. A second step stays, and can be switched off as one that was lost.
 */
async function dropNewWays(
  tx: Tx,
  { about, created }: { about: string; created: Date },
): Promise<void> {
  const since = new Date(created.getTime() - day * 1000);
  const keys = and(eq(passkey.loginId, about), gte(passkey.since, since));
  const accounts = and(eq(outsideAccount.loginId, about), gte(outsideAccount.since, since));
  await tx.db.delete(passkey).where(keys);
  await tx.db.delete(outsideAccount).where(accounts);
  await endOrcidCheck(tx, about);
}

/** Gives a login an address that nobody has. False when somebody does, or the login is gone. */
async function moveTo(tx: Tx, loginId: string, email: string): Promise<boolean> {
  try {
    // A savepoint: of two who take one address at the same moment, one is refused and goes on.
    const moved = await tx.db.transaction((db) =>
      db.update(login).set({ email }).where(eq(login.id, loginId)).returning({ id: login.id }),
    );
    return moved.length > 0;
  } catch (fault) {
    if (isTaken(fault)) return false;
    throw fault;
  }
}

function isTaken(fault: unknown): boolean {
  const cause = fault instanceof Error ? fault.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}
