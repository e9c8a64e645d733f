import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { maySignUp } from './arriving.server.ts';
import type { AppWish } from './inner/app-wish.server.ts';
import { handleIsFree } from './inner/handles.server.ts';
import { hashPassword } from './inner/password-hash.server.ts';
import { Pending, sendConfirmation } from './inner/pending-sign-up.server.ts';
import { invitationFits } from './invitations.server.ts';
import { weakPassword } from './password-quality.server.ts';
import type { PasswordFault } from './password.ts';
import { proof } from './schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { networkOf } from '#platform/address.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What somebody typed into an app to join; read by the rules of the forms before. */
export interface AppSignUp extends AppWish {
  email: string;
  password: string;
  /** Their network address. */
  address: string;
  /** The token of an invitation. */
  invitation?: string | undefined;
}

/** Why nobody may sign up like this. None of them depends on whose address was typed. */
export type AppSignUpRefused =
  | { refused: 'tooFast' | 'notInvited' | 'otherAddress' | 'taken' }
  | { refused: 'weak'; fault: PasswordFault };

const often = { times: 5, seconds: 30 * 60 };

/**
 * Signs somebody up from an app: the same letter, and the same answer for every address, as on the web. What
 * they asked for in the app is honoured when the letter's link is opened and their password typed once more:
 * whoever signs up with somebody else's address lets no app in. Refuses `taken` for a handle, a weak password,
 * what `signUp` refuses, and more than five in half an hour from one network.
 */
export async function signUpByApp(
  ctx: Ctx,
  { email, password, address, invitation, ...wish }: AppSignUp,
): Promise<AppSignUpRefused | undefined> {
  const may = await maySignUp(ctx, invitation);
  if ('refused' in may) return may;
  if (await limited(ctx, `app sign-up from ${networkOf(address)}`, often))
    return { refused: 'tooFast' };
  if (invitation && !(await invitationFits(ctx, invitation, email)))
    return { refused: 'otherAddress' };
  const { name } = await readSettings(ctx);
  const fault = await weakPassword(password, [email, wish.handle, name]);
  if (fault) return { refused: 'weak', fault };
  if (!(await inTransaction(ctx, (tx) => handleIsFree(tx, wish.handle))))
    return { refused: 'taken' };
  const passwordHash = await hashPassword(password);
  await sendConfirmation(ctx, { email, passwordHash, next: '/', wish, ...may });
}

/**
 * Sends the letter again, to another address if one is given; the first is forgotten then. Says nothing of
 * whether there was anything to send: what became of the address is its owner's to tell. Refuses more than
 * five in half an hour.
 */
export async function sendAgainByApp(
  ctx: Ctx,
  key: string,
  email?: string,
): Promise<{ refused: 'tooFast' } | undefined> {
  if (await limited(ctx, `app sign-up again ${key}`, often)) return { refused: 'tooFast' };
  const mine = and(eq(proof.kind, 'sign-up'), sql`${proof.value}#>>'{wish,key}' = ${key}`);
  const [kept] = await ctx.db
    .select()
    .from(proof)
    .where(and(mine, gt(proof.ends, ctx.clock.now())))
    .orderBy(desc(proof.created))
    .limit(1);
  if (!kept) return;
  const pending = Pending.parse(kept.value);
  if (email && email !== pending.email) await ctx.db.delete(proof).where(mine);
  await sendConfirmation(ctx, { ...pending, email: email ?? pending.email });
}
