import { createPublicKey } from 'node:crypto';
import type { CryptographicKey } from '@fedify/vocab';
import { signatures, vocabulary } from './fedify.server.ts';
import { uriOf } from './json.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** How far clocks may be apart. */
const timeWindow = { minutes: 60 };

/** What a signature says of itself, before anybody has looked whether it is good. */
export interface Claim {
  keyUri: string;
  spec: 'draft-cavage-http-signatures-12' | 'rfc9421';
  /** When it ends by its own words, in milliseconds since 1970. */
  ends: number;
  /** When it was made, as it was signed: its date, or the seconds of its own. */
  made: string;
  /** Whether it covers a header. */
  covers(header: string): boolean;
}

const covered = {
  'draft-cavage-http-signatures-12': {
    head: [/\(request-target\)/, /(?:^| )host(?: |$)/, /(?:^| )date(?: |$)|\(created\)/],
    body: /(?:^| )digest(?: |$)/,
  },
  rfc9421: {
    head: [/"@method"/, /"@target-uri"|"@path"/, /"@authority"|"@target-uri"|"host"/],
    body: /"content-digest"/,
  },
} as const;

/**
 * Which key signed what of a request; nothing where the method, the host, the time or the body is left out. There is
 * one signature, and it says each thing once: of two, one could be looked at and the other be believed.
 */
export function claimOf({ headers }: Request, withBody = true): Claim | undefined {
  const input = headers.get('signature-input');
  const text = input ?? headers.get('signature') ?? '';
  if (text.length > longest) return undefined;
  const said = input ? saidByRfc9421(input) : saidByCavage(text);
  const keyUri = uriOf(said?.keyid);
  if (!said || !keyUri || !algorithms.test(said.algorithm)) return undefined;
  const spec = input ? 'rfc9421' : 'draft-cavage-http-signatures-12';
  const { head, body } = covered[spec];
  const whole = withBody ? [...head, body] : head;
  const parts = said.parts.toLowerCase();
  if (!whole.every((part) => part.test(parts))) return undefined;
  const covers = (header: string) => parts.split(/\s+/).includes(input ? `"${header}"` : header);
  const made = (covers('date') ? headers.get('date') : said.created) ?? '';
  return { keyUri, spec, ends: Number(said.expires ?? Infinity) * 1000, made, covers };
}

const longest = 8192;
const algorithms = /^(?:hs2019|rsa-sha256|rsa-v1_5-sha256)$/;

interface Said {
  keyid: string | undefined;
  algorithm: string;
  parts: string;
  created: string | undefined;
  expires: string | undefined;
}

/** https://www.rfc-editor.org/rfc/rfc9421#section-4.1, of one signature, which says when it was made. */
function saidByRfc9421(input: string): Said | undefined {
  const [, parts, rest = ''] = /^\s*[\w*.-]+=\(([^()]*)\)([^()]*)$/.exec(input) ?? [];
  const said = once(rest.matchAll(/;\s*([a-z]+)=("[^"]*"|\d+)/g));
  if (parts === undefined || !said?.has('created')) return undefined;
  const { keyid, alg = 'hs2019', created, expires } = Object.fromEntries(said);
  return { keyid, algorithm: alg, parts, created, expires };
}

/** https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12#section-2.1 */
function saidByCavage(text: string): Said | undefined {
  const said = once(text.matchAll(/(?:^|,)\s*([A-Za-z]+)=("[^"]*"|\d+)/g));
  if (!said) return undefined;
  const { keyId, algorithm = 'hs2019', headers = '', ...when } = Object.fromEntries(said);
  const { created, expires } = when;
  return { keyid: keyId, algorithm, parts: headers, created, expires };
}

function once(pairs: Iterable<RegExpExecArray>): Map<string, string> | undefined {
  const said = new Map<string, string>();
  for (const [, name = '', value = ''] of pairs) {
    if (said.has(name)) return undefined;
    said.set(name, value.replace(/^"|"$/g, ''));
  }
  return said;
}

const imported = new Map<string, Promise<CryptographicKey>>();
const mostImported = 2000;

function importKey(keyUri: string, pem: string): Promise<CryptographicKey> {
  const name = `${keyUri} ${pem}`;
  const known = imported.get(name);
  if (known) return known;
  if (imported.size >= mostImported) imported.clear();
  const key = openKey(keyUri, pem);
  imported.set(name, key);
  return key;
}

async function openKey(keyUri: string, pem: string): Promise<CryptographicKey> {
  const { CryptographicKey: Key } = await vocabulary();
  const der = new Uint8Array(createPublicKey(pem).export({ type: 'spki', format: 'der' }));
  const how = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const publicKey = await crypto.subtle.importKey('spki', der, how, true, ['verify']);
  return new Key({ id: new URL(keyUri), publicKey });
}

/** Whether a request was signed as it claims, with this key (PEM), within an hour either way. */
export async function fits(
  { clock }: Ctx,
  request: Request,
  { keyUri, spec, ends }: Claim,
  pem: string,
): Promise<boolean> {
  // The library does not look at the end that a signature by RFC 9421 gives itself.
  if (ends < clock.now().getTime()) return false;
  const key = await importKey(keyUri, pem);
  const never = async (): Promise<never> =>
    Promise.reject(new Error('Keys are fetched elsewhere.'));
  const keyCache = {
    get: async (asked: URL) => (asked.href === new URL(keyUri).href ? key : null),
    set: async () => undefined,
  };
  const currentTime = Temporal.Instant.fromEpochMilliseconds(clock.now().getTime());
  const loaders = { documentLoader: never, contextLoader: never };
  const how = { spec, keyCache, timeWindow, currentTime, ...loaders };
  const { verifyRequestDetailed } = await signatures();
  const { verified } = await verifyRequestDetailed(request.clone() as Request, how);
  return verified;
}
