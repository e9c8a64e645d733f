import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import sharp, { type ResizeOptions } from 'sharp';
import { pictureKind } from './picture-kind.server.ts';
import { isPictureName, isRecordingName, newName, pathOf, write } from './storage-files.server.ts';
import type { StrangeFile } from './strange-files.ts';

export { isPictureName, isRecordingName } from './storage-files.server.ts';

/** A stored picture: sizes in pixels and bytes, of the large form; `small` are the sides of the small one. */
export interface StoredPicture {
  name: string;
  width: number;
  height: number;
  bytes: number;
  small: { width: number; height: number };
  contentType: 'image/webp';
}

/** A stored video or sound: its size in bytes, and the part from one byte to another (both included). */
export interface OpenRecording {
  bytes: number;
  read(part?: { from: number; to: number }): Readable;
}

/** `heic`: a photograph as some phones keep it, which we cannot open. */
export interface PictureRefused {
  refused: 'notAPicture' | 'heic' | 'tooLarge' | 'tooManyPixels' | StrangeFile;
}

/**
 * Two forms of each picture. Whole ones are at most 1600 and 640 pixels on their long side; a square is
 * cut to 400 and 128 pixels, a banner (three times as wide as high) to 1500 and 750 pixels of width.
 */
export type PictureSize = 'large' | 'small';

/** What is kept of a picture: all of it, or the middle. Nothing that is cut off is stored anywhere. */
export type PictureShape = 'whole' | 'square' | 'banner';

export interface Storage {
  /** Takes JPEG, PNG, WebP, GIF (its first frame) and AVIF; keeps nothing but the pixels. */
  savePicture(
    bytes: Buffer,
    options?: { maxPixels?: number; maxBytes?: number; shape?: PictureShape },
  ): Promise<StoredPicture | PictureRefused>;
  /** Undefined when there is no such picture, or the name is not one of ours. */
  open(
    name: string,
    size?: PictureSize,
  ): Promise<{ bytes: Buffer<ArrayBuffer>; contentType: 'image/webp' } | undefined>;
  /** Keeps a video or a sound as it is; whoever calls has looked at it. Ends in `mp4`, `ogg` or the like. */
  saveRecording(bytes: Buffer, ending: string): Promise<string>;
  /** Undefined when there is no such file, or the name is not one of ours. */
  openRecording(name: string): Promise<OpenRecording | undefined>;
  /** A picture in both sizes, or a recording; nothing happens when it is gone already. */
  remove(name: string): Promise<void>;
}

const sides: Readonly<Record<PictureSize, number>> = { large: 1600, small: 640 };
const cuts = {
  square: { large: [400, 400], small: [128, 128] },
  banner: { large: [1500, 500], small: [750, 250] },
} as const;
const atOnce = 2;
/** No camera makes a longer one; a picture one pixel wide and millions high keeps a decoder for minutes. */
const longestSide = 32_767;

/**
 * Makes the place where pictures are kept: a folder of our own (0700), files 0600 under random names
 * that cannot be guessed. Pictures are always drawn anew as WebP, so that no place, patient number or
 * hidden payload of the original is ever stored; two at a time, so that a burst cannot take the
 * memory. What is too large is refused before it is decoded.
 */
export function makeStorage(folder: string): Storage {
  const inTurn = makeTurnstile(atOnce);
  return {
    savePicture: async (bytes, options = {}) => {
      const { maxPixels = 40e6, maxBytes = 20 * 1024 * 1024, shape = 'whole' } = options;
      if (bytes.length > maxBytes) return { refused: 'tooLarge' };
      const kind = pictureKind(bytes);
      if (kind !== 'known') return { refused: kind };
      return inTurn(() => savePicture(folder, bytes, { maxPixels, shape }));
    },
    open: (name, size = 'large') => openPicture(folder, name, size),
    saveRecording: async (bytes, ending) => {
      const name = newName(ending);
      if (!isRecordingName(name)) throw new Error('This is no kind of recording that we keep.');
      await write(pathOf(folder, name), bytes);
      return name;
    },
    openRecording: (name) => openRecording(folder, name),
    async remove(name) {
      if (!isPictureName(name) && !isRecordingName(name)) return;
      await rm(pathOf(folder, name, 'small'), { force: true });
      await rm(pathOf(folder, name, 'large'), { force: true });
    },
  };
}

