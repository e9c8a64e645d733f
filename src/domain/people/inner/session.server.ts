import { randomUUID } from 'node:crypto';
import { and, eq, gt, ne } from 'drizzle-orm';
import { hashOf, newToken } from './hash.server.ts';
import { forgetPending } from './pending.server.ts';
import { login, person, session } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60;

/** A device stays signed in for thirty days after it was last used, and half a year at most. */
export const sessionLasts = { idleSeconds: 30 * day, mostSeconds: 180 * day } as const;

/** How somebody may show that it is them. */
export const methods = ['password', 'passkey', 'letter', 'recovery', 'outside', 'setup'] as const;
/** One of them. */
export type Method = (typeof methods)[number];

/** A cookie for whoever answers a request; `value` is not yet encoded. `maxAge` 0 takes it away. */
export interface OwnCookie {
  name: string;
  value: string;
  options: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean; maxAge: number };
}

type Origin = Pick<Services, 'config'>;

/** A cookie that is bound to host and TLS wherever there is TLS. */
export function ownCookie(
  { config }: Origin,
  name: string,
  value: string,
  maxAge: number,
): OwnCookie {
  const secure = config.origin.startsWith('https:');
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
  return { name: cookieName(config, name), value, options };
}

/** What a request's cookies hold under one of our names. */
export function readCookie(
  { config }: Origin,
  name: string,
  cookieHeader: string | null,
): string | undefined {
  const start = `${cookieName(config, name)}=`;
  const pair = cookieHeader?.split(/;\s*/).find((part) => part.startsWith(start));
  return pair && safeDecode(pair.slice(start.length));
}

/** The session cookie's name. */
export function sessionCookieName(config: Pick<Services['config'], 'origin'>): string {
  return cookieName(config, 'session');
}

/** The hash of the session token that a request brings; nothing when it brings none. */
export function sessionHash(services: Origin, cookieHeader: string | null): string | undefined {
  const token = readCookie(services, 'session', cookieHeader);
  // Cookies of the time before tokens were kept as hashes bear a signature after a dot.
  return token ? hashOf(token.split('.', 1)[0] ?? '') : undefined;
}

/** Signs a login in on one more device, with a fresh token. Callers outside this area use `letIn`. */
export async function openSession(
  tx: Tx,
  loginId: string,
  { method, device }: { method: Method; device: string },
): Promise<OwnCookie> {
  const token = newToken();
  const now = tx.clock.now();
  const ends = new Date(now.getTime() + sessionLasts.idleSeconds * 1000);
  const times = { created: now, seen: now, proved: now, ends };
  const row = { id: randomUUID(), loginId, tokenHash: hashOf(token), device, method };
  await tx.db.insert(session).values({ ...row, ...times });
  return ownCookie(tx, 'session', token, sessionLasts.mostSeconds);
}

/**
 * Gives a session a fresh token after a step up (SES-12): what somebody may have learned of the old one
 * is worth nothing. `proved` also notes that its owner has just shown that it is them. Nothing when the
 * session has ended meanwhile.
 */
export async function renewSession(
  tx: Tx,
  sessionId: string,
  { proved }: { proved: boolean },
): Promise<OwnCookie | undefined> {
  const token = newToken();
  const now = tx.clock.now();
  const [renewed] = await tx.db
    .update(session)
    .set({ tokenHash: hashOf(token), ...(proved && { proved: now }) })
    .where(and(eq(session.id, sessionId), gt(session.ends, now)))
    .returning();
  return renewed && ownCookie(tx, 'session', token, sessionLasts.mostSeconds);
}

/** Ends the session that a browser still holds, whoever's it is, when it gets another. */
export async function endReplacedSession(tx: Tx, cookieHeader: string | null): Promise<void> {
  const hash = sessionHash(tx, cookieHeader);
  if (!hash) return;
  const [ended] = await tx.db.delete(session).where(eq(session.tokenHash, hash)).returning();
  if (ended) await wakeStreams(tx, ended.loginId);
}

/** Ends one of a login's sessions. False when it has none of that id. */
export async function endSession(tx: Tx, loginId: string, sessionId: string): Promise<boolean> {
  const mine = and(eq(session.loginId, loginId), eq(session.id, sessionId));
  const ended = await tx.db.delete(session).where(mine).returning();
  if (ended.length > 0) await wakeStreams(tx, loginId);
  return ended.length > 0;
}

/** Ends a login's sessions, all or all but one; open streams of the person are told. */
export async function endSessions(
  tx: Tx,
  loginId: string,
  except?: { sessionId: string },
): Promise<void> {
  const others = except && ne(session.id, except.sessionId);
  await tx.db.delete(session).where(and(eq(session.loginId, loginId), others));
  await wakeStreams(tx, loginId);
}

/**
 * What opens a login was changed (a password, a passkey, the second step): every other device is
 * signed out, every app's token is dead, open streams end, and what was begun before is forgotten.
 * The moment is written last: by then whoever was just using one of the sessions is done.
 */
export async function keysChanged(
  tx: Tx,
  loginId: string,
  except?: { sessionId: string },
): Promise<void> {
  await forgetPending(tx, loginId);
  await endSessions(tx, loginId, except);
  await tx.db.update(login).set({ keysChanged: tx.clock.now() }).where(eq(login.id, loginId));
}

/** Has open streams of a login's person look whether their session still lives. */
async function wakeStreams(tx: Tx, loginId: string): Promise<void> {
  const mine = eq(person.loginId, loginId);
  const [own] = await tx.db.select({ id: person.id }).from(person).where(mine);
  if (own) tx.wake({ kind: 'session', id: own.id });
}

function cookieName({ origin }: Pick<Services['config'], 'origin'>, name: string): string {
  return origin.startsWith('https:') ? `__Host-${name}` : name;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
