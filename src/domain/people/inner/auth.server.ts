import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { login, session, signInMethod, verification } from '../schema.server.ts';
import { sendLetterLater } from '../letters.server.ts';
import type { Config } from '#platform/config.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60;

/** The session cookie's name: bound to host and TLS wherever there is TLS. */
export function sessionCookieName(config: Pick<Config, 'origin'>): string {
  return config.origin.startsWith('https:') ? '__Host-session' : 'session';
}

type Parts = Pick<Services, 'config' | 'secret' | 'db' | 'jobs' | 'clock'>;

/** Better Auth on our tables, called by our verbs only: none of its routes is open to the web. */
function makeAuth({ config, secret, db, jobs, clock }: Parts) {
  const secure = config.origin.startsWith('https:');
  return betterAuth({
    baseURL: config.origin,
    secret,
    database: drizzleAdapter(db, {
      provider: 'pg',
      transaction: true,
      schema: { user: login, session, account: signInMethod, verification },
    }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      maxPasswordLength: 256,
      revokeSessionsOnPasswordReset: true,
      onExistingUserSignUp: async ({ user }) => {
        await sendLetterLater({ db, jobs, config, clock }, { kind: 'alreadyHere', to: user.email });
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: day,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, token }) => {
        await sendLetterLater({ db, jobs, config, clock }, { kind: 'confirm', to: user.email, token });
      },
    },
    session: { expiresIn: 30 * day, updateAge: day },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(config),
          attributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
        },
      },
    },
  });
}

const made = new WeakMap<object, ReturnType<typeof makeAuth>>();

/** One instance a process. */
export function authOf(parts: Parts): ReturnType<typeof makeAuth> {
  const kept = made.get(parts.jobs);
  if (kept) return kept;
  const auth = makeAuth(parts);
  made.set(parts.jobs, auth);
  return auth;
}
