import { createHash, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';

/** What is signed: everything that a signature may cover. */
export interface Letter {
  method: string;
  url: string;
  body?: string;
  date: Date;
}

/** By whom, and how; what is left out is done as honest servers do it. */
export interface Hand {
  keyId: string;
  key: KeyObject;
  /** What is covered, in this order. */
  covers?: string[];
  /** What the header says of how it was signed; by default what is true. */
  algorithm?: string;
  /** How it is signed. */
  sign?: (base: string) => string;
  /** Headers in place of the true ones, as they are signed. */
  headers?: Record<string, string>;
  /** When it was made and ends, in seconds since 1970 (RFC 9421, and cavage’s hs2019). */
  created?: number;
  expires?: number;
}

const hash = (body: string) => createHash('sha256').update(body).digest('base64');
const rsa = (key: KeyObject) => (base: string) =>
  createSign('sha256').update(base).sign(key, 'base64');

/** Headers of a request signed by draft-cavage-http-signatures-12, as Mastodon signs. */
export function signedByCavage(letter: Letter, hand: Hand): Record<string, string> {
  const url = new URL(letter.url);
  const headers: Record<string, string> = {
    host: url.host,
    date: letter.date.toUTCString(),
    ...(letter.body !== undefined && { digest: `SHA-256=${hash(letter.body)}` }),
    ...hand.headers,
  };
  const usual = ['(request-target)', 'host', 'date', ...(headers['digest'] ? ['digest'] : [])];
  const covers = hand.covers ?? usual;
  const values: Record<string, string> = {
    ...headers,
    '(request-target)': `${letter.method.toLowerCase()} ${url.pathname}${url.search}`,
    '(created)': String(hand.created),
    '(expires)': String(hand.expires),
  };
  const base = covers.map((name) => `${name}: ${values[name] ?? ''}`).join('\n');
  const parts = [
    `keyId="${hand.keyId}"`,
    `algorithm="${hand.algorithm ?? 'rsa-sha256'}"`,
    ...(hand.created === undefined ? [] : [`created=${hand.created}`]),
    ...(hand.expires === undefined ? [] : [`expires=${hand.expires}`]),
    `headers="${covers.join(' ')}"`,
    `signature="${(hand.sign ?? rsa(hand.key))(base)}"`,
  ];
  return { ...headers, signature: parts.join(',') };
}

/** Headers of a request signed by RFC 9421, with a digest by RFC 9530. */
export function signedByRfc9421(letter: Letter, hand: Hand): Record<string, string> {
  const headers: Record<string, string> = {
    host: new URL(letter.url).host,
    date: letter.date.toUTCString(),
    ...(letter.body !== undefined && { 'content-digest': `sha-256=:${hash(letter.body)}:` }),
    ...hand.headers,
  };
  const usual = ['@method', '@target-uri', '@authority', 'date'];
  const covers = hand.covers ?? (headers['content-digest'] ? [...usual, 'content-digest'] : usual);
  const created = hand.created ?? Math.floor(letter.date.getTime() / 1000);
  const input = [
    `(${covers.map((name) => `"${name}"`).join(' ')})`,
    `created=${created}`,
    ...(hand.expires === undefined ? [] : [`expires=${hand.expires}`]),
    `keyid="${hand.keyId}"`,
    `alg="${hand.algorithm ?? 'rsa-v1_5-sha256'}"`,
  ].join(';');
  const base = baseOf(covers, input, letter.method, letter.url, headers);
  const signature = (hand.sign ?? rsa(hand.key))(base);
  return { ...headers, 'signature-input': `sig1=${input}`, signature: `sig1=:${signature}:` };
}

/** Source: https://www.rfc-editor.org/rfc/rfc9421#section-2.5 */
function baseOf(
  covers: string[],
  input: string,
  method: string,
  address: string,
  headers: Record<string, string>,
): string {
  const url = new URL(address);
  const derived: Record<string, string> = {
    '@method': method,
    '@target-uri': address,
    '@authority': url.host,
    '@scheme': url.protocol.slice(0, -1),
    '@path': url.pathname,
    '@query': url.search || '?',
    '@request-target': url.pathname + url.search,
  };
  const lines = covers.map((name) => `"${name}": ${derived[name] ?? headers[name] ?? ''}`);
  return [...lines, `"@signature-params": ${input}`].join('\n');
}

/** A request as it came: header names are lower case. */
export interface Came {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Whose key a request says that it is signed with; nothing without a signature. */
export function keyIdOf({ headers }: Came): string | undefined {
  const where = headers['signature-input'] ?? headers['signature'] ?? '';
  return /key[iI]d="([^"]+)"/.exec(where)?.[1];
}

/** Whether a request is signed, by either standard, with this key, and its digest is that of its body. */
export function isSignedWith(came: Came, pem: string): boolean {
  const [covers, base, signature] = came.headers['signature-input']
    ? readRfc9421(came)
    : readCavage(came);
  const needed = came.headers['signature-input']
    ? ['@method', 'content-digest']
    : ['(request-target)', 'host', 'date', 'digest'];
  const digest = came.headers['content-digest'] ?? came.headers['digest'] ?? '';
  const wanted = came.method === 'POST' ? needed : [];
  return (
    wanted.every((name) => covers.includes(name)) &&
    (came.method !== 'POST' || digest.includes(hash(came.body))) &&
    createVerify('sha256').update(base).verify(createPublicKey(pem), signature, 'base64')
  );
}

/** What the signature of a request covers, in lower case. */
export function coveredIn(came: Came): string[] {
  return (came.headers['signature-input'] ? readRfc9421(came) : readCavage(came))[0];
}

type Read = [covers: string[], base: string, signature: string];

function readCavage({ method, url, headers }: Came): Read {
  const said = headers['signature'] ?? '';
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(said)?.[1] ?? '';
  const { pathname, search } = new URL(url);
  const covers = value('headers').split(' ');
  const lines = covers.map((name) =>
    name === '(request-target)'
      ? `${name}: ${method.toLowerCase()} ${pathname}${search}`
      : `${name}: ${headers[name] ?? ''}`,
  );
  return [covers, lines.join('\n'), value('signature')];
}

function readRfc9421({ method, url, headers }: Came): Read {
  const [, label = '', input = ''] =
    /^\s*([\w-]+)=(.+)$/.exec(headers['signature-input'] ?? '') ?? [];
  const [, inner = ''] = /^\(([^)]*)\)/.exec(input) ?? [];
  const covers = inner.split(' ').map((name) => name.replace(/^"|"$/g, ''));
  const [, signature = ''] =
    new RegExp(`${label}=:([^:]+):`).exec(headers['signature'] ?? '') ?? [];
  return [covers, baseOf(covers, input, method, url, headers), signature];
}
