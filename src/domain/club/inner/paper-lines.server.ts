import { setTimeout as wait } from 'node:timers/promises';
import type { Fetched, Fetcher } from '#platform/fetch.server.ts';

/** Where papers are looked up, as base addresses without a slash at the end. */
export interface PaperDesk {
  fetcher: Pick<Fetcher, 'get'>;
  sources: { crossref: string; pubmed: string; unpaywall: string };
  /** A mail address, sent along as the sources ask. */
  contact: string;
  /** Keeps plain JSON for a number of seconds. */
  cache: {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  };
  clock: { now(): Date };
}

export type PaperSource = keyof PaperDesk['sources'];

/** `tooFast`: the source asked us to wait; try again later. */
export interface PaperRefused {
  refused: 'notFound' | 'unreachable' | 'tooFast' | 'notAnIdentifier';
}

/** Milliseconds between two questions until a source says otherwise; PubMed asks for three a second. */
const manners: Readonly<Record<PaperSource, number>> = {
  crossref: 100,
  pubmed: 350,
  unpaywall: 100,
};
const longestBlockMs = 3_600_000;

interface Line {
  last: Promise<unknown>;
  asked: number;
  gapMs: number;
  closedUntil: number;
}

const lines = new WeakMap<PaperDesk['fetcher'], Map<string, Line>>();

/**
 * Asks a source, one question at a time and at the pace that it names (`X-Rate-Limit-...`), and
 * leaves it alone for as long as it says after a 429 or 503. The path and query are ours to encode;
 * the host is only ever the configured one.
 */
export async function askSource(
  desk: PaperDesk,
  source: PaperSource,
  path: string,
): Promise<Buffer | PaperRefused> {
  const line = lineOf(desk, source);
  const turn = line.last.then(async () => {
    if (desk.clock.now().getTime() < line.closedUntil) return { refused: 'tooFast' } as const;
    await wait(Math.min(line.gapMs, Math.max(0, line.asked + line.gapMs - performance.now())));
    const answer = await desk.fetcher.get(desk.sources[source] + path, {
      accept: source === 'pubmed' ? 'application/json, text/xml' : 'application/json',
      maxBytes: 4 * 1024 * 1024,
      maxRedirects: 2,
    });
    line.asked = performance.now();
    return 'refused' in answer ? ({ refused: 'unreachable' } as const) : hear(desk, line, answer);
  });
  line.last = turn.catch(() => undefined);
  return turn;
}

function hear(desk: PaperDesk, line: Line, answer: Fetched): Buffer | PaperRefused {
  const { status, headers } = answer;
  const gapMs = gapFrom(headers);
  if (gapMs !== undefined) line.gapMs = gapMs;
  if (status === 200) return answer.body;
  if (status === 404 || status === 410) return { refused: 'notFound' };
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) {
    const now = desk.clock.now().getTime();
    line.closedUntil = now + Math.min(longestBlockMs, retryAfterMs(headers['retry-after'], now));
    return { refused: 'tooFast' };
  }
  return { refused: 'unreachable' };
}

/** Crossref's `X-Rate-Limit-Limit: 50` and `X-Rate-Limit-Interval: 1s`. */
function gapFrom(headers: Record<string, string>): number | undefined {
  const limit = /^\d{1,6}$/.exec(headers['x-rate-limit-limit'] ?? '')?.[0];
  const interval = /^(\d{1,6})s$/.exec(headers['x-rate-limit-interval'] ?? '')?.[1];
  if (limit === undefined || interval === undefined || Number(limit) === 0) return undefined;
  return Math.min(5_000, (Number(interval) * 1000) / Number(limit));
}

/** Seconds or an HTTP date; a minute when nothing readable is said. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (/^\d{1,9}$/.test(header ?? '')) return Number(header) * 1000;
  const until = Date.parse(header ?? '');
  return Number.isNaN(until) ? 60_000 : Math.max(0, until - now);
}

function lineOf(desk: PaperDesk, source: PaperSource): Line {
  const ours = lines.get(desk.fetcher) ?? new Map<string, Line>();
  lines.set(desk.fetcher, ours);
  const host = new URL(desk.sources[source]).host + source;
  const line = ours.get(host) ?? {
    last: Promise.resolve(),
    asked: -Infinity,
    gapMs: manners[source],
    closedUntil: 0,
  };
  ours.set(host, line);
  return line;
}
