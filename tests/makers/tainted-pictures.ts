import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** What stands in a tainted picture, beside its pixels. */
export const taint = [
  ...['MRN 12345', 'TAINT-GPS', 'TAINT-XMP', 'TAINT-IPTC', 'TAINT-TEXT', 'TAINT-THUMB'],
  ...['TAINT-COLOUR', 'TAINT-MOTION', 'TAINT-END'],
];

/** The kinds of picture that we take. */
export const kinds = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const;
export type Kind = (typeof kinds)[number];

/** Red on its left, blue on its right; upright only once it is turned by a quarter. */
function sideways() {
  const red = { create: { width: 300, height: 400, channels: 3, background: '#d00' } } as const;
  return sharp({ create: { width: 600, height: 400, channels: 3, background: '#00d' } }).composite([
    { input: red, left: 0, top: 0 },
  ]);
}

/** A photograph with everything that cameras, phones and clinics write into one; moving, if it is to be. */
export async function tainted(kind: Kind, { moving = false } = {}): Promise<Buffer> {
  const still = await sideways().png().toBuffer();
  const frames = [still, await sharp(still).negate().png().toBuffer()];
  const drawn = moving ? sharp(frames, { join: { animated: true } }) : sharp(still);
  const noted = drawn
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { ImageDescription: 'MRN 12345' },
      IFD1: { ImageDescription: 'TAINT-THUMB' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSMapDatum: 'TAINT-GPS' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>TAINT-XMP</a></x:xmpmeta>');
  const bytes = await noted.toFormat(kind, { quality: 95 }).toBuffer();
  return Buffer.concat([within(kind, bytes), motion(), Buffer.from('TAINT-END<script>1</script>')]);
}

/** What sharp does not write by itself: IPTC, thumbnails and remarks in a JPEG, texts in PNG and GIF. */
function within(kind: Kind, bytes: Buffer): Buffer {
  if (kind === 'png') return inPng(bytes);
  if (kind === 'gif') return inGif(bytes);
  if (kind === 'webp') return inWebp(bytes);
  return kind === 'jpeg' ? inJpeg(bytes) : bytes;
}

function inPng(bytes: Buffer): Buffer {
  const text = pngChunk('tEXt', 'Comment\0TAINT-TEXT MRN 12345');
  const more = pngChunk('iTXt', 'Title\0\0\0en\0\0TAINT-TEXT');
  return Buffer.concat([bytes.subarray(0, 33), text, more, bytes.subarray(33)]);
}

function pngChunk(type: string, data: string): Buffer {
  const body = Buffer.from(type + data, 'latin1');
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function inGif(bytes: Buffer): Buffer {
  const block = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const remark = [Buffer.from([0x21, 0xfe]), block('TAINT-TEXT MRN 12345'), Buffer.from([0])];
  const xmp = [
    Buffer.from([0x21, 0xff]),
    block('XMP DataXMP'),
    block('TAINT-XMP'),
    Buffer.from([0]),
  ];
  // Behind its head and its table of colours, before the first frame.
  const [flags = 0] = bytes.subarray(10);
  const at = 13 + (flags >= 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  return Buffer.concat([bytes.subarray(0, at), ...remark, ...xmp, bytes.subarray(at)]);
}

/** A chunk that no standard knows, inside of the picture's own length. */
function inWebp(bytes: Buffer): Buffer {
  const own = Buffer.concat([bytes, riffChunk('NOTE', Buffer.from('TAINT-TEXT MRN 12345'))]);
  own.writeUInt32LE(own.length - 8, 4);
  return own;
}

function riffChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

function inJpeg(bytes: Buffer): Buffer {
  const caption = Buffer.from('TAINT-IPTC MRN 12345');
  const record = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, caption.length]), caption]);
  const small = Buffer.from('\xff\xd8TAINT-THUMB\xff\xd9', 'latin1');
  const segments = [
    segment(0xe0, Buffer.concat([Buffer.from('JFXX\0\x10', 'latin1'), small])),
    segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x02TAINT-COLOUR MRN 12345', 'latin1')),
    segment(
      0xed,
      Buffer.concat([
        Buffer.from('Photoshop 3.0\0'),
        resource(0x0404, record),
        resource(0x040c, Buffer.concat([Buffer.alloc(28), small])),
      ]),
    ),
    segment(0xfe, Buffer.from('TAINT-TEXT MRN 12345')),
  ];
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function resource(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.write('8BIM');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** The seconds of film that some telephones hang behind a photograph. */
function motion(): Buffer {
  return Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isomTAINT-MOTION', 'latin1');
}

/** What a WebP holds beside its pixels: names of other chunks, and `trailing` for what hangs behind it. */
export function besidePixels(webp: Buffer): string[] {
  const found: string[] = [];
  if (webp.toString('latin1', 0, 4) !== 'RIFF') found.push('not a WebP');
  if (webp.readUInt32LE(4) + 8 !== webp.length) found.push('trailing');
  for (let at = 12; at + 8 <= webp.length;) {
    const name = webp.toString('latin1', at, at + 4);
    if (!['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name)) found.push(name);
    const length = webp.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  return found;
}
