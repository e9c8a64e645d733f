import { and, eq, sql } from 'drizzle-orm';
import { keyedHash, newToken } from './hash.server.ts';
import { ownCookie, readCookie, type OwnCookie } from './session.server.ts';
import { knownDevice } from '../ways-schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const year = 365 * 24 * 60 * 60;

/** What a request tells of where it comes from. The network address is only counted, never kept. */
export interface Visit {
  address: string;
  /** The `user-agent` header; kept as a few coarse words. */
  agent: string;
  cookies: string | null;
}

/**
 * Marks the device as one that this login was used on, and says whether it was known. Two people on
 * one phone share the cookie, but no row shows it: each keeps another hash of it.
 */
export async function meetDevice(
  ctx: Ctx,
  loginId: string,
  visit: Visit,
): Promise<{ known: boolean; cookie: OwnCookie }> {
  const token = tokenIn(ctx, visit) || newToken();
  const deviceHash = hashed(ctx, loginId, token);
  const seen = ctx.clock.now();
  const { rows } = await ctx.db.execute<{ devices: number }>(
    sql`select count(*)::int as devices from ${knownDevice} where login_id = ${loginId}`,
  );
  const met = await ctx.db
    .update(knownDevice)
    .set({ seen })
    .where(and(eq(knownDevice.loginId, loginId), eq(knownDevice.deviceHash, deviceHash)))
    .returning();
  // Two sign-ins of one browser at once meet it both for the first time.
  if (met.length === 0)
    await ctx.db.insert(knownDevice).values({ loginId, deviceHash, seen }).onConflictDoNothing();
  // Whoever signs in for the first time at all needs no warning of it.
  const known = met.length > 0 || rows[0]?.devices === 0;
  return { known, cookie: ownCookie(ctx, 'device', token, year) };
}

/** By what a login would know the device that a request comes from. It never met one without a cookie. */
export function deviceHashOf(ctx: Ctx, loginId: string, visit: Visit): string {
  return hashed(ctx, loginId, tokenIn(ctx, visit) ?? '');
}

/** Whether a login was opened on this device before. */
export async function isKnownDevice(
  ctx: Ctx,
  loginId: string,
  deviceHash: string,
): Promise<boolean> {
  const mine = and(eq(knownDevice.loginId, loginId), eq(knownDevice.deviceHash, deviceHash));
  return (await ctx.db.select().from(knownDevice).where(mine)).length > 0;
}

function tokenIn(ctx: Ctx, { cookies }: Visit): string | undefined {
  return readCookie(ctx, 'device', cookies);
}

function hashed({ secret }: Ctx, loginId: string, token: string): string {
  return keyedHash(secret, `device of ${loginId}`, token);
}

const programs: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|\bCriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'a Chromebook'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox on Android": as much of the `user-agent` header as its owner needs to know it again. */
export function deviceWords(agent: string): string {
  const nameIn = (known: [RegExp, string][]) => known.find(([sign]) => sign.test(agent))?.[1];
  const program = nameIn(programs) ?? 'A browser';
  const system = nameIn(systems);
  return system ? `${program} on ${system}` : program;
}
