import { and, desc, eq, gt } from 'drizzle-orm';
import {
  endSession,
  endSessions,
  methods,
  sessionHash,
  type Method,
} from './inner/session.server.ts';
import { session } from './schema.server.ts';
import type { Login } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A signed-in device, as its owner sees it. Days are `2026-11-22`, in the owner's zone. */
export interface Device {
  id: string;
  /** A few coarse words: "Firefox on Android". */
  device: string;
  method: Method;
  since: string;
  /** Noted at most once an hour, and told to the day. */
  seen: string;
  /** Whether it is the one that asks. */
  here: boolean;
}

/** Where a login is signed in: this device first, then the last used. Private to its owner. */
export async function listDevices(ctx: Ctx, login: Login): Promise<Device[]> {
  const alive = and(eq(session.loginId, login.id), gt(session.ends, ctx.clock.now()));
  const rows = await ctx.db.select().from(session).where(alive).orderBy(desc(session.seen));
  const day = dayIn(ctx.viewer?.zone ?? 'UTC');
  const devices = rows.map(({ id, device, method, created, seen }) => ({
    ...{ id, device, method: knownMethod(method), since: day(created), seen: day(seen) },
    here: id === login.sessionId,
  }));
  return [...devices.filter(({ here }) => here), ...devices.filter(({ here }) => !here)];
}

/**
 * Signs one of the login's devices out, at once and with its open streams; also this one. It protects,
 * so it asks for no further proof. Refuses `gone` alike for one that is somebody else's or was never.
 */
export async function endDevice(
  ctx: Ctx,
  login: Login,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  if (!isSessionId(id)) return { refused: 'gone' };
  const ended = await inTransaction(ctx, (tx) => endSession(tx, login.id, id));
  return ended ? undefined : { refused: 'gone' };
}

/** Signs every device of the login out but this one. */
export async function endOtherDevices(ctx: Ctx, login: Login): Promise<void> {
  await inTransaction(ctx, (tx) => endSessions(tx, login.id, login));
}

/**
 * Whether a login's session still lives. It does until the transaction ends: whoever signs it out
 * meanwhile waits, so that nothing lasting is made by a session that is just being ended.
 */
export async function holdSession(tx: Tx, { sessionId }: Login): Promise<boolean> {
  const alive = and(eq(session.id, sessionId), gt(session.ends, tx.clock.now()));
  return (await tx.db.select().from(session).where(alive).for('share')).length > 0;
}

const isSessionId = (text: string): boolean => /^[\w-]{1,100}$/.test(text);

type Parts = Pick<Services, 'config' | 'pool' | 'clock'>;

/** The session of a request's cookie and whose it is; nothing for visitors. For what stays open longer than a request. */
export async function findSession(
  services: Parts,
  cookieHeader: string | null,
): Promise<{ sessionId: string; personId: string } | undefined> {
  const hash = sessionHash(services, cookieHeader);
  if (!hash) return undefined;
  const { rows } = await services.pool.query<{ sessionId: string; personId: string }>({
    name: 'session of a stream',
    text: `select s.id as "sessionId", p.id::text as "personId"
      from session s join person p on p.login_id = s.login_id where s.token_hash = $1 and s.ends > $2`,
    values: [hash, services.clock.now()],
  });
  return rows[0];
}

/** Which of these sessions have not ended. */
export async function livingSessions(
  { pool, clock }: Parts,
  sessionIds: string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'living sessions',
    text: 'select id from session where id = any($1) and ends > $2',
    values: [sessionIds, clock.now()],
  });
  return new Set(rows.map(({ id }) => id));
}

const knownMethod = (word: string): Method => methods.find((one) => one === word) ?? 'password';

function dayIn(timeZone: string): (at: Date) => string {
  const days = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone });
  return (at) => days.format(at);
}
