import type { RequestEvent } from '@sveltejs/kit';

/**
 * What a page says whose address is a secret: nobody indexes or keeps it, and no other page learns its
 * path. `strict-origin` names our origin alone; under `no-referrer` browsers send forms with
 * `Origin: null`, which cannot be told from a form of a stranger's page.
 */
const secretHeaders = {
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'referrer-policy': 'strict-origin',
  'cache-control': 'no-store',
};

/** Hides an address that opens something by itself: the link of a letter, a code in it, a link to write by. */
export function hideSecretAddress({ url, route }: RequestEvent, headers: Headers): void {
  const inPath = route.id?.includes('[token]');
  if (!inPath && !url.searchParams.has('token') && !url.searchParams.has('code')) return;
  for (const [name, value] of Object.entries(secretHeaders)) headers.set(name, value);
}
