import { kinds, type Kind } from './kinds.ts';

/** What an app says about a device that wants to hear: where, with which keys, of what, from whom. */
export interface SubscriptionWords {
  endpoint: string;
  publicKey: string;
  auth: string;
  /** The newer encryption (RFC 8291); the older draft otherwise. */
  standard: boolean;
  alerts: Kind[];
  policy: PushPolicy;
}

/** From whom a device wants to hear. */
export const pushPolicies = ['all', 'followed', 'follower', 'none'] as const;

/** One of them. */
export type PushPolicy = (typeof pushPolicies)[number];

/** Whether a word is such a policy. */
export function isPushPolicy(word: string): word is PushPolicy {
  return (pushPolicies as readonly string[]).includes(word);
}

/** The alerts that are switched on, of those we know. */
export function alertsIn(on: (name: Kind) => boolean | undefined): Kind[] {
  return kinds.filter((kind) => on(kind) === true);
}

/**
 * Whether a push service can be at this address: https, by a name of the public web. `peers` are the
 * `host:port` pairs that the operator lets us call besides.
 */
export function isEndpoint(text: string, peers: readonly string[]): boolean {
  const url = text.length <= 2000 ? URL.parse(text) : null;
  if (!url || url.username || url.password) return false;
  if (peers.includes(url.host)) return true;
  const named = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*\.?$/.test(url.hostname);
  const home = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/.test(url.hostname);
  return url.protocol === 'https:' && url.port === '' && named && !home;
}

/** Whether these are keys that a browser makes: a point on P-256 (65 bytes) and 16 random bytes. */
export function areKeys(publicKey: string, auth: string): boolean {
  const point = bytesOf(publicKey);
  return point?.length === 65 && point[0] === 4 && bytesOf(auth)?.length === 16;
}

/** Apps write either alphabet, with padding or without. */
function bytesOf(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/_-]{1,200}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** The same key in the one alphabet that we keep. */
export function plainKey(text: string): string {
  return Buffer.from(text, 'base64').toString('base64url');
}
