/** How much a form may hold around the file itself: boundaries, the words for the picture. */
export const formBytes = 64 * 1024;

/** Browsers say how long a form is before they send it; what does not is not read. */
export function saysItsLength({ headers }: Request): boolean {
  return headers.has('content-length');
}

/** A form of a page of ours: browsers say so, and no other page can make them say it. */
export function fromOwnPage({ headers }: Request, origin: string): boolean {
  const from = headers.get('origin');
  if (from && from !== 'null' && from !== origin) return false;
  const site = headers.get('sec-fetch-site');
  return site ? site === 'same-origin' : from === origin;
}

/** On to a page, after a form was sent. */
export function to(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

/** The same few words for everything that is not there, or not for whoever asks. */
export function nothing(status: number): Response {
  return new Response('There is nothing to see here.\n', {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
