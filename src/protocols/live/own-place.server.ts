import type { IncomingMessage } from 'node:http';

/** Browsers say which page asks. Programs say nothing, and bring no cookie that is not their own. */
export function isOfAnotherPlace({ headers }: IncomingMessage, own: string): boolean {
  if (headers.origin !== undefined && headers.origin !== own) return true;
  return headers['sec-fetch-site'] === 'cross-site';
}
