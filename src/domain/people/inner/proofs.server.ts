import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { hashOf, newToken } from './hash.server.ts';
import { proof } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * A thing that is proved once and soon. `kind` says what (`sign-up`, `new-password`, `passkey`, ...),
 * `about` whom it is about (an address, a login's id): all of a kind about somebody can be forgotten.
 */
export interface Proof {
  kind: string;
  about: string;
  value: object;
  seconds: number;
}

/** Keeps a proof and returns its token, of which only a hash is kept. */
export async function keepProof(ctx: Ctx, about: Proof, token = newToken()): Promise<string> {
  const { seconds, ...rest } = about;
  const created = ctx.clock.now();
  const ends = new Date(created.getTime() + seconds * 1000);
  await ctx.db.insert(proof).values({ ...rest, tokenHash: hashOf(token), created, ends });
  return token;
}

/** What a kept proof holds. The value's shape is its kind's own: read it with a schema. */
export type Kept = Pick<typeof proof.$inferSelect, 'about' | 'value' | 'created'>;

/** A proof that still waits, without using it. */
export async function findProof(ctx: Ctx, kind: string, token: string): Promise<Kept | undefined> {
  const [found] = await ctx.db
    .select()
    .from(proof)
    .where(open(ctx, kind, token));
  return found;
}

/** Uses a proof: of many who bring the same token at once, one gets it. */
export async function takeProof(ctx: Ctx, kind: string, token: string): Promise<Kept | undefined> {
  // Whoever takes one forgets the others about the same. Two who did so at once would each wait for the
  // other's row, so they come one after the other.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${proof.about}, 0))
    from ${proof} where ${open(ctx, kind, token)}`);
  const [taken] = await ctx.db
    .delete(proof)
    .where(open(ctx, kind, token))
    .returning();
  return taken;
}

/** Counts a try with a proof and returns it, or nothing once it had `most` tries. */
export async function tryProof(
  ctx: Ctx,
  kind: string,
  token: string,
  most: number,
): Promise<Kept | undefined> {
  const [tried] = await ctx.db
    .update(proof)
    .set({ tries: sql`${proof.tries} + 1` })
    .where(and(open(ctx, kind, token), lt(proof.tries, most)))
    .returning();
  return tried;
}

/** The newest proof of a kind about somebody. */
export async function newestProof(
  ctx: Ctx,
  kind: string,
  about: string,
): Promise<Kept | undefined> {
  const mine = and(ofKind(kind, about), gt(proof.ends, ctx.clock.now()));
  const [found] = await ctx.db
    .select()
    .from(proof)
    .where(mine)
    .orderBy(desc(proof.created))
    .limit(1);
  return found;
}

/** Forgets every proof of a kind about somebody. */
export async function forgetProofs(ctx: Ctx, kind: string, about: string): Promise<void> {
  await ctx.db.delete(proof).where(ofKind(kind, about));
}

const ofKind = (kind: string, about: string) => and(eq(proof.kind, kind), eq(proof.about, about));

function open(ctx: Ctx, kind: string, token: string) {
  const mine = and(eq(proof.tokenHash, hashOf(token)), eq(proof.kind, kind));
  return and(mine, gt(proof.ends, ctx.clock.now()));
}
