/** Long enough for an app's question, which somebody may have to sign in for first. */
const longest = 4000;

/** A path of this place that somebody wanted to go on to; anything else leads to `otherwise`. */
export function safeNext(asked: unknown, otherwise = '/'): string {
  if (typeof asked !== 'string' || asked.length > longest || !/^\/(?![/\\])/.test(asked))
    return otherwise;
  if (/[\p{Cc}\\]/u.test(asked)) return otherwise;
  const here = 'http://here.invalid';
  const url = URL.parse(asked, here);
  // A path that begins with two slashes once its dots are gone would name another host.
  if (url?.origin !== here || url.pathname.startsWith('//')) return otherwise;
  return url.pathname + url.search + url.hash;
}

/** The same page with the way on beside it: `/sign-up?next=%2Fclub`. */
export function withNext(path: string, next: string): string {
  if (next === '/') return path;
  return `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`;
}
