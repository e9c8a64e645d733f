import { and, asc, eq } from 'drizzle-orm';
import { endOrcidCheck } from './inner/credential-rows.server.ts';
import { isPair } from './inner/outside-accounts.server.ts';
import { tellOfKeys } from './inner/owner-letters.server.ts';
import { keysChanged } from './inner/session.server.ts';
import type { Login } from './sign-in.server.ts';
import { outsideAccount, signInProvider } from './ways-schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** An account elsewhere that opens somebody's account here, as its owner sees it. */
export interface OutsideAccount {
  issuer: string;
  subject: string;
  /** The service's name; the bare id when it is not offered any more. */
  service: string;
  /** Whether one can sign in with it today. */
  offered: boolean;
  label: string;
  since: Date;
  used: Date | null;
}

/** The accounts elsewhere that open a login, oldest first. Private to its owner. */
export async function listOutside(ctx: Ctx, loginId: string): Promise<OutsideAccount[]> {
  const rows = await ctx.db
    .select({ account: outsideAccount, name: signInProvider.name })
    .from(outsideAccount)
    .leftJoin(signInProvider, eq(signInProvider.id, outsideAccount.provider))
    .where(eq(outsideAccount.loginId, loginId))
    .orderBy(asc(outsideAccount.since));
  return rows.map(({ account, name }) => {
    const { issuer, subject, label, since, used, provider } = account;
    return {
      issuer,
      subject,
      label,
      since,
      used,
      service: name ?? provider,
      offered: name !== null,
    };
  });
}

/**
 * Takes an account elsewhere off a login: other devices are signed out, and the owner is told. Nobody
 * is locked out by it, since a letter opens an account too. Refuses `gone` when it is not theirs.
 */
export async function disconnectOutside(
  ctx: Ctx,
  login: Login,
  pair: { issuer: string; subject: string },
): Promise<{ refused: 'gone' } | undefined> {
  // No account that we ever kept has a control character in its name.
  if (/\p{Cc}|\p{Cs}/u.test(pair.issuer + pair.subject)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const mine = and(isPair(pair), eq(outsideAccount.loginId, login.id));
    const gone = await tx.db.delete(outsideAccount).where(mine).returning();
    if (gone.length === 0) return { refused: 'gone' as const };
    await endOrcidCheck(tx, login.id);
    await keysChanged(tx, login.id, login);
    await tellOfKeys(tx, login.id, 'outsideRemoved');
  });
}

/**
 * The ORCID iD that somebody has proved by signing in at ORCID, since when, and when they last did;
 * nothing for one that was only typed. `iD` is bare: `0000-0002-1825-0097`. Gone as soon as its owner
 * disconnects it.
 */
export async function findOrcid(
  ctx: Ctx,
  loginId: string,
): Promise<{ iD: string; since: Date; used: Date | null } | undefined> {
  // Only the code of ORCID's own callback writes this provider's name.
  const theirs = and(eq(outsideAccount.loginId, loginId), eq(outsideAccount.provider, 'orcid'));
  const [found] = await ctx.db
    .select()
    .from(outsideAccount)
    .where(theirs)
    .orderBy(asc(outsideAccount.since))
    .limit(1);
  return found && { iD: found.subject, since: found.since, used: found.used };
}
