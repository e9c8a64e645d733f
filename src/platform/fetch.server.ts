import type { Dispatcher } from 'undici';
import { acceptEncoding, readBody, TooLarge } from '#platform/fetch-body.server.ts';
import { ClosedAddress, makeDialler, portOf, type Resolve } from '#platform/fetch-dial.server.ts';

/** Why nothing came back. Deliberately coarse: it tells nobody which of our doors are open. */
export interface FetchRefused {
  refused: 'address' | 'scheme' | 'port' | 'tooLarge' | 'tooSlow' | 'redirects' | 'network';
}

/** An answer: the URL is the last one after redirects; header names are lower case, no cookies. */
export interface Fetched {
  status: number;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Times in milliseconds, sizes in bytes as decoded. Own headers never travel to another origin. */
export interface FetchOptions {
  accept: string;
  deadlineMs?: number;
  maxBytes?: number;
  headers?: Record<string, string>;
  /** How many redirects may be followed; 5 at most and by default. */
  maxRedirects?: number;
}

/** What is posted, and the type of what is posted; a redirect is not followed. */
export interface PostOptions extends FetchOptions {
  body: string | Buffer;
  contentType: string;
}

export interface Fetcher {
  get(url: string | URL, options: FetchOptions): Promise<Fetched | FetchRefused>;
  post(url: string | URL, options: PostOptions): Promise<Fetched | FetchRefused>;
  close(): Promise<void>;
}

/** Who we are and whom else than the public web we may call. */
export interface FetcherSettings {
  /** Exact `host:port` pairs (as a URL spells them) that may be private and on any port. */
  allowedPeers: readonly string[];
  /** Where some of them are dialled instead of where their names lead: `host:port` -> `address:port`. */
  peerPlaces?: Readonly<Record<string, string>>;
  /** An address for whoever wonders about our requests: `mailto:...` or a bare mail address. */
  contact: string;
  /** Our own origin: named in the user agent, and never fetched from. */
  origin: string;
  ports?: readonly number[];
  resolve?: Resolve;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const ours =
  /^(?:accept|accept-encoding|connection|content-length|cookie|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade|user-agent|proxy-.*)$/i;

/**
 * Makes the one way out of the house: every outbound HTTP request goes through it (Web pages,
 * other servers, paper databases). Only http and https, ports 80 and 443, public addresses checked
 * as they are dialled, five redirects each checked again and never from https down to http, one
 * deadline over everything, a cap on the decoded size, no cookies. It refuses by value and throws
 * only for a mistake of the caller (a header with a line break).
 */
export function makeFetcher(settings: FetcherSettings): Fetcher {
  const house = {
    peers: new Set(settings.allowedPeers),
    ports: new Set((settings.ports ?? [80, 443]).map(String)),
    own: new URL(settings.origin).host,
    userAgent: `PocketFriends (+${new URL(settings.origin).origin}; ${settings.contact.replace(/^(?:mailto:)?/, 'mailto:')})`,
  };
  const dialler = makeDialler(house.peers, settings.resolve, settings.peerPlaces);
  return {
    get: (url, options) => travel(house, dialler, { method: 'GET', url, options }),
    post: (url, options) =>
      travel(house, dialler, {
        method: 'POST',
        url,
        options: {
          ...options,
          maxRedirects: 0,
          headers: { ...options.headers, 'content-type': options.contentType },
        },
        body: options.body,
      }),
    close: () => dialler.destroy(),
  };
}

interface House {
  peers: ReadonlySet<string>;
  ports: ReadonlySet<string>;
  own: string;
  userAgent: string;
}

interface Journey {
  method: 'GET' | 'POST';
  url: string | URL;
  options: FetchOptions;
  body?: string | Buffer;
}

async function travel(
  house: House,
  dialler: Dispatcher,
  journey: Journey,
): Promise<Fetched | FetchRefused> {
  const signal = AbortSignal.timeout(journey.options.deadlineMs ?? 10_000);
  const most = Math.min(journey.options.maxRedirects ?? 5, 5);
  let { options } = journey;
  let from: URL | undefined;
  let next = String(journey.url);
  for (let hop = 0; hop <= most; hop += 1) {
    const url = checkUrl(house, next, from);
    if ('refused' in url) return url;
    // Once a journey has left its first origin, the caller's own headers stay behind for good.
    if (from && url.origin !== from.origin) options = { ...options, headers: {} };
    const headers = headersFor(house, options);
    const answer = await ask(dialler, { ...journey, url, options, headers, signal });
    if (!('to' in answer)) return answer;
    from = url;
    next = answer.to;
  }
  return { refused: 'redirects' };
}

function checkUrl(house: House, text: string, from?: URL): URL | FetchRefused {
  const url = URL.parse(text, from);
  if (!url) return { refused: from ? 'redirects' : 'address' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refused: 'scheme' };
  if (from?.protocol === 'https:' && url.protocol === 'http:') return { refused: 'scheme' };
  if (url.username || url.password || url.host === house.own) return { refused: 'address' };
  const port = portOf(url);
  const peer = house.peers.has(`${url.hostname}:${port}`);
  if (!peer && !house.ports.has(port)) return { refused: 'port' };
  return url;
}

function headersFor(house: House, options: FetchOptions): Record<string, string> {
  const own = Object.entries(options.headers ?? {}).filter(([name]) => !ours.test(name));
  return {
    ...Object.fromEntries(own),
    accept: options.accept,
    'accept-encoding': acceptEncoding,
    'user-agent': house.userAgent,
  };
}

interface Ask extends Journey {
  url: URL;
  headers: Record<string, string>;
  signal: AbortSignal;
}

async function ask(
  dialler: Dispatcher,
  { method, url, headers, signal, options, body }: Ask,
): Promise<Fetched | { to: string } | FetchRefused> {
  try {
    const asked = dialler.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body }),
    });
    const answer = await inTime(asked, signal);
    try {
      return await read(answer, url, options);
    } finally {
      // Whatever was not read (a redirect's body, the rest of a bomb) is not waited for.
      answer.body.on('error', () => {}).destroy();
    }
  } catch (error) {
    return { refused: refusalFor(error, signal) };
  }
}

/** Undici hears an abort only once it is connected, and a name server may be silent for long. */
function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

async function read(
  answer: Dispatcher.ResponseData,
  url: URL,
  options: FetchOptions,
): Promise<Fetched | { to: string }> {
  const headers = plainHeaders(answer.headers);
  const { location } = headers;
  if (redirects.has(answer.statusCode) && location !== undefined) return { to: location };
  const maxBytes = options.maxBytes ?? 1024 * 1024;
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw new TooLarge();
  const body = await readBody(answer.body, headers['content-encoding'] ?? '', maxBytes);
  return { status: answer.statusCode, url: url.href, headers, body };
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'set-cookie') continue;
    plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function refusalFor(error: unknown, signal: AbortSignal): FetchRefused['refused'] {
  if (error instanceof Error && 'code' in error && error.code === 'UND_ERR_INVALID_ARG')
    throw error;
  if (error instanceof ClosedAddress) return 'address';
  if (error instanceof TooLarge) return 'tooLarge';
  return signal.aborted ? 'tooSlow' : 'network';
}
