import { randomInt, timingSafeEqual } from 'node:crypto';
import { keyedHash } from './hash.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Wrong tries that a code survives. */
export const codeTries = 5;

/** How long a code out of a letter counts. */
export const codeSeconds = 60 * 60;

/** Eight digits for a letter, to be typed on the page that waits for them. */
export function newCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0');
}

/** "1234 5678": easier to carry from one page to another. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** A code as it is kept. */
export function hashOfCode({ secret }: Pick<Ctx, 'secret'>, code: string): string {
  return keyedHash(secret, 'letter code', code);
}

/** Whether what somebody typed, with or without spaces, is the code that was kept. */
export function codeFits(ctx: Pick<Ctx, 'secret'>, kept: string, typed: string): boolean {
  const told = Buffer.from(hashOfCode(ctx, typed.replace(/\D/g, '')));
  const known = Buffer.from(kept);
  return told.length === known.length && timingSafeEqual(told, known);
}
