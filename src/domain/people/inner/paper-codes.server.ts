import { and, count, eq, isNull } from 'drizzle-orm';
import { keyedHash } from './hash.server.ts';
import { newShortCode, tidyShortCode } from './short-codes.server.ts';
import { recoveryCode } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const howMany = 10;
/** Twelve signs are 59 bits: nobody guesses one, even with the hashes and a key that leaked. */
const signs = 12;

/** Makes a fresh set of codes for paper; the old ones are void. Only hashes are kept. */
export async function makePaperCodes(tx: Ctx, loginId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => newShortCode(signs));
  await forgetPaperCodes(tx, loginId);
  await tx.db
    .insert(recoveryCode)
    .values(codes.map((code) => ({ loginId, codeHash: hashed(tx, loginId, code) })));
  return codes;
}

/** Uses a code from paper, once. */
export async function usePaperCode(tx: Ctx, loginId: string, typed: string): Promise<boolean> {
  const sameCode = eq(recoveryCode.codeHash, hashed(tx, loginId, typed));
  const used = await tx.db
    .update(recoveryCode)
    .set({ used: tx.clock.now() })
    .where(and(unused(loginId), sameCode))
    .returning({ used: recoveryCode.used });
  return used.length > 0;
}

/** How many codes on paper are left. */
export async function countPaperCodes(ctx: Ctx, loginId: string): Promise<number> {
  const [left] = await ctx.db.select({ codes: count() }).from(recoveryCode).where(unused(loginId));
  return left?.codes ?? 0;
}

/** Makes every code on paper void. */
export async function forgetPaperCodes(tx: Ctx, loginId: string): Promise<void> {
  await tx.db.delete(recoveryCode).where(eq(recoveryCode.loginId, loginId));
}

const unused = (loginId: string) =>
  and(eq(recoveryCode.loginId, loginId), isNull(recoveryCode.used));

function hashed({ secret }: Pick<Ctx, 'secret'>, loginId: string, code: string): string {
  return keyedHash(secret, `recovery code of ${loginId}`, tidyShortCode(code));
}
