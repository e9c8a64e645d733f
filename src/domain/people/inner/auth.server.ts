import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/node-postgres';
import { sendLetterLater } from '../letters.server.ts';
import { passwordLength } from '../password.ts';
import { login, session, signInMethod, verification } from '../schema.server.ts';
import { sessionCookieName, sessionSeconds } from './session.server.ts';
import type { Services } from '#platform/services.server.ts';

type Parts = Pick<Services, 'config' | 'secret' | 'pool' | 'jobs' | 'clock'>;

/** Better Auth on our tables, called by our verbs only: none of its routes is open to the web. */
function makeAuth({ config, secret, pool, jobs, clock }: Parts) {
  // Its own runner on the pool: whoever asks first may be inside a transaction.
  const db = drizzle({ client: pool });
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
    // Our own limits count tries by address and by account, in every process alike.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        await sendLetterLater({ db, jobs }, { kind: 'newPassword', to: user.email, token });
      },
    },
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: sessionSeconds },
    databaseHooks: {
      session: {
        create: {
          // The house's clock decides when a session ends; where somebody sat is nobody's business.
          before: async (made) => {
            const now = clock.now();
            const expiresAt = new Date(now.getTime() + sessionSeconds * 1000);
            const own = {
              expiresAt,
              createdAt: now,
              updatedAt: now,
              ipAddress: null,
              userAgent: null,
            };
            return { data: { ...made, ...own } };
          },
        },
      },
    },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: sessionCookieName(config) } },
    },
  });
}

const made = new WeakMap<object, ReturnType<typeof makeAuth>>();

/** One instance a process. */
export function authOf(parts: Parts): ReturnType<typeof makeAuth> {
  const kept = made.get(parts.pool);
  if (kept) return kept;
  const auth = makeAuth(parts);
  made.set(parts.pool, auth);
  return auth;
}
