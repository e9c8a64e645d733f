import type { Read, RecordingHead } from './recording.server.ts';

/**
 * An MP3 without the tags before and after its sound (ID3 of both kinds, APE).
 * Source: https://id3.org/id3v2.4.0-structure
 */
export function readMp3(sent: Buffer): Read<'mp3'> | undefined {
  let bytes = sent;
  while (bytes.length > 10 && bytes.toString('latin1', 0, 3) === 'ID3')
    bytes = bytes.subarray(10 + tagLength(bytes));
  const end = bytes.length;
  if (end > 128 && bytes.toString('latin1', end - 128, end - 125) === 'TAG')
    bytes = bytes.subarray(0, end - 128);
  bytes = withoutApe(bytes);
  const [first = 0, second = 0] = bytes;
  // The sign of a frame, and that it is of the third layer.
  const frame = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
  return frame ? { bytes, ending: 'mp3' } : undefined;
}

/** Seven bits a byte. */
function tagLength(bytes: Buffer): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
  const footer = ((bytes[5] ?? 0) & 0x10) !== 0 ? 10 : 0;
  return ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127) + footer;
}

function withoutApe(bytes: Buffer): Buffer {
  const foot = bytes.length - 32;
  if (foot < 0 || bytes.toString('latin1', foot, foot + 8) !== 'APETAGEX') return bytes;
  const length = bytes.readUInt32LE(foot + 12);
  const head = bytes.readUInt32LE(foot + 20) >>> 31 === 1 ? 32 : 0;
  return bytes.subarray(0, Math.max(0, bytes.length - length - head));
}

/** A WAV file of which only its format and its sound are left. */
export function readWav(sent: Buffer): Read<'wav'> | undefined {
  const parts: Buffer[] = [];
  let rate = 0;
  let sound = 0;
  for (let at = 12; at + 8 <= sent.length && parts.length < 100;) {
    const name = sent.toString('latin1', at, at + 4);
    const length = sent.readUInt32LE(at + 4);
    const end = Math.min(at + 8 + length, sent.length);
    if (name === 'fmt ' && end - at >= 24) rate = sent.readUInt32LE(at + 16);
    if (name === 'data') sound = end - at - 8;
    if (['fmt ', 'fact', 'data'].includes(name))
      parts.push(chunk(name, sent.subarray(at + 8, end)));
    at = end + (length % 2);
  }
  if (rate === 0 || sound === 0) return undefined;
  const bytes = chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]));
  return { bytes, ending: 'wav', head: { duration: sound / rate } };
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/**
 * A FLAC file without its comments, pictures and programs' own blocks.
 * Source: https://www.rfc-editor.org/rfc/rfc9639#section-8
 */
export function readFlac(sent: Buffer): Read<'flac'> | undefined {
  const kept: Buffer[] = [];
  let at = 4;
  for (let last = false; !last;) {
    if (at + 4 > sent.length) return undefined;
    const [kind = 0] = sent.subarray(at);
    const end = at + 4 + sent.readUIntBE(at + 1, 3);
    if (end > sent.length) return undefined;
    // 0: how it is to be played; 3: where to find a second in it.
    if ([0, 3].includes(kind & 127)) kept.push(Buffer.from(sent.subarray(at, end)));
    last = kind >= 128;
    at = end;
  }
  const [info] = kept;
  if (!info || info.length < 38 || (info.readUInt8(0) & 127) !== 0) return undefined;
  kept.forEach((block, place) =>
    block.writeUInt8((block.readUInt8(0) & 127) | (place === kept.length - 1 ? 128 : 0), 0),
  );
  const bytes = Buffer.concat([Buffer.from('fLaC'), ...kept, sent.subarray(at)]);
  return { bytes, ending: 'flac', head: secondsOf(info.subarray(4)) };
}

/** Twenty bits of samples a second, and after eight others thirty-six of samples. */
function secondsOf(info: Buffer): RecordingHead {
  const rate = info.readUIntBE(10, 3) >>> 4;
  const samples = (info.readUInt8(13) & 15) * 2 ** 32 + info.readUInt32BE(14);
  return rate > 0 && samples > 0 ? { duration: samples / rate } : {};
}
