import { eq } from 'drizzle-orm';
import type { KeysChange } from '../letter-words.server.ts';
import { sendLetterLater } from '../letters.server.ts';
import { login, person } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Writes to a login's owner that it was opened on a device that is new to us. */
export async function tellOfNewDevice(tx: Tx, loginId: string, device: string): Promise<void> {
  const owner = await findOwner(tx, loginId);
  if (owner) await sendLetterLater(tx, { kind: 'newDevice', device, ...owner });
}

/**
 * Writes to a login's owner what was changed about the ways in. Beside `keysChanged` in the same
 * transaction; it does not count as a letter that somebody asked for, so nobody can crowd it out.
 */
export async function tellOfKeys(tx: Tx, loginId: string, change: KeysChange): Promise<void> {
  const owner = await findOwner(tx, loginId);
  if (owner) await sendLetterLater(tx, { kind: 'keysChanged', change, ...owner });
}

/** Where a login's letters go, and the moment in its owner's own time. */
export async function findOwner(tx: Ctx, loginId: string) {
  const [own] = await tx.db
    .select({ to: login.email, zone: person.zone })
    .from(login)
    .leftJoin(person, eq(person.loginId, login.id))
    .where(eq(login.id, loginId));
  const at = tx.clock.now().toISOString();
  return own && { to: own.to, at, zone: own.zone ?? 'UTC' };
}
