/** The look that a `cookie` header asks for, as far as pages are kept for it. */
export function lookIn(cookie: string): string {
  return /(?:^|;\s*)look=([a-z.]{0,30})/.exec(cookie)?.[1] ?? '';
}

/** What makes two visitors' pages differ: the address and how they like the place to look. */
export function keyOf(url: URL, look: string): string {
  return `${url.pathname}${url.search}|${look}`;
}