interface Wanted {
  maxPixels: number;
  shape: PictureShape;
}

async function savePicture(
  folder: string,
  bytes: Buffer,
  wanted: Wanted,
): Promise<StoredPicture | PictureRefused> {
  const measured = await measure(bytes);
  if (!measured) return { refused: 'notAPicture' };
  const { width: wide, height: high } = measured;
  if (wide * high > wanted.maxPixels || Math.max(wide, high) > longestSide)
    return { refused: 'tooManyPixels' };
  const drawn = (size: PictureSize) => draw(bytes, fitOf(wanted.shape, size, measured), wanted);
  const [large, small] = [await drawn('large'), await drawn('small')];
  if (!large || !small) return { refused: 'notAPicture' };
  const name = newName('webp');
  await write(pathOf(folder, name, 'small'), small.data);
  await write(pathOf(folder, name, 'large'), large.data);
  const { width, height } = large.info;
  const sides = { width: small.info.width, height: small.info.height };
  return {
    name,
    width,
    height,
    bytes: large.data.length,
    small: sides,
    contentType: 'image/webp',
  };
}

interface Sides {
  width: number;
  height: number;
}

/**
 * Reads the head only; the pixel limit is ours to answer, so sharp's own is off here. Sides are as the
 * picture is seen once it stands upright.
 */
async function measure(bytes: Buffer): Promise<Sides | undefined> {
  try {
    const head = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
    const { format, autoOrient } = await head.metadata();
    return ['jpeg', 'png', 'webp', 'gif', 'heif'].includes(format) ? autoOrient : undefined;
  } catch {
    return undefined;
  }
}

/** What is made of a picture with these sides; never larger than it came. */
function fitOf(shape: PictureShape, size: PictureSize, { width, height }: Sides): ResizeOptions {
  if (shape === 'whole') {
    const side = sides[size];
    return { width: side, height: side, fit: 'inside', withoutEnlargement: true };
  }
  const [wide, high] = cuts[shape][size];
  const scale = Math.min(1, width / wide, height / high);
  const part = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: part(wide), height: part(high), fit: 'cover', position: 'centre' };
}

/** What shines through a cut picture: a picture of somebody lies on paper, by lamp light too. */
const paper = '#fbf6ee';

async function draw(bytes: Buffer, fit: ResizeOptions, { maxPixels, shape }: Wanted) {
  try {
    const upright = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(fit);
    return await (shape === 'whole' ? upright : upright.flatten({ background: paper }))
      .toColourspace('srgb')
      .webp({ quality: 80, effort: 4 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
  } catch {
    // Whatever the decoder says of a hostile file (broken, too slow, bombs inside), it is no picture.
    return undefined;
  }
}

async function openPicture(folder: string, name: string, size: PictureSize) {
  if (!isPictureName(name)) return undefined;
  try {
    // Read whole: what we drew is small, and a reader who leaves early leaves no file open.
    const bytes = await readFile(pathOf(folder, name, size));
    return { bytes, contentType: 'image/webp' as const };
  } catch (fault) {
    if (isAbsent(fault)) return undefined;
    throw fault;
  }
}

async function openRecording(folder: string, name: string): Promise<OpenRecording | undefined> {
  if (!isRecordingName(name)) return undefined;
  const path = pathOf(folder, name);
  try {
    const { size } = await stat(path);
    const read: OpenRecording['read'] = ({ from, to } = { from: 0, to: size - 1 }) =>
      createReadStream(path, { start: from, end: to });
    return { bytes: size, read };
  } catch (fault) {
    if (isAbsent(fault)) return undefined;
    throw fault;
  }
}

function isAbsent(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';
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
