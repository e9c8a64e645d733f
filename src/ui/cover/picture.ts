import { mosaicOf, stoneOf } from './mosaic.ts';
import { headBytes, sidesOf } from './sides.ts';

/** The longest side that the server keeps; nobody needs more of a picture. */
export const longestSide = 1600;

/**
 * A picture drawn upright on a canvas, its longer side at most `most` pixels; what was see-through becomes white.
 * A large one is unpacked small, so that a slow phone has room for it. Undefined where this device cannot open it.
 */
export async function drawPicture(file: Blob, most = longestSide): Promise<Canvas | undefined> {
  const bitmap = await unpack(file, most);
  if (!bitmap) return undefined;
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = blank(side(bitmap.width), side(bitmap.height));
  if (!canvas) return undefined;
  canvas.pen.fillStyle = '#fff';
  canvas.pen.fillRect(0, 0, canvas.sheet.width, canvas.sheet.height);
  canvas.pen.drawImage(bitmap, 0, 0, canvas.sheet.width, canvas.sheet.height);
  bitmap.close();
  return canvas;
}

/** A canvas and what draws on it. */
export interface Canvas {
  sheet: HTMLCanvasElement;
  pen: CanvasRenderingContext2D;
}

/** Undefined where the device has no room for it. */
export function blank(width: number, height: number): Canvas | undefined {
  const sheet = document.createElement('canvas');
  Object.assign(sheet, { width, height });
  const pen = sheet.getContext('2d');
  if (!pen) return undefined;
  pen.imageSmoothingQuality = 'high';
  return { sheet, pen };
}

/** All of a picture as it looks where it is blurred: a coarse mosaic, made soft. Undefined without room for it. */
export function blurOf({ sheet, pen }: Canvas): Canvas | undefined {
  const { width, height } = sheet;
  const stone = stoneOf(sheet);
  const stones = mosaicOf(pen.getImageData(0, 0, width, height), stone, chance);
  const small = blank(stones.width, stones.height);
  const blurred = blank(width, height);
  if (!small || !blurred) return undefined;
  small.pen.putImageData(new ImageData(stones.data, stones.width, stones.height), 0, 0);
  blurred.pen.drawImage(small.sheet, 0, 0, stones.width * stone, stones.height * stone);
  return blurred;
}

/** As it can be sent: pixels, and nothing of the file that they came from, not even its name. */
export async function fileOf({ sheet }: Canvas): Promise<File | undefined> {
  const bytes = await new Promise<Blob | null>((done) => sheet.toBlob(done, 'image/jpeg', 0.92));
  return bytes ? new File([bytes], 'picture.jpg', { type: bytes.type }) : undefined;
}

async function unpack(file: Blob, most: number): Promise<ImageBitmap | undefined> {
  const small = await smaller(file, most);
  const ways = [
    ...(small ? [() => createImageBitmap(file, small)] : []),
    () => createImageBitmap(file),
  ];
  for (const way of ways) {
    const bitmap = await way().catch(() => undefined);
    if (bitmap) return bitmap;
  }
  return undefined;
}

/**
 * How a picture is unpacked small. Only one side is said: which of them is the width once it stands upright, the
 * browser knows. Very long ones are unpacked whole, since the other side could become larger than they are.
 */
async function smaller(file: Blob, most: number): Promise<ImageBitmapOptions | undefined> {
  const head = await file.slice(0, headBytes).arrayBuffer();
  const sides = sidesOf(new Uint8Array(head));
  if (!sides) return undefined;
  const [short = 0, long = 0] = [sides.width, sides.height].sort((a, b) => a - b);
  return long > most && long <= 4 * short
    ? { resizeWidth: most, resizeQuality: 'high' }
    : undefined;
}

function chance(): number {
  const [one = 0] = crypto.getRandomValues(new Uint32Array(1));
  return one / 0xffffffff;
}
