import { eq, sql } from 'drizzle-orm';
import { markOfAddress } from './letter-mark.server.ts';
import { admission, invitation } from '../arriving-schema.server.ts';
import {
  knownDevice,
  outsideAccount,
  passkey,
  recoveryCode,
  secondFactor,
} from '../ways-schema.server.ts';
import { login, password, proof, session } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What is kept of a login, for its owner: which ways in there are, never what opens them. */
export async function exportLogin({ db }: Pick<Ctx, 'db'>, loginId: string) {
  const [own] = await db.select().from(login).where(eq(login.id, loginId));
  const [secret] = await db.select().from(password).where(eq(password.loginId, loginId));
  const [second] = await db.select().from(secondFactor).where(eq(secondFactor.loginId, loginId));
  const [asked] = await db.select().from(admission).where(eq(admission.loginId, loginId));
  const codes = await db.select().from(recoveryCode).where(eq(recoveryCode.loginId, loginId));
  const met = await db.select().from(knownDevice).where(eq(knownDevice.loginId, loginId));
  const keys = await db.select().from(passkey).where(eq(passkey.loginId, loginId));
  const outside = await db.select().from(outsideAccount).where(eq(outsideAccount.loginId, loginId));
  const devices = await db.select().from(session).where(eq(session.loginId, loginId));
  return {
    login: { email: own?.email, since: own?.created, keysChanged: own?.keysChanged },
    passwordChanged: secret?.changed ?? null,
    secondStepSince: second?.since ?? null,
    recoveryCodesLeft: codes.filter(({ used }) => !used).length,
    passkeys: keys.map(({ name, since, used, backedUp }) => ({ name, since, used, backedUp })),
    outsideAccounts: outside.map(({ provider, issuer, subject, label, since, used }) => ({
      ...{ provider, issuer, subject, label, since, used },
    })),
    sessions: devices.map(({ device, method, created, seen, ends }) => ({
      ...{ device, method, since: created, seen, ends },
    })),
    knownDevices: met.map(({ seen }) => ({ seen })),
    admission: asked ? { words: asked.words, asked: asked.asked, admitted: asked.admitted } : null,
  };
}

/**
 * Erases a login with everything that hangs on it: ways in, sessions, proofs (of its person too),
 * invitations to its address, and the letters that wait, failed, or lie in the mailbox folder.
 */
export async function eraseLogin(tx: Tx, loginId: string, personId?: string): Promise<void> {
  const [gone] = await tx.db.delete(login).where(eq(login.id, loginId)).returning();
  const texts = [loginId, personId, gone?.email].filter((text) => text !== undefined);
  const sought = JSON.stringify({ texts });
  await tx.db.execute(sql`delete from ${proof} where about = any(${sql.param(texts)}::text[])
    or jsonb_path_exists(value, '$.** ? (@ == $texts[*])', ${sought}::jsonb)`);
  await tx.jobs.forgetAbout(tx.db, texts);
  if (!gone) return;
  await tx.db.delete(invitation).where(eq(invitation.email, gone.email));
  await tx.jobs.send(tx.db, 'remove-letters', { mark: markOfAddress(tx.secret, gone.email) });
}
