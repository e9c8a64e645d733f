import { eq } from 'drizzle-orm';
import { isAPIError } from 'better-auth/api';
import { authOf } from './inner/auth.server.ts';
import { findLoginByEmail, passwordFits } from './inner/credentials.server.ts';
import { findPending } from './inner/pending.server.ts';
import {
  sessionCookie,
  sessionCookieName,
  sessionToken,
  type SessionCookie,
} from './inner/session.server.ts';
import { session } from './schema.server.ts';
import { sendConfirmation } from './sign-up.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

export { sessionCookieName, type SessionCookie };

type Parts = Pick<Services, 'config' | 'secret' | 'pool' | 'clock'>;

/**
 * Who asks, from the session cookie; nobody when the session has ended anywhere. Read from the
 * database on every request (one indexed look-up), so that a sign-out holds at once.
 */
export async function findViewer(
  services: Parts,
  cookieHeader: string | null,
): Promise<Viewer | null> {
  const token = sessionToken(services, cookieHeader);
  if (!token) return null;
  const { rows } = await services.pool.query<Viewer>({
    name: 'viewer',
    text: `select p.id::text as "personId", p.handle, p.name, p.zone, o.person_id is not null as operator
      from session s join person p on p.login_id = s.login_id
      left join operator o on o.person_id = p.id
      where s.token = $1 and s.expires_at > $2`,
    values: [token, services.clock.now()],
  });
  return rows[0] ?? null;
}

/** A login that is signed in. `person` is false while it has not chosen its handle. */
export interface Login {
  id: string;
  email: string;
  sessionId: string;
  person: boolean;
}

/** The login of the session cookie, also before it has a person. Private to its owner. */
export async function findLogin(
  services: Parts,
  cookieHeader: string | null,
): Promise<Login | null> {
  const token = sessionToken(services, cookieHeader);
  if (!token) return null;
  const { rows } = await services.pool.query<Login>({
    name: 'login',
    text: `select l.id, l.email, s.id as "sessionId", exists (select from person p where p.login_id = l.id) as person
      from session s join login l on l.id = s.login_id where s.token = $1 and s.expires_at > $2`,
    values: [token, services.clock.now()],
  });
  return rows[0] ?? null;
}

/** What somebody typed to sign in, and from which network address. */
export interface SignInTry {
  email: string;
  password: string;
  address: string;
  next: string;
}

const perAccount = { times: 20, seconds: 15 * 60 };
const perAddress = { times: 200, seconds: 15 * 60 };

/**
 * Signs in with a fresh session id. Refuses `wrong` alike for a wrong password, an unknown address and
 * one that waits to be confirmed; to the last, with the right password, another letter is sent. Each
 * of them costs one hashing, so the time tells nothing either.
 */
export async function signIn(
  ctx: Ctx,
  { email, password, address, next }: SignInTry,
): Promise<SessionCookie | { refused: 'wrong' | 'tooFast' }> {
  const fromAddress = await limited(ctx, `sign-in from ${address}`, perAddress);
  const toAccount = await limited(ctx, `sign-in to ${email}`, perAccount);
  if (fromAddress || toAccount) return { refused: 'tooFast' };
  if (await findLoginByEmail(ctx, email)) return signInWithPassword(ctx, email, password);
  const pending = await findPending(ctx, email);
  const fits = await passwordFits(pending?.passwordHash, password);
  if (pending && fits) await sendConfirmation(ctx, { ...pending, next });
  return { refused: 'wrong' };
}

async function signInWithPassword(
  ctx: Ctx,
  email: string,
  password: string,
): Promise<SessionCookie | { refused: 'wrong' }> {
  try {
    const { token } = await authOf(ctx).api.signInEmail({ body: { email, password } });
    return sessionCookie(ctx, token);
  } catch (fault) {
    if (isAPIError(fault) && fault.statusCode < 500) return { refused: 'wrong' };
    throw fault;
  }
}

/** Ends the session of the cookie, everywhere at once; open streams of the viewer are told. */
export async function signOut(ctx: Ctx, cookieHeader: string | null): Promise<void> {
  const token = sessionToken(ctx, cookieHeader);
  if (!token) return;
  await ctx.db.delete(session).where(eq(session.token, token));
  if (ctx.viewer) await ctx.live.publish([{ kind: 'session', id: ctx.viewer.personId }]);
}
