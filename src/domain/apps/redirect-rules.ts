/** Where an app that has no address of its own gets its code: on a page of ours, to be copied. */
export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

/** How many addresses an app may name, and how long each may be. */
export const redirectBounds = { most: 10, longest: 1000 } as const;

/** Schemes that run something, read a file, write a message or belong to the browser itself. */
const refusedSchemes: ReadonlySet<string> = new Set(
  (
    'about android-app blob chrome chrome-extension cid content data devtools edge feed file filesystem ftp ftps ' +
    'intent jar javascript jscript livescript mailto mhtml mid moz-extension ms-browser-extension opera resource ' +
    'safari-extension safari-web-extension sms smsto tel urn vbscript view-source wss ws wyciwyg'
  ).split(' '),
);

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(?=[/?]|$)/;

/**
 * Whether an app may have people sent there with a code: https; plain http on the device itself; a
 * scheme of a phone app (`tusky://`, `com.app:/path`); or out of band. Only letters as they go over the
 * wire, no fragment, no name or password before the host.
 */
export function mayRedirectTo(uri: string): boolean {
  if (uri === outOfBand) return true;
  if (uri.length > redirectBounds.longest || !/^[\x21-\x7e]+$/.test(uri)) return false;
  if (/[#\\<>"`{}|^]/.test(uri)) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):./i.exec(uri)?.[1]?.toLowerCase();
  const url = URL.parse(uri);
  if (!scheme || !url || url.username || url.password) return false;
  if (scheme === 'https') return /^https:\/\/[^/?]/i.test(uri);
  if (scheme === 'http')
    return loopback.test(uri) || /^http:\/\/[a-z0-9.-]+\.localhost(?=[:/?]|$)/.test(uri);
  return !refusedSchemes.has(scheme) && !/^ms-|-extension$/.test(scheme);
}

/**
 * Whether a redirect goes where the app said when it came: letter by letter, but for the port of a
 * program that listens on the device itself and takes whichever is free (RFC 8252, 7.3).
 */
export function isRegistered(registered: readonly string[], asked: string): boolean {
  if (registered.includes(asked)) return true;
  const bare = withoutPort(asked);
  return bare !== undefined && registered.some((uri) => withoutPort(uri) === bare);
}

function withoutPort(uri: string): string | undefined {
  const [start, host, port = '1'] = loopback.exec(uri) ?? [];
  if (!start || !host || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return mayRedirectTo(uri) ? `${host}${uri.slice(start.length)}` : undefined;
}

/** The app's address with our answer behind it. The address itself stays as the app wrote it. */
export function withAnswer(uri: string, answer: Record<string, string | undefined>): string {
  const given = Object.entries(answer).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(given)}`;
}

/** Where a redirect leads, for people: a website's host, a program by its scheme, or a code to copy. */
export type Destination =
  | { kind: 'web'; host: string }
  | { kind: 'device'; host: string }
  | { kind: 'program'; scheme: string }
  | { kind: 'copy' };

/** Says it. A host is shown as it goes over the wire, so that no letter can pass for another. */
export function destinationOf(uri: string): Destination {
  if (uri === outOfBand) return { kind: 'copy' };
  const { protocol, host } = new URL(uri);
  if (protocol === 'https:') return { kind: 'web', host };
  if (protocol === 'http:') return { kind: 'device', host };
  return { kind: 'program', scheme: protocol.slice(0, -1) };
}
