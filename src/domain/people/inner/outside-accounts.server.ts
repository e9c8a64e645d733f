import { and, eq } from 'drizzle-orm';
import { tellOfKeys } from './owner-letters.server.ts';
import { keysChanged, sessionHash, type OwnCookie } from './session.server.ts';
import { session } from '../schema.server.ts';
import { outsideAccount } from '../ways-schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/**
 * Who somebody is elsewhere. `issuer` and `subject` alone make it that account: an address or a name can
 * change hands. `email` is what the service says of the address; `vouched` is whether it says so in a
 * way, and is a service, that may be believed.
 */
export interface Identity {
  provider: string;
  issuer: string;
  subject: string;
  /** How its owner knows the account again: an address, a name, an iD. Shown to nobody else. */
  label: string;
  email?: string | undefined;
  vouched: boolean;
}

type Pair = Pick<Identity, 'issuer' | 'subject'>;

/** The login that an account elsewhere opens. */
export async function findLoginOf(ctx: Ctx, pair: Pair): Promise<string | undefined> {
  const [found] = await ctx.db.select().from(outsideAccount).where(isPair(pair));
  return found?.loginId;
}

/**
 * The login that an account elsewhere opens, marked as used just now, under the name that it has today.
 * Whoever disconnects it waits until the transaction is over, or has won.
 */
export async function useOutside(tx: Tx, identity: Identity): Promise<string | undefined> {
  const [used] = await tx.db
    .update(outsideAccount)
    .set({ used: tx.clock.now(), label: identity.label })
    .where(isPair(identity))
    .returning({ loginId: outsideAccount.loginId });
  return used?.loginId;
}

/** Lets an account elsewhere open a login. Says whether it does; false when it opens one already. */
export async function addOutside(tx: Tx, loginId: string, identity: Identity): Promise<boolean> {
  const { provider, issuer, subject, label } = identity;
  const row = { provider, issuer, subject, label, loginId, since: tx.clock.now() };
  const made = await tx.db
    .insert(outsideAccount)
    .values(row)
    .onConflictDoNothing()
    .returning({ loginId: outsideAccount.loginId });
  return made.length > 0;
}

/** The same for a login that was there before: its keys have changed, and its owner is told. */
export async function connectOutside(
  tx: Tx,
  identity: Identity,
  { loginId, sessionId }: { loginId: string; sessionId: string | undefined },
): Promise<boolean> {
  if (!(await addOutside(tx, loginId, identity))) return false;
  await keysChanged(tx, loginId, sessionId === undefined ? undefined : { sessionId });
  await tellOfKeys(tx, loginId, 'outsideAdded');
  return true;
}

/** The condition that picks one account elsewhere. */
export const isPair = ({ issuer, subject }: Pair) =>
  and(eq(outsideAccount.issuer, issuer), eq(outsideAccount.subject, subject));

/** The session that was opened with these cookies a moment ago. */
export async function sessionOf(tx: Tx, cookies: OwnCookie[]): Promise<string | undefined> {
  const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const hash = sessionHash(tx, header) ?? '';
  const [own] = await tx.db.select().from(session).where(eq(session.tokenHash, hash));
  return own?.id;
}
