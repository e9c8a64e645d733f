import { count, eq } from 'drizzle-orm';
import { hasSecondFactor } from './inner/let-in.server.ts';
import { findPasswordHash } from './inner/logins.server.ts';
import type { Login } from './sign-in.server.ts';
import { outsideAccount, passkey } from './ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Which ways open a login. A letter to its address always does. */
export interface WaysIn {
  passkeys: number;
  password: boolean;
  secondStep: boolean;
  outside: number;
}

/** Which ways open this login now. Private to its owner. */
export async function findWaysIn(ctx: Ctx, { id }: Login): Promise<WaysIn> {
  const passkeys = ctx.db.select({ all: count() }).from(passkey).where(eq(passkey.loginId, id));
  const outside = ctx.db
    .select({ all: count() })
    .from(outsideAccount)
    .where(eq(outsideAccount.loginId, id));
  return {
    passkeys: (await passkeys)[0]?.all ?? 0,
    password: (await findPasswordHash(ctx, id)) !== undefined,
    secondStep: await hasSecondFactor(ctx, id),
    outside: (await outside)[0]?.all ?? 0,
  };
}
