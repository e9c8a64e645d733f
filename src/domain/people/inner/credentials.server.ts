import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import { login, signInMethod } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Password hashing as Better Auth does it (scrypt). Slow on purpose: never inside a transaction. */
export { hashPassword };

/** Whether the password is the hash's. Without a hash it takes as long and says no. */
export async function passwordFits(hash: string | undefined, password: string): Promise<boolean> {
  const fits = await verifyPassword({ hash: hash ?? (await nobodysHash()), password });
  return fits && hash !== undefined;
}

let spare: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  return (spare ??= hashPassword(randomBytes(24).toString('base64url')));
}

/** The login of an address, if its owner has confirmed it. */
export async function findLoginByEmail(
  ctx: Ctx,
  email: string,
): Promise<{ id: string } | undefined> {
  const [found] = await ctx.db.select({ id: login.id }).from(login).where(eq(login.email, email));
  return found;
}

/** The hash of a login's password. */
export async function findPasswordHash(ctx: Ctx, loginId: string): Promise<string | undefined> {
  const [found] = await ctx.db.select().from(signInMethod).where(passwordOf(loginId));
  return found?.password ?? undefined;
}

/** Which sign-in method is a login's password. */
export function passwordOf(loginId: string) {
  return and(eq(signInMethod.userId, loginId), eq(signInMethod.providerId, 'credential'));
}

/** Makes a confirmed login. Nothing when the address has one already. */
export async function makeLogin(
  ctx: Ctx,
  { email, passwordHash }: { email: string; passwordHash: string },
): Promise<string | undefined> {
  const id = randomUUID();
  const now = ctx.clock.now();
  const times = { createdAt: now, updatedAt: now };
  const made = await ctx.db
    .insert(login)
    .values({ id, email, emailVerified: true, ...times })
    .onConflictDoNothing()
    .returning({ id: login.id });
  if (made.length === 0) return undefined;
  await ctx.db.insert(signInMethod).values({
    id: randomUUID(),
    userId: id,
    accountId: id,
    providerId: 'credential',
    password: passwordHash,
    ...times,
  });
  return id;
}
