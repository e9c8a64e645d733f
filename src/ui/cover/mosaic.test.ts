import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { mosaicOf, stoneOf, type Pixels } from './mosaic.ts';

const still = () => 0.5;

async function words(text: string): Promise<Pixels> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200"><rect width="640" height="200" fill="#fff"/><text x="20" y="120" font-size="60" font-family="sans-serif">${text}</text></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

test('a stone is the mean of what lies under it, also at the edge', () => {
  const data = new Uint8ClampedArray(3 * 2 * 4).fill(255);
  data.set([0, 0, 0, 255], 0);
  const { data: stones, width, height } = mosaicOf({ data, width: 3, height: 2 }, 2, still);
  expect([width, height]).toEqual([2, 1]);
  expect([...stones]).toEqual([191, 191, 191, 255, 255, 255, 255, 255]);
});

test('however the pixels under a stone are laid out, the stone is the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(), (greys, turn) => {
      const of = (list: readonly number[]) =>
        mosaicOf(
          { data: new Uint8ClampedArray(list.flatMap((g) => [g, g, g, 255])), width: 8, height: 8 },
          8,
          still,
        ).data;
      const by = turn % 64;
      const list = [...greys];
      expect(of([...list.slice(by), ...list.slice(0, by)])).toEqual(of(list));
    }),
  );
});

test('chance hides what the means would still tell: the same name twice looks less alike than two names', async () => {
  const [one, other] = [await words('Okonkwo'), await words('Okonkve')];
  const apart = (a: Pixels, b: Pixels) =>
    a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0);
  const stone = stoneOf(one);
  const told = apart(mosaicOf(one, stone, still), mosaicOf(other, stone, still));
  let seed = 7;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const hidden = apart(mosaicOf(one, stone, chance), mosaicOf(one, stone, chance));
  expect(told).toBeGreaterThan(0);
  expect(hidden).toBeGreaterThan(told);
});

test('stones are coarse: a small picture has few of them, a large one twenty along its side', () => {
  expect(stoneOf({ width: 1600, height: 1200 })).toBe(80);
  expect(stoneOf({ width: 1200, height: 1600 })).toBe(80);
  expect(stoneOf({ width: 100, height: 40 })).toBe(16);
});
