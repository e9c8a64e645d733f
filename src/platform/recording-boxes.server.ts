import type { Read, RecordingHead } from './recording.server.ts';

interface Box {
  type: string;
  start: number;
  body: number;
  end: number;
}

type Tracks = RecordingHead & { seen: boolean; moov: boolean; mdat: boolean };

/** At the top of a file: what plays needs these, and nothing else. */
const needed = new Set(['ftyp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'styp', 'pdin']);
/** Where something personal may lie inside: titles, places, faces, the telephone's name. */
const personal = new Set(['udta', 'meta', 'uuid', 'free', 'skip']);
const rooms = new Set(['moov', 'trak', 'mdia', 'moof', 'traf']);
const mostBoxes = 20_000;

/**
 * An MP4, M4A or QuickTime file without what stands beside its pictures and sounds: boxes of titles, places and
 * devices become empty room, and times of recording become zero. Tracks stay as they are.
 * Source: ISO/IEC 14496-12. Undefined for what is broken, and for pictures, which are boxed alike.
 */
export function readBoxed(sent: Buffer): Read<'mp4' | 'm4a'> | undefined {
  if (!/^(?:iso[0-9m]|mp4[12]|avc1|M4[ABV] |MSNV|dash|3gp.|3g2.|qt {2})/.test(brandOf(sent)))
    return undefined;
  const bytes = Buffer.from(sent);
  const found: Tracks = { seen: false, moov: false, mdat: false };
  const end = clean(bytes, found);
  if (end === undefined || !found.moov || !found.mdat) return undefined;
  const { width, height, duration, seen } = found;
  return {
    bytes: bytes.subarray(0, end),
    ending: seen ? 'mp4' : 'm4a',
    head: { ...(width && height && { width, height }), ...(duration && { duration }) },
  };
}

function brandOf(bytes: Buffer): string {
  return bytes.toString('latin1', 8, 12);
}

/** Returns where the file ends: whatever hangs behind its last box is not part of it. */
function clean(bytes: Buffer, found: Tracks): number | undefined {
  let end = 0;
  let count = 0;
  const enter = (from: number, to: number): boolean => {
    for (const box of boxesIn(bytes, from, to)) {
      if (++count > mostBoxes) return false;
      if (!rooms.has(box.type)) look(bytes, box, found);
      else if (!enter(box.body, box.end)) return false;
      if (personal.has(box.type)) empty(bytes, box);
    }
    return true;
  };
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    if (++count > mostBoxes) return undefined;
    if (box.type === 'moov') found.moov = true;
    if (box.type === 'mdat') found.mdat = true;
    if (!needed.has(box.type)) empty(bytes, box);
    else if (rooms.has(box.type) && !enter(box.body, box.end)) return undefined;
    end = box.end;
  }
  return end;
}

function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    let size = bytes.readUInt32BE(at);
    let body = at + 8;
    if (size === 1 && at + 16 <= to) {
      size = Number(bytes.readBigUInt64BE(at + 8));
      body += 8;
    } else if (size === 0) size = to - at;
    const end = at + size;
    if (end < body || end > to) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), start: at, body, end };
    at = end;
  }
}

function empty(bytes: Buffer, { start, body, end }: Box): void {
  bytes.write('free', start + 4, 'latin1');
  bytes.fill(0, body, end);
}

function look(bytes: Buffer, { type, body, end }: Box, found: Tracks): void {
  const long = bytes[body] === 1;
  if (end - body < (long ? 36 : 24)) return;
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) bytes.fill(0, body + 4, body + (long ? 20 : 12));
  if (type === 'mvhd') found.duration = durationOf(bytes, body, long) ?? found.duration ?? 0;
  if (type === 'tkhd') Object.assign(found, sidesOf(bytes, body + (long ? 52 : 40), end));
  if (type === 'hdlr' && bytes.toString('latin1', body + 8, body + 12) === 'vide')
    found.seen = true;
}

function durationOf(bytes: Buffer, body: number, long: boolean): number | undefined {
  const scale = bytes.readUInt32BE(body + (long ? 20 : 12));
  const length = long ? Number(bytes.readBigUInt64BE(body + 24)) : bytes.readUInt32BE(body + 16);
  // All ones, or more than a day: the head does not know.
  return scale > 0 && length / scale < 86_400 ? length / scale : undefined;
}

/** From the matrix on; a film taken with the telephone on its side is turned by a quarter. */
function sidesOf(bytes: Buffer, matrix: number, end: number): RecordingHead {
  if (matrix + 44 > end) return {};
  const [across, down] = [bytes.readUInt16BE(matrix + 36), bytes.readUInt16BE(matrix + 40)];
  if (across === 0 || down === 0) return {};
  const turned = bytes.readInt32BE(matrix) === 0 && bytes.readInt32BE(matrix + 4) !== 0;
  return turned ? { width: down, height: across } : { width: across, height: down };
}
