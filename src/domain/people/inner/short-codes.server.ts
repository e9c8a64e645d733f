import { randomInt } from 'node:crypto';

/** Signs that nobody takes for another, on a screen or in handwriting: no i, l, o, 0 or 1. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
const perGroup = 4;

/** A random code to read and type, in groups of four: `k7pm-x2wd`. Each sign is worth 4.95 bits. */
export function newShortCode(length: number): string {
  const code = Array.from({ length }, () => signs[randomInt(signs.length)]).join('');
  return code.replace(new RegExp(`(.{${perGroup}})(?=.)`, 'g'), '$1-');
}

/** A code as somebody typed it, as it is compared: small letters and digits, nothing between them. */
export function tidyShortCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
