import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';

/**
 * What an answer means for a delivery. `fault` is a status or a coarse word; `gone`: the inbox is no more;
 * `atLeastMs`: how long the server asks to be left alone.
 */
export type Verdict =
  | { kind: 'taken' }
  | { kind: 'refused'; fault: string; gone: boolean }
  | { kind: 'later'; fault: string; atLeastMs: number };

/** Statuses of a server that is there and may say something else another time. */
const passing = new Set([408, 425, 429]);

/** Judges an answer. Whatever is neither taken nor refused for good is tried again. */
export function verdictOf(said: Fetched | FetchRefused, now: Date): Verdict {
  if ('refused' in said) {
    return said.refused === 'scheme' || said.refused === 'port'
      ? { kind: 'refused', fault: said.refused, gone: false }
      : { kind: 'later', fault: said.refused, atLeastMs: 0 };
  }
  const { status } = said;
  const fault = String(status);
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status >= 400 && status < 500 && !passing.has(status))
    return { kind: 'refused', fault, gone: status === 404 || status === 410 };
  return { kind: 'later', fault, atLeastMs: waitOf(said.headers['retry-after'], now) };
}

/** Retry-After is a number of seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3. */
function waitOf(text: string | undefined, now: Date): number {
  if (!text) return 0;
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.max(ms, 0) : 0;
}
