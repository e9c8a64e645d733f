import { and, eq, isNotNull } from 'drizzle-orm';
import { deviceWords, meetDevice, type Visit } from './devices.server.ts';
import { tellOfNewDevice } from './owner-letters.server.ts';
import { keepProof } from './proofs.server.ts';
import {
  endReplacedSession,
  openSession,
  ownCookie,
  type Method,
  type OwnCookie,
} from './session.server.ts';
import { secondFactor } from '../ways-schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Signed in, or half-way: then the second step is still asked for. Either way these cookies are to be set. */
export interface LetIn {
  step: 'in' | 'second';
  cookies: OwnCookie[];
}

/** How long somebody may take for the second step. */
export const halfWaySeconds = 10 * 60;

/** Ways that are two factors by themselves: they need no second step. */
const strong: readonly Method[] = ['passkey', 'recovery', 'setup'];

/**
 * The one place where somebody is let in, after a first proof. Asks for the second step when the login
 * has one, opens a session with a fresh token, and writes to its owner when the device is new.
 */
export async function letIn(tx: Tx, loginId: string, method: Method, visit: Visit): Promise<LetIn> {
  if (!strong.includes(method) && (await hasSecondFactor(tx, loginId))) {
    const value = { method };
    const token = await keepProof(tx, {
      kind: 'half-way',
      about: loginId,
      value,
      seconds: halfWaySeconds,
    });
    return { step: 'second', cookies: [ownCookie(tx, 'half-way', token, halfWaySeconds)] };
  }
  return letAllTheWayIn(tx, loginId, method, visit);
}

/** Lets somebody in who has given the second step, or needs none. */
export async function letAllTheWayIn(
  tx: Tx,
  loginId: string,
  method: Method,
  visit: Visit,
): Promise<LetIn> {
  const device = deviceWords(visit.agent);
  const met = await meetDevice(tx, loginId, visit);
  if (!met.known) await tellOfNewDevice(tx, loginId, device);
  await endReplacedSession(tx, visit.cookies);
  const cookie = await openSession(tx, loginId, { method, device });
  return { step: 'in', cookies: [cookie, met.cookie, ownCookie(tx, 'half-way', '', 0)] };
}

/** Whether a login asks for a second step. */
export async function hasSecondFactor(tx: Ctx, loginId: string): Promise<boolean> {
  const mine = and(eq(secondFactor.loginId, loginId), isNotNull(secondFactor.since));
  return (await tx.db.select().from(secondFactor).where(mine)).length > 0;
}
