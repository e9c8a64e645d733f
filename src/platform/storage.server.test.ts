import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStorage, type Storage, type StoredPicture } from '#platform/storage.server.ts';

const taint = 'PATIENT-1234567';
let folder: string;
let storage: Storage;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'pictures-')), 'media');
  storage = makeStorage(folder);
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

const drawing = (width = 40, height = 30): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#c43' } });

async function saved(bytes: Buffer): Promise<StoredPicture> {
  const picture = await storage.savePicture(bytes);
  if ('refused' in picture) throw new Error(picture.refused);
  return picture;
}

async function stored(name: string, size?: 'large' | 'small'): Promise<Buffer> {
  const opened = await storage.open(name, size);
  if (!opened) throw new Error('no such picture');
  return opened.bytes;
}

async function everyFile(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

/** A photograph as a phone makes it, and with something behind its end. */
function taintedJpeg(): Promise<Buffer> {
  return drawing()
    .withExif({
      IFD0: { Copyright: taint, ImageDescription: taint },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSMapDatum: taint },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${taint}</a></x:xmpmeta>`)
    .jpeg()
    .toBuffer()
    .then((bytes) => Buffer.concat([bytes, Buffer.from(`${taint}<script>alert(1)</script>`)]));
}

describe('a picture that somebody sends', () => {
  it('keeps nothing but its pixels: no place, no patient number, no hidden end', async () => {
    const bytes = await taintedJpeg();
    expect(bytes.toString('latin1').split(taint).length).toBeGreaterThan(3);
    const { name } = await saved(bytes);
    for (const file of await everyFile()) {
      const text = (await readFile(file)).toString('latin1');
      for (const word of [taint, 'Exif', 'GPS', 'xmp', 'script']) expect(text).not.toContain(word);
    }
    const { exif, xmp, icc, iptc } = await sharp(await stored(name)).metadata();
    expect([exif, xmp, icc, iptc]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is stored privately under a name that cannot be guessed', async () => {
    const bytes = await drawing().png().toBuffer();
    const [one, other] = [await saved(bytes), await saved(bytes)];
    expect(one.name).toMatch(/^[0-9a-f]{32}\.webp$/);
    expect(one.name).not.toBe(other.name);
    for (const file of await everyFile()) expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await everyFile()).toContain(
      join(folder, one.name.slice(0, 2), one.name.slice(2, 4), one.name),
    );
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('may be %s', async (kind) => {
    const picture = await saved(await drawing().toFormat(kind).toBuffer());
    expect(picture).toMatchObject({ width: 40, height: 30, contentType: 'image/webp' });
    const bytes = await stored(picture.name);
    expect(bytes).toHaveLength(picture.bytes);
    expect((await sharp(bytes).metadata()).format).toBe('webp');
  });

  it('is turned upright and made to fit, in two sizes, but never enlarged', async () => {
    const sideways = await drawing(2000, 1000).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const picture = await saved(sideways);
    expect(picture).toMatchObject({ width: 800, height: 1600 });
    expect(await sharp(await stored(picture.name, 'small')).metadata()).toMatchObject({
      width: 320,
      height: 640,
    });
  });

  it('stands still when it was moving', async () => {
    const frames = [drawing(), drawing().negate()].map((frame) => frame.png().toBuffer());
    const moving = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const { name } = await saved(moving);
    expect((await sharp(await stored(name)).metadata()).pages ?? 1).toBe(1);
  });
});

describe('something that is not a picture', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';

  it.each([
    ['an SVG that claims to be a GIF', Buffer.from(`GIF89a${svg}`)],
    ['a page', Buffer.from('<html><script>alert(1)</script>')],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a JPEG cut after its first bytes', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['nothing', Buffer.alloc(0)],
  ])('is refused: %s', async (_, bytes) => {
    const before = await everyFile();
    expect(await storage.savePicture(bytes)).toEqual({ refused: 'notAPicture' });
    expect(await everyFile()).toEqual(before);
  });

  it.each([
    ['svg', 'an SVG', Buffer.from(svg)],
    ['svg', 'an SVG behind an XML head', Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['svg', 'an SVG in letters of two bytes', Buffer.from(`\ufeff${svg}`, 'utf16le')],
    ['svg', 'an SVG of nothing', Buffer.from('<svg/>')],
    ['dicom', 'a scan', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM\x02\0\0\0UL')])],
    [
      'dicom',
      'a scan that begins like a JPEG',
      Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
        Buffer.alloc(124),
        Buffer.from('DICM'),
      ]),
    ],
    ['dicom', 'a scan of an old scanner', Buffer.from('\x08\0\x05\0CS\x0a\0ISO_IR 100', 'latin1')],
    ['dicom', 'an older one', Buffer.from('\x08\0\0\0\x04\0\0\0\xf0\0\0\0', 'latin1')],
    ['dicom', 'one of the other byte order', Buffer.from('\0\x08\0\x05CS\0\x0a', 'latin1')],
  ])('is refused by what it is (%s): %s', async (refused, _, bytes) => {
    const before = await everyFile();
    expect(await storage.savePicture(bytes)).toEqual({ refused });
    expect(await everyFile()).toEqual(before);
  });

  it('is refused when it is a kind that we do not take, or broken half way', async () => {
    const refused = { refused: 'notAPicture' };
    expect(await storage.savePicture(await drawing().tiff().toBuffer())).toEqual(refused);
    const noise = {
      create: {
        width: 300,
        height: 300,
        channels: 3,
        noise: { type: 'gaussian', mean: 9, sigma: 9 },
      },
    } as const;
    const bytes = await sharp({ ...noise, create: { ...noise.create, background: '#000' } })
      .png()
      .toBuffer();
    expect(await storage.savePicture(bytes.subarray(0, bytes.length / 2))).toEqual(refused);
  });

  it('is refused unread when it is too heavy or has too many pixels', async () => {
    const vast = await drawing(16_000, 16_000).png({ compressionLevel: 9 }).toBuffer();
    const before = process.memoryUsage().rss;
    expect(await storage.savePicture(vast)).toEqual({ refused: 'tooManyPixels' });
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
    // Few pixels, but a decoder works for seconds on millions of lines.
    const thread = await drawing(1, 40_000).png().toBuffer();
    expect(await storage.savePicture(thread)).toEqual({ refused: 'tooManyPixels' });
    expect(await storage.savePicture(await drawing(20, 30_000).png().toBuffer())).toMatchObject({
      height: 1600,
    });
    const bytes = await drawing().png().toBuffer();
    expect(await storage.savePicture(bytes, { maxBytes: bytes.length - 1 })).toEqual({
      refused: 'tooLarge',
    });
    expect(await storage.savePicture(bytes, { maxPixels: 1199 })).toEqual({
      refused: 'tooManyPixels',
    });
    expect(await storage.savePicture(bytes, { maxPixels: 1200 })).toMatchObject({ width: 40 });
  });
});

describe('a stored picture', () => {
  it('is gone in both sizes once removed, and may be removed again', async () => {
    const { name } = await saved(await drawing().png().toBuffer());
    await storage.remove(name);
    await storage.remove(name);
    expect(await storage.open(name)).toBeUndefined();
    expect(await storage.open(name, 'small')).toBeUndefined();
    expect((await everyFile()).join()).not.toContain(name);
  });

  it.each([
    '../../etc/passwd',
    '..',
    '',
    'a.webp',
    `${'0'.repeat(32)}.webp/..`,
    `${'0'.repeat(32)}.webp`,
  ])('is not found under another name: %j', async (name) => {
    expect(await storage.open(name)).toBeUndefined();
    await storage.remove(name);
  });

  it('is whole when many are sent at once', async () => {
    const bytes = await drawing(200, 100).png().toBuffer();
    const pictures = await Promise.all(Array.from({ length: 12 }, () => saved(bytes)));
    expect(new Set(pictures.map(({ name }) => name)).size).toBe(12);
    expect((await everyFile()).some((file) => file.endsWith('.part'))).toBe(false);
  });
});
