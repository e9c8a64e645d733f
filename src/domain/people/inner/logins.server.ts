import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { login, password } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** The login of an address, if its owner has proved it. */
export async function findLoginByEmail(
  ctx: Ctx,
  email: string,
): Promise<{ id: string } | undefined> {
  const [found] = await ctx.db.select({ id: login.id }).from(login).where(eq(login.email, email));
  return found;
}

/** The hash of a login's password; nothing when it has none. */
export async function findPasswordHash(ctx: Ctx, loginId: string): Promise<string | undefined> {
  const [found] = await ctx.db.select().from(password).where(eq(password.loginId, loginId));
  return found?.hash;
}

/** Whether this is a login's password still. Whoever changes it waits until the transaction is over. */
export async function holdPassword(tx: Tx, loginId: string, hash: string): Promise<boolean> {
  const own = eq(password.loginId, loginId);
  const [found] = await tx.db.select().from(password).where(own).for('share');
  return found?.hash === hash;
}

/** Sets a login's password, whether it had one or not. */
export async function keepPassword(ctx: Ctx, loginId: string, hash: string): Promise<void> {
  const changed = ctx.clock.now();
  await ctx.db
    .insert(password)
    .values({ loginId, hash, changed })
    .onConflictDoUpdate({ target: password.loginId, set: { hash, changed } });
}

/** Makes the login of a proved address. Nothing when the address has one already. */
export async function makeLogin(
  ctx: Ctx,
  { email, passwordHash }: { email: string; passwordHash?: string | undefined },
): Promise<string | undefined> {
  const made = await ctx.db
    .insert(login)
    .values({ id: randomUUID(), email, created: ctx.clock.now() })
    .onConflictDoNothing()
    .returning({ id: login.id });
  const id = made[0]?.id;
  if (id && passwordHash) await keepPassword(ctx, id, passwordHash);
  return id;
}
