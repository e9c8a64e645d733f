/** What makes two visitors' pages differ: the address and how they like the place to look. */
export function keyOf(url: URL, cookie: string): string {
  const look = /(?:^|;\s*)look=([a-z.]{0,30})/.exec(cookie)?.[1] ?? '';
  return `${url.pathname}${url.search}|${url.pathname.endsWith('__data.json') ? 'data' : look}`;
}
