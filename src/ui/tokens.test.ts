import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Oklch = readonly [lightness: number, chroma: number, hue: number];

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = readTokens(css);

const grounds = ['paper', 'sheet', 'shade', 'glow'];
const washes = ['accent-wash', 'club-wash', 'open-wash', 'caution-wash', 'not-now-wash'];
const everywhere = [...grounds, ...washes, 'wrong-wash'];

/** [what is written, on which surfaces, at least this contrast] */
const pairs: ReadonlyArray<readonly [string, readonly string[], number]> = [
  ['ink', everywhere, 7],
  ['ink', ['calm-1', 'calm-2', 'calm-3', 'calm-4', 'calm-5', 'calm-6'], 7],
  ['quiet', everywhere, 4.5],
  ['accent', everywhere, 4.5],
  ['accent-strong', everywhere, 4.5],
  ['on-accent', ['accent', 'accent-strong'], 4.5],
  ['club', [...grounds, 'club-wash'], 4.5],
  ['open', [...grounds, 'open-wash'], 4.5],
  ['caution', [...grounds, 'caution-wash'], 4.5],
  ['not-now', [...grounds, 'not-now-wash'], 4.5],
  ['wrong', [...grounds, 'wrong-wash'], 4.5],
  ['focus', everywhere, 3],
  ['edge', grounds, 3],
  ['wrong-edge', grounds, 3],
  ['open-edge', grounds, 3],
  ['caution-edge', grounds, 3],
  ['not-now-edge', grounds, 3],
];

describe.each(['light', 'dark'] as const)('in the %s', (time) => {
  test.each(pairs)('%s can be read on %j at %d to 1', (written, surfaces, least) => {
    const faint = surfaces
      .map((surface) => [surface, contrast(colour(written, time), colour(surface, time))] as const)
      .filter(([, ratio]) => ratio < least)
      .map(([surface, ratio]) => `${written} on ${surface}: ${ratio.toFixed(2)}`);
    expect(faint).toEqual([]);
  });

  test('every colour lies inside what a plain screen can show', () => {
    const outside = [...tokens.keys()].filter((name) =>
      linear(colour(name, time)).some((part) => part < -0.002 || part > 1.002),
    );
    expect(outside).toEqual([]);
  });
});

test('the measure itself is right: black on white is 21 to 1', () => {
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
});

function colour(name: string, time: 'light' | 'dark'): Oklch {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`there is no colour --${name}`);
  return pair[time];
}

function readTokens(text: string): Map<string, { light: Oklch; dark: Oklch }> {
  const one = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
  const line = new RegExp(String.raw`--([\w-]+): light-dark\(${one}, ${one}\);`, 'g');
  return new Map(
    [...text.matchAll(line)].map(([, name = '', ...parts]) => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = parts.map(Number);
      return [name, { light: [a, b, c], dark: [d, e, f] }];
    }),
  );
}

/** WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Oklch, other: Oklch): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((bright ?? 0) + 0.05) / ((dim ?? 0) + 0.05);
}

function luminance(colour: Oklch): number {
  const [r = 0, g = 0, b = 0] = linear(colour).map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Oklch to linear sRGB, by the matrices of https://bottosson.github.io/posts/oklab/ */
function linear([lightness, chroma, hue]: Oklch): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
