import { and, eq, ne } from 'drizzle-orm';
import { isAPIError } from 'better-auth/api';
import { authOf } from './inner/auth.server.ts';
import {
  findPasswordHash,
  hashPassword,
  passwordFits,
  passwordOf,
} from './inner/credentials.server.ts';
import { tooManyLetters } from './letters.server.ts';
import { session, signInMethod } from './schema.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const perAddress = { times: 60, seconds: 60 * 60 };
const tries = { times: 10, seconds: 15 * 60 };

/** Sends a letter with a link for a new password, if the address has an account. Answers alike if not. */
export async function askForNewPassword(
  ctx: Ctx,
  { email, address }: { email: string; address: string },
): Promise<{ refused: 'tooFast' } | undefined> {
  if (await limited(ctx, `new password from ${address}`, perAddress)) return { refused: 'tooFast' };
  if (await tooManyLetters(ctx, email)) return;
  await authOf(ctx).api.requestPasswordReset({ body: { email } });
}

/** Sets a password by the link of a letter, once; every device is signed out. Refuses `gone`. */
export async function setNewPassword(
  ctx: Ctx,
  { token, password }: { token: string; password: string },
): Promise<{ refused: 'gone' } | undefined> {
  try {
    await authOf(ctx).api.resetPassword({ body: { token, newPassword: password } });
  } catch (fault) {
    if (isAPIError(fault) && fault.statusCode < 500) return { refused: 'gone' };
    throw fault;
  }
}

/** Changes the password of a login that is signed in and knows the old one; other devices are signed out. */
export async function changePassword(
  ctx: Ctx,
  login: Login,
  { old, fresh }: { old: string; fresh: string },
): Promise<{ refused: 'wrong' | 'tooFast' } | undefined> {
  if (await limited(ctx, `change password of ${login.id}`, tries)) return { refused: 'tooFast' };
  if (!(await passwordFits(await findPasswordHash(ctx, login.id), old)))
    return { refused: 'wrong' };
  const password = await hashPassword(fresh);
  await inTransaction(ctx, async (tx) => {
    const updatedAt = tx.clock.now();
    await tx.db.update(signInMethod).set({ password, updatedAt }).where(passwordOf(login.id));
    const others = and(eq(session.userId, login.id), ne(session.id, login.sessionId));
    await tx.db.delete(session).where(others);
    if (tx.viewer) tx.wake({ kind: 'session', id: tx.viewer.personId });
  });
}
