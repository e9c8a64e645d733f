import { eq, sql } from 'drizzle-orm';
import { findLoginByEmail, findPasswordHash, keepPassword } from './inner/logins.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import { hashPassword, passwordFits } from './inner/password-hash.server.ts';
import { findProof, forgetProofs, keepProof, takeProof } from './inner/proofs.server.ts';
import { keysChanged } from './inner/session.server.ts';
import { offKind } from './inner/switch-off.server.ts';
import { sendAskedLetterLater, tooManyLetters } from './letters.server.ts';
import { weakPassword, type Weak } from './password-quality.server.ts';
import { login as logins, password as passwords, person } from './schema.server.ts';
import type { Login } from './sign-in.server.ts';
import { outsideAccount, passkey } from './ways-schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const hour = 60 * 60;
const perAddress = { times: 60, seconds: hour };
const tries = { times: 10, seconds: 15 * 60 };

/**
 * Sends a letter with a link for a new password, if the address has an account. Answers alike if not,
 * after the same work: which it is comes out when the letter is to be sent.
 */
export async function askForNewPassword(
  ctx: Ctx,
  { email, address }: { email: string; address: string },
): Promise<{ refused: 'tooFast' } | undefined> {
  if (await limited(ctx, `new password from ${address}`, perAddress)) return { refused: 'tooFast' };
  if (await tooManyLetters(ctx, email)) return;
  await inTransaction(ctx, async (tx) => {
    const proof = { kind: 'new-password', about: email, value: {}, seconds: hour };
    const token = await keepProof(tx, proof);
    const known = { kind: 'newPassword', token } as const;
    await sendAskedLetterLater(tx, { to: email, known, unknown: null, seconds: hour });
  });
}

/**
 * Sets a password by the link of a letter, once. Every device is signed out, and what was begun and not
 * finished is forgotten: somebody else may have begun it. A second step is still asked for afterwards.
 * `places` are names that an acquaintance would try. Refuses `gone`, and `weak`: then the link stays.
 */
export async function setNewPassword(
  ctx: Ctx,
  { token, password, places = [] }: { token: string; password: string; places?: string[] },
): Promise<{ refused: 'gone' } | Weak | undefined> {
  const asked = await findProof(ctx, 'new-password', token);
  if (!asked) return { refused: 'gone' };
  const fault = await weakPassword(password, [...(await wordsOf(ctx, asked.about)), ...places]);
  if (fault) return { refused: 'weak', fault };
  const hash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    const taken = await takeProof(tx, 'new-password', token);
    const login = taken && (await findLoginByEmail(tx, taken.about));
    if (!login) return { refused: 'gone' as const };
    await keepPassword(tx, login.id, hash);
    await forgetProofs(tx, offKind, login.id);
    await keysChanged(tx, login.id);
    await tellOfKeys(tx, login.id, 'passwordChanged');
  });
}

/** Whether a login has a password. */
export async function hasPassword(ctx: Ctx, login: Login): Promise<boolean> {
  return (await findPasswordHash(ctx, login.id)) !== undefined;
}

/**
 * Changes the password of a login that is signed in and knows the old one, or sets the first one of a
 * login that has just proved itself. Other devices are signed out, and a second step that somebody with
 * the old one said they had lost stays. Refuses `wrong`, `tooFast`, `weak`.
 */
export async function changePassword(
  ctx: Ctx,
  login: Login,
  { old, fresh, places = [] }: { old: string; fresh: string; places?: string[] },
): Promise<{ refused: 'wrong' | 'tooFast' } | Weak | undefined> {
  if (await limited(ctx, `change password of ${login.id}`, tries)) return { refused: 'tooFast' };
  const known = await findPasswordHash(ctx, login.id);
  if (known && !(await passwordFits(known, old))) return { refused: 'wrong' };
  const fault = await weakPassword(fresh, [...(await wordsOf(ctx, login.email)), ...places]);
  if (fault) return { refused: 'weak', fault };
  const hash = await hashPassword(fresh);
  await inTransaction(ctx, async (tx) => {
    await keepPassword(tx, login.id, hash);
    await forgetProofs(tx, offKind, login.id);
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, known ? 'passwordChanged' : 'passwordSet');
  });
}

/** Whether a login could be opened without its password: by a passkey or an account elsewhere. */
export async function hasOtherWays(ctx: Ctx, login: Login): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ has: boolean }>(
    sql`select exists (select from ${passkey} where login_id = ${login.id})
      or exists (select from ${outsideAccount} where login_id = ${login.id}) as has`,
  );
  return rows[0]?.has ?? false;
}

/**
 * Removes the password. Other devices are signed out. Refuses `last` when only letters would open the
 * account: that is a way back, not a way to come in every day.
 */
export async function removePassword(
  ctx: Ctx,
  login: Login,
): Promise<{ refused: 'last' } | undefined> {
  if (!(await hasOtherWays(ctx, login))) return { refused: 'last' };
  await inTransaction(ctx, async (tx) => {
    const gone = await tx.db.delete(passwords).where(eq(passwords.loginId, login.id)).returning();
    if (gone.length === 0) return;
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, 'passwordRemoved');
  });
}

/** What an acquaintance of an address's owner would try first. */
async function wordsOf(ctx: Ctx, email: string): Promise<string[]> {
  const [own] = await ctx.db
    .select({ handle: person.handle, name: person.name })
    .from(logins)
    .innerJoin(person, eq(person.loginId, logins.id))
    .where(eq(logins.email, email));
  return own ? [email, own.handle, own.name] : [email];
}
