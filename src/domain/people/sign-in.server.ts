import { eq } from 'drizzle-orm';
import { findLoginByEmail, findPasswordHash, holdPassword } from './inner/logins.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import { passwordFits } from './inner/password-hash.server.ts';
import { inTurnOf } from './inner/sign-in-turns.server.ts';
import { deviceHashOf, isKnownDevice, type Visit } from './inner/devices.server.ts';
import {
  ownCookie,
  sessionCookieName,
  sessionHash,
  sessionLasts,
  type OwnCookie,
} from './inner/session.server.ts';
import { session } from './schema.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

export { sessionCookieName, type LetIn, type OwnCookie, type Visit };

type Parts = Pick<Services, 'config' | 'pool' | 'clock'>;

const hour = 60 * 60;

/**
 * Who asks, from the session cookie; nobody when the session has ended anywhere. Read from the
 * database on every request (one indexed look-up), so that a sign-out holds at once. Once an hour the
 * session's life is drawn out.
 */
export async function findViewer(
  services: Parts,
  cookieHeader: string | null,
): Promise<Viewer | null> {
  const hash = sessionHash(services, cookieHeader);
  if (!hash) return null;
  const now = services.clock.now();
  const { rows } = await services.pool.query<Viewer & { seen: Date }>({
    name: 'viewer',
    text: `select p.id::text as "personId", p.handle, p.name, p.zone, o.person_id is not null as operator, s.seen
      from session s join person p on p.login_id = s.login_id
      left join operator o on o.person_id = p.id
      where s.token_hash = $1 and s.ends > $2`,
    values: [hash, now],
  });
  if (!rows[0]) return null;
  const { seen, ...viewer } = rows[0];
  if (now.getTime() - seen.getTime() > hour * 1000) await drawOut(services, hash);
  return viewer;
}

/** A used session lives on, but never longer than its longest. */
async function drawOut({ pool, clock }: Parts, hash: string): Promise<void> {
  const { idleSeconds, mostSeconds } = sessionLasts;
  await pool.query({
    name: 'draw out session',
    text: `update session set seen = $2, ends = least($2 + make_interval(secs => $3), created + make_interval(secs => $4))
      where token_hash = $1`,
    values: [hash, clock.now(), idleSeconds, mostSeconds],
  });
}

/**
 * A login that is signed in. `person` is false while it has not chosen its handle; `proved` is when its
 * owner last showed on this device that it is them.
 */
export interface Login {
  id: string;
  email: string;
  sessionId: string;
  person: boolean;
  proved: Date;
}

/** The login of the session cookie, also before it has a person. Private to its owner. */
export async function findLogin(
  services: Parts,
  cookieHeader: string | null,
): Promise<Login | null> {
  const hash = sessionHash(services, cookieHeader);
  if (!hash) return null;
  const { rows } = await services.pool.query<Login>({
    name: 'login',
    text: `select l.id, l.email, s.id as "sessionId", s.proved,
        exists (select from person p where p.login_id = l.id) as person
      from session s join login l on l.id = s.login_id where s.token_hash = $1 and s.ends > $2`,
    values: [hash, services.clock.now()],
  });
  return rows[0] ?? null;
}

/** What somebody typed to sign in. */
export interface SignInTry {
  email: string;
  password: string;
}

const perAccount = { times: 20, seconds: 15 * 60 };
const perAddress = { times: 200, seconds: 15 * 60 };

/**
 * Signs in by password. Refuses `wrong` alike for a wrong password, an unknown address and one that
 * waits to be confirmed, whose password is not even looked at. Each of them costs one hashing, so the
 * time tells nothing either. Refuses `tooFast` by network address and by account; a device that the
 * account was opened on before has tries of its own, so that nobody can keep its owner out by guessing.
 * Refuses `full` before anything is looked up, when too many of one network address are at it this moment.
 */
export function signIn(
  ctx: Ctx,
  typed: SignInTry,
  visit: Visit,
): Promise<LetIn | { refused: 'wrong' | 'tooFast' | 'full' }> {
  return inTurnOf(visit.address, () => tryPassword(ctx, typed, visit));
}

async function tryPassword(
  ctx: Ctx,
  { email, password }: SignInTry,
  visit: Visit,
): Promise<LetIn | { refused: 'wrong' | 'tooFast' }> {
  const fromAddress = await limited(ctx, `sign-in from ${visit.address}`, perAddress);
  const toAccount = await limited(ctx, `sign-in to ${email}`, perAccount);
  if (fromAddress) return { refused: 'tooFast' };
  const loginId = (await findLoginByEmail(ctx, email))?.id ?? nobodys;
  const hash = await findPasswordHash(ctx, loginId);
  const shut = toAccount && !(await hasTriesOfItsOwn(ctx, loginId, visit));
  const fits = await passwordFits(hash, password);
  if (hash && fits && !shut) return openByPassword(ctx, { loginId, hash }, visit);
  // Alike on every device: that it is known is told to the right password alone.
  return { refused: toAccount ? 'tooFast' : 'wrong' };
}

/** No login's id: what is looked up for it is never found, and takes as long. */
const nobodys = 'nobody';

/** Whether this login was opened on this device before, and the device has not used up its own tries. */
async function hasTriesOfItsOwn(ctx: Ctx, loginId: string, visit: Visit): Promise<boolean> {
  const device = deviceHashOf(ctx, loginId, visit);
  const often = await limited(ctx, `sign-in on the device ${device}`, perAccount);
  return (await isKnownDevice(ctx, loginId, device)) && !often;
}

/** A password that was changed while it was being looked at opens nothing any more. */
function openByPassword(
  ctx: Ctx,
  { loginId, hash }: { loginId: string; hash: string },
  visit: Visit,
): Promise<LetIn | { refused: 'wrong' }> {
  return inTransaction(ctx, async (tx) =>
    (await holdPassword(tx, loginId, hash))
      ? letIn(tx, loginId, 'password', visit)
      : { refused: 'wrong' },
  );
}

/** Ends the session of the cookie, everywhere at once; open streams of the viewer are told. */
export async function signOut(ctx: Ctx, cookieHeader: string | null): Promise<OwnCookie[]> {
  const hash = sessionHash(ctx, cookieHeader);
  if (hash) await ctx.db.delete(session).where(eq(session.tokenHash, hash));
  if (ctx.viewer) await ctx.live.publish([{ kind: 'session', id: ctx.viewer.personId }]);
  return [ownCookie(ctx, 'session', '', 0)];
}
