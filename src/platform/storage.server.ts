import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** A stored picture: sizes in pixels and bytes, of the large form. */
export interface StoredPicture {
  name: string;
  width: number;
  height: number;
  bytes: number;
  contentType: 'image/webp';
}

export interface PictureRefused {
  refused: 'notAPicture' | 'tooLarge' | 'tooManyPixels';
}

/** `large` is at most 1600 pixels on its long side, `small` at most 640. */
export type PictureSize = 'large' | 'small';

export interface Storage {
  /** Takes JPEG, PNG, WebP, GIF (its first frame) and AVIF; keeps nothing but the pixels. */
  savePicture(
    bytes: Buffer,
    options?: { maxPixels?: number; maxBytes?: number },
  ): Promise<StoredPicture | PictureRefused>;
  /** Undefined when there is no such picture, or the name is not one of ours. */
  open(
    name: string,
    size?: PictureSize,
  ): Promise<{ bytes: Buffer<ArrayBuffer>; contentType: 'image/webp' } | undefined>;
  /** Both sizes; nothing happens when it is gone already. */
  remove(name: string): Promise<void>;
}

const sides: Readonly<Record<PictureSize, number>> = { large: 1600, small: 640 };
const atOnce = 2;

/**
 * Makes the place where pictures are kept: a folder of our own (0700), files 0600 under random names
 * that cannot be guessed. Pictures are always drawn anew as WebP, so that no place, patient number or
 * hidden payload of the original is ever stored; two at a time, so that a burst cannot take the
 * memory. What is too large is refused before it is decoded.
 */
export function makeStorage(folder: string): Storage {
  const inTurn = makeTurnstile(atOnce);
  return {
    savePicture: (bytes, { maxPixels = 40e6, maxBytes = 20 * 1024 * 1024 } = {}) => {
      if (bytes.length > maxBytes) return Promise.resolve({ refused: 'tooLarge' });
      if (!knownKind(bytes)) return Promise.resolve({ refused: 'notAPicture' });
      return inTurn(() => savePicture(folder, bytes, maxPixels));
    },
    open: (name, size = 'large') => openPicture(folder, name, size),
    async remove(name) {
      if (!ourName.test(name)) return;
      await rm(pathOf(folder, name, 'small'), { force: true });
      await rm(pathOf(folder, name, 'large'), { force: true });
    },
  };
}

async function savePicture(
  folder: string,
  bytes: Buffer,
  maxPixels: number,
): Promise<StoredPicture | PictureRefused> {
  const size = await measure(bytes);
  if (!size) return { refused: 'notAPicture' };
  if (size.width * size.height > maxPixels) return { refused: 'tooManyPixels' };
  const [large, small] = [
    await draw(bytes, 'large', maxPixels),
    await draw(bytes, 'small', maxPixels),
  ];
  if (!large || !small) return { refused: 'notAPicture' };
  const name = `${randomBytes(16).toString('hex')}.webp`;
  await write(pathOf(folder, name, 'small'), small.data);
  await write(pathOf(folder, name, 'large'), large.data);
  const { width, height } = large.info;
  return { name, width, height, bytes: large.data.length, contentType: 'image/webp' };
}

/** Reads the head only; the pixel limit is ours to answer, so sharp's own is off here. */
async function measure(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
  try {
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return ['jpeg', 'png', 'webp', 'gif', 'heif'].includes(format) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

async function draw(bytes: Buffer, size: PictureSize, maxPixels: number) {
  const side = sides[size];
  try {
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 80, effort: 4 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
  } catch {
    // Whatever the decoder says of a hostile file (broken, too slow, bombs inside), it is no picture.
    return undefined;
  }
}

/** By the first bytes, so that no other decoder (SVG, PDF, TIFF) ever sees the file. */
function knownKind(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 12).toString('latin1');
  const iso = head.slice(4, 8) === 'ftyp' && ['avif', 'avis', 'mif1'].includes(head.slice(8, 12));
  const webp = head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP';
  return iso || webp || /^(?:\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a)/.test(head);
}

async function openPicture(folder: string, name: string, size: PictureSize) {
  if (!ourName.test(name)) return undefined;
  try {
    // Read whole: what we drew is small, and a reader who leaves early leaves no file open.
    const bytes = await readFile(pathOf(folder, name, size));
    return { bytes, contentType: 'image/webp' as const };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const ourName = /^[0-9a-f]{32}\.webp$/;

/** Whether a value from outside can be the name of a picture of ours. */
export function isPictureName(value: string): boolean {
  return ourName.test(value);
}

function pathOf(folder: string, name: string, size: PictureSize): string {
  return join(
    folder,
    name.slice(0, 2),
    name.slice(2, 4),
    size === 'large' ? name : `small-${name}`,
  );
}

/** Complete or absent: a crash leaves a `.part` that nobody serves. */
async function write(path: string, data: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.part`, 'wx', 0o600);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

function makeTurnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= places) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
