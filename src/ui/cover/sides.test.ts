import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { sidesOf } from './sides.ts';

const bytesOf = async (picture: Sharp) => new Uint8Array(await picture.toBuffer());
const drawing = (width = 321, height = 123) =>
  sharp({ create: { width, height, channels: 4, background: '#c43a' } });

test.each([
  ['JPEG', drawing().jpeg()],
  ['JPEG in passes', drawing().jpeg({ progressive: true })],
  ['PNG', drawing().png()],
  ['GIF', drawing().gif()],
  ['WebP', drawing().flatten().webp()],
  ['WebP without loss', drawing().flatten().webp({ lossless: true })],
  ['WebP that one sees through', drawing().webp()],
])('the sides of a %s stand in its beginning', async (_, picture) => {
  expect(sidesOf(await bytesOf(picture))).toEqual({ width: 321, height: 123 });
});

test('what a camera wrote before them is passed over', async () => {
  const bytes = await bytesOf(drawing(4000, 3000).withMetadata({ orientation: 6 }).jpeg());
  const long = new Uint8Array([0xff, 0xe2, 0xff, 0xff, ...new Uint8Array(0xfffd)]);
  const parts = [bytes.subarray(0, 2), long, new Uint8Array([0xff]), bytes.subarray(2)];
  const noted = new Uint8Array(parts.flatMap((part) => [...part]));
  expect(sidesOf(noted)).toEqual({ width: 4000, height: 3000 });
});

test('what does not say how large it is has no sides', async () => {
  expect(sidesOf(await bytesOf(drawing().avif()))).toBeUndefined();
  expect(sidesOf((await bytesOf(drawing().jpeg())).slice(0, 30))).toBeUndefined();
  expect(sidesOf(new Uint8Array())).toBeUndefined();
  expect(sidesOf(new TextEncoder().encode('<svg width="9" height="9"/>'))).toBeUndefined();
});
