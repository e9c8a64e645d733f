/** Small recordings, as telephones and recorders make them, with a mark in every place where a tag may lie. */

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const words = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, at) => bytes.writeUInt32BE(number, at * 4));
  return bytes;
};

const handler = (kind: string) =>
  box('hdlr', words(0, 0), Buffer.from(kind), words(0, 0, 0), Buffer.from('\0'));

/** Two and a half seconds, 640 by 360; `turned` when the telephone lay on its side. */
export function anMp4({ mark = '', turned = false, heard = false } = {}): Buffer {
  const matrix = turned
    ? words(0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000)
    : words(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
  const sides = heard ? words(0, 0) : words(640 * 0x10000, 360 * 0x10000);
  const taken = 0xe1234567;
  const tag = mark
    ? [box('udta', box('\u00a9xyz', Buffer.from(mark)), box('meta', Buffer.from(mark)))]
    : [];
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isommp42')),
    ...(mark ? [box('uuid', Buffer.alloc(16), Buffer.from(mark))] : []),
    box(
      'moov',
      box('mvhd', words(0, taken, taken, 1000, 2500), Buffer.alloc(80)),
      box(
        'trak',
        box('tkhd', words(0, taken, taken, 1, 0, 2500, 0, 0, 0, 0), matrix, sides),
        ...tag,
        box(
          'mdia',
          box('mdhd', words(0, taken, taken, 1000, 2500, 0)),
          handler(heard ? 'soun' : 'vide'),
        ),
      ),
      ...tag,
    ),
    box('mdat', Buffer.alloc(64, 7)),
    Buffer.from(mark),
  ]);
}

/** One frame of sound between its tags. */
export function anMp3(mark = ''): Buffer {
  const tag = Buffer.from(mark);
  const first = Buffer.concat([
    Buffer.from('ID3\x04\0\0\0\0\0', 'latin1'),
    Buffer.from([tag.length]),
    tag,
  ]);
  const last = Buffer.alloc(128);
  last.write(`TAG${mark}`);
  const sound = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);
  return Buffer.concat([...(mark ? [first] : []), sound, ...(mark ? [last] : [])]);
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** Half a second of nothing. */
export function aWav(mark = ''): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(8000, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const parts = [
    chunk('fmt ', format),
    chunk('LIST', Buffer.from(mark)),
    chunk('data', Buffer.alloc(4000, 128)),
  ];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]));
}

/** Two seconds, as its head says. */
export function aFlac(mark = ''): Buffer {
  const info = Buffer.alloc(34);
  info.writeUIntBE(44_100 << 4, 10, 3);
  info.writeUInt32BE(88_200, 14);
  const block = (kind: number, data: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    head.writeUInt8(kind, 0);
    return Buffer.concat([head, data]);
  };
  const tag = Buffer.from(mark);
  return Buffer.concat([
    Buffer.from('fLaC'),
    block(0, info),
    block(4, tag),
    block(128 + 6, tag),
    Buffer.alloc(50, 9),
  ]);
}

/** The first bytes of an Ogg file with a voice in it. */
export const anOgg = (): Buffer =>
  Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(40)]);

/** The first bytes of a WebM file. */
export const aWebm = (codec = 'V_VP9'): Buffer =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
    Buffer.from(`\x42\x82webm ${codec}`),
    Buffer.alloc(40),
  ]);
