import { encode } from 'blurhash';
import sharp from 'sharp';

/**
 * A few letters that paint what a picture is about in colours, until it is there.
 * Source: https://github.com/woltapp/blurhash/blob/master/Algorithm.md
 */
export async function blurhashOf(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture)
    .resize({ width: 32, height: 32, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [across, down] = info.width >= info.height ? ([4, 3] as const) : ([3, 4] as const);
  return encode(new Uint8ClampedArray(data), info.width, info.height, across, down);
}
