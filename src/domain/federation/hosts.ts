/**
 * The name of a server as everything here is kept by it: lower case, punycode, a port only where it is not the
 * usual one. Takes what people write as well: an address, `*.name`, a dot at the end. Nothing for what is no name.
 */
export function asHost(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^(?:@|\*\.)/, '')
    .replace(/\.?\/?$/, '');
  if (!bare || /[\s/@?#\\%*,"<>]/.test(bare)) return undefined;
  const host = URL.parse(`https://${bare}`)?.host;
  return host && host.length <= 253 && /^(?:[^.]+\.)+[^.]+$|^\[|^localhost(?::|$)/.test(host)
    ? host
    : undefined;
}

/** The server behind an address; nothing for what is none. */
export function hostOfUri(uri: string): string | undefined {
  const url = URL.parse(uri);
  return url && /^https?:$/.test(url.protocol) ? url.host.replace(/\.$/, '') : undefined;
}

/** The names by which a rule may mean this server: its own, and those that it stands under; with and without port. */
export function namesOver(host: string): string[] {
  const bare = host.replace(/:\d+$/, '');
  const parts = bare.split('.');
  const above = parts.slice(0, -1).map((_, at) => parts.slice(at).join('.'));
  return [...new Set([host, bare, ...above])];
}
