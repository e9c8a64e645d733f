import type { Row } from './measurement.ts';

/** Something that we promise of a measurement: every row whose name begins so stays under `limit`. */
interface Ceiling {
  promise: string;
  rows: RegExp;
  of: 'cpuMs' | 'p50Ms' | 'bytes';
  under: number;
}

const ceilings: Ceiling[] = [
  {
    promise: 'guest post with 100 comments, rendered afresh: under 4 ms CPU',
    rows: /^guest post with 100 comments, afresh/,
    of: 'cpuMs',
    under: 4,
  },
  {
    promise: 'guest post with 100 comments, for visitors: under 0.3 ms CPU',
    rows: /^guest post with 100 comments, kept/,
    of: 'cpuMs',
    under: 0.3,
  },
  {
    promise: 'one chat post to 1,000 readers: under 30 ms CPU',
    rows: /^chat post to 1,000 readers/,
    of: 'cpuMs',
    under: 30,
  },
  {
    promise: 'home of 20 posts through the API: under 2 ms CPU',
    rows: /^app: home of 20 posts/,
    of: 'cpuMs',
    under: 2,
  },
  {
    promise: 'reading pages: under 40 kB of compressed script',
    rows: /^script of the (home page|month page|guest post|transcript)/,
    of: 'bytes',
    under: 40_000,
  },
  {
    promise: 'advice: a decision with its words: under 0.01 ms CPU',
    rows: /^advice: one decision/,
    of: 'cpuMs',
    under: 0.01,
  },
  {
    promise: 'advice: all packs of rules with every word: under 16 kB compressed',
    rows: /^advice: all packs/,
    of: 'bytes',
    under: 16_000,
  },
  {
    promise: 'the sheet before a request, on a phone 4 times slower: under 100 ms (median)',
    rows: /^sheet opens, 4x slower/,
    of: 'p50Ms',
    under: 100,
  },
];

const flat = [
  /^month page, afresh/,
  /^profile, afresh/,
  /^chat post to 1,000 readers/,
  /^club feed, afresh/,
  /^app: home of 20 posts/,
  /^app: one post/,
  /^app: thread of 200 replies/,
];
const flatWithin = 1.5;

/** A sentence for each promise: whether it holds in these rows, by which figure. The worst row counts. */
export function listPromises(rows: Row[]): string[] {
  return [
    ...ceilings.map((ceiling) => sayCeiling(ceiling, rows)),
    ...flat.map((name) => sayCurve(name, rows)),
  ];
}

function sayCeiling({ promise, rows: name, of, under }: Ceiling, rows: Row[]): string {
  const values = rows.filter((row) => name.test(row.name)).map((row) => row[of]);
  const worst = Math.max(...values.map((value) => value ?? Infinity));
  if (values.length === 0) return `not measured  ${promise}`;
  return `${worst < under ? 'holds       ' : 'DOES NOT HOLD'} ${promise} (worst: ${worst})`;
}

function sayCurve(name: RegExp, rows: Row[]): string {
  const promise = `${name.source.slice(1)}: flat within ${flatWithin}x from the least to the most data`;
  const found = rows.filter((row) => name.test(row.name));
  const scales = found.map((row) => row.scale);
  const [least, most] = [Math.min(...scales), Math.max(...scales)];
  const ratios = found
    .filter((row) => row.scale === most)
    .map((row) => {
      const first = found.find((other) => other.name === row.name && other.scale === least);
      return (row.cpuMs ?? Infinity) / (first?.cpuMs ?? NaN);
    });
  if (ratios.length === 0 || least === most) return `not measured  ${promise}`;
  const worst = Math.max(...ratios);
  return `${worst <= flatWithin ? 'holds       ' : 'DOES NOT HOLD'} ${promise} (${least}x to ${most}x: ${worst.toFixed(2)}x)`;
}
