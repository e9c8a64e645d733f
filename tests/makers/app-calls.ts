import type { World } from '../world.ts';
import { mastodonDoor } from '#protocols/mastodon-api/app.server.ts';

/** What came back: the status, the headers, and the body read as JSON (or as text when it is none). */
export interface Answered {
  status: number;
  headers: Headers;
  // The shape of an answer is what tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Calls the door that apps use, without a socket. */
export type AppCall = (
  how: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`,
  more?: { token?: string | undefined; body?: object | FormData; from?: string; key?: string },
) => Promise<Answered>;

/** A way to call a world as apps do; a plain object is sent as JSON. */
export function callsOf(world: World): AppCall {
  const door = mastodonDoor(world.services);
  const { origin } = world.services.config;
  return async (how, { token, body, from = '192.0.2.1', key } = {}) => {
    const [method = '', path = ''] = how.split(' ');
    const headers = new Headers({ 'x-pf-address': from });
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (key) headers.set('idempotency-key', key);
    const form = body instanceof FormData;
    if (body && !form) headers.set('content-type', 'application/json');
    const sent = form ? body : body && JSON.stringify(body);
    const request = new Request(origin + path, { method, headers, ...(sent && { body: sent }) });
    const answer = await door.answer(request);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: asJson(text) };
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Every name in an answer, however deep, as `a.b`; of a list the names of its first. */
export function keysOf(value: unknown, under = ''): string[] {
  if (Array.isArray(value)) return value.length > 0 ? keysOf(value[0], under) : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    under + name,
    ...keysOf(inner, `${under}${name}.`),
  ]);
}
