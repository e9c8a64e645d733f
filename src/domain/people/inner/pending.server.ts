import { randomBytes } from 'node:crypto';
import { and, desc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { hashOf } from './hash.server.ts';
import { verification } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * A sign-up that waits for its letter to be answered. Each keeps the password it was made with, so
 * that answering a letter never confirms a password that somebody else chose for the same address.
 */
export interface Pending {
  email: string;
  passwordHash: string;
  next: string;
}

const day = 24 * 60 * 60 * 1000;
const Kept = z.object({ email: z.string(), passwordHash: z.string(), next: z.string() });
const named = (email: string) => `sign-up:${email}`;

/** Keeps a sign-up for a day. Returns the token for its letter, of which only a hash is kept. */
export async function keepPending(ctx: Ctx, pending: Pending): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const now = ctx.clock.now();
  await ctx.db.insert(verification).values({
    id: hashOf(token),
    identifier: named(pending.email),
    value: JSON.stringify(pending),
    expiresAt: new Date(now.getTime() + day),
    createdAt: now,
    updatedAt: now,
  });
  return token;
}

/** The newest sign-up that waits for this address. */
export async function findPending(ctx: Ctx, email: string): Promise<Pending | undefined> {
  const [found] = await ctx.db
    .select()
    .from(verification)
    .where(
      and(eq(verification.identifier, named(email)), gt(verification.expiresAt, ctx.clock.now())),
    )
    .orderBy(desc(verification.createdAt))
    .limit(1);
  return found && Kept.parse(JSON.parse(found.value));
}

/** Takes the sign-up of a token; every other that waits for the same address goes with it. */
export async function takePending(ctx: Ctx, token: string): Promise<Pending | undefined> {
  const mine = and(eq(verification.id, hashOf(token)), gt(verification.expiresAt, ctx.clock.now()));
  const [taken] = await ctx.db.delete(verification).where(mine).returning();
  if (!taken?.identifier.startsWith('sign-up:')) return undefined;
  await ctx.db.delete(verification).where(eq(verification.identifier, taken.identifier));
  return Kept.parse(JSON.parse(taken.value));
}
