import { eq } from 'drizzle-orm';
import {
  login,
  operator,
  person,
  personRole,
  session,
  signInMethod,
  verification,
} from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** Everything this area keeps about a person, for themselves. Secrets and tokens are left out. */
export async function exportFor(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const [own] = await ctx.db.select().from(person).where(eq(person.id, personId));
  if (!own) return {};
  const { loginId, ...profile } = own;
  const roles = await ctx.db.select().from(personRole).where(eq(personRole.personId, personId));
  const operates = await ctx.db.select().from(operator).where(eq(operator.personId, personId));
  return {
    profile,
    roles: roles.map(({ role, since }) => ({ role, since })),
    operatorSince: operates[0]?.since ?? null,
    ...(loginId && (await exportLogin(ctx, loginId))),
  };
}

async function exportLogin(ctx: Ctx, loginId: string): Promise<Record<string, unknown>> {
  const [own] = await ctx.db.select().from(login).where(eq(login.id, loginId));
  const sessions = await ctx.db.select().from(session).where(eq(session.userId, loginId));
  const methods = await ctx.db.select().from(signInMethod).where(eq(signInMethod.userId, loginId));
  return {
    login: { email: own?.email, since: own?.createdAt },
    sessions: sessions.map(({ createdAt, expiresAt }) => ({ since: createdAt, ends: expiresAt })),
    signInMethods: methods.map(({ providerId, createdAt }) => ({
      kind: providerId,
      since: createdAt,
    })),
  };
}

/** Erases a person: login, sessions, sign-in methods, letters' proofs, profile and roles, in one transaction. */
export async function erase(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [own] = await tx.db.delete(person).where(eq(person.id, personId)).returning();
    if (own?.loginId) await eraseLogin(tx, own.loginId);
    tx.wake({ kind: 'person', id: personId });
    tx.wake({ kind: 'session', id: personId });
  });
}

async function eraseLogin(tx: Ctx, loginId: string): Promise<void> {
  const [gone] = await tx.db.delete(login).where(eq(login.id, loginId)).returning();
  await tx.db.delete(verification).where(eq(verification.value, loginId));
  if (!gone) return;
  await tx.db.delete(verification).where(eq(verification.identifier, `sign-up:${gone.email}`));
  await tx.jobs.forget(tx.db, 'letter', { to: gone.email });
}
