import { eq } from 'drizzle-orm';
import { readApp } from './apps.server.ts';
import { hashOf, newSecret } from './inner/secrets.server.ts';
import { oauthToken, waitingToken } from './schema.server.ts';
import type { Bearer, Token } from './tokens.server.ts';
import {
  sendAgainByApp,
  signUpByApp,
  type AppSignUp,
  type AppSignUpRefused,
} from '#domain/people/sign-up-by-app.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/**
 * Signs somebody up through an app, and gives the app a token that opens nothing until they have confirmed
 * their address with their password and are let in. It gets what the app named when it came, but nothing
 * for operators. For an address that has an account the token looks the same, and never opens anything.
 */
export async function signUpWithToken(
  ctx: Ctx,
  { appId }: Bearer,
  words: Omit<AppSignUp, 'key'>,
): Promise<Token | AppSignUpRefused | { refused: 'app' }> {
  const app = await readApp(ctx, appId);
  if (!app) return { refused: 'app' };
  const token = newSecret();
  const refused = await signUpByApp(ctx, { ...words, key: hashOf(token) });
  if (refused) return refused;
  const scopes = app.scopes.filter((scope) => !scope.startsWith('admin:'));
  const since = ctx.clock.now();
  await ctx.db.insert(waitingToken).values({ tokenHash: hashOf(token), appId, scopes, since });
  return { token, scopes, since };
}

/** Whether a token waits for somebody to confirm their address. */
export async function isWaiting({ db }: Pick<Ctx, 'db'>, token: string): Promise<boolean> {
  const mine = eq(waitingToken.tokenHash, hashOf(token));
  return (await db.select().from(waitingToken).where(mine)).length > 0;
}

/** Sends the letter again that a waiting token hangs on, perhaps to another address. Answers alike whatever became of it. */
export function sendLetterAgain(
  ctx: Ctx,
  token: string,
  email?: string,
): Promise<{ refused: 'tooFast' } | undefined> {
  return sendAgainByApp(ctx, hashOf(token), email);
}

/** Hears that somebody is in who came with an app: its token is theirs from now on. */
export async function wakeToken(tx: Tx, { personId = '', key = '' }: About): Promise<void> {
  const mine = eq(waitingToken.tokenHash, key);
  const [waited] = await tx.db.delete(waitingToken).where(mine).returning();
  if (!waited) return;
  const { tokenHash, appId, scopes } = waited;
  await tx.db
    .insert(oauthToken)
    .values({ tokenHash, appId, scopes, personId, since: tx.clock.now() });
}
