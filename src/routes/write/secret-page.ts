import type { Desk } from './writing-desk.ts';

/**
 * Headers of a page whose address is a secret: nobody indexes or keeps it, and no other page learns its
 * path. `strict-origin` names our origin alone; under `no-referrer` browsers send forms with
 * `Origin: null`, which cannot be told from a form of a stranger's page.
 */
export const secretPage = {
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'referrer-policy': 'strict-origin',
  'cache-control': 'no-store',
};

/** Where the holder of a link writes. */
export function linkDesk(token: string): Desk {
  return { key: { token }, here: `/write/${encodeURIComponent(token)}` };
}
