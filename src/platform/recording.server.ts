import { readBoxed } from './recording-boxes.server.ts';
import { readFlac, readMp3, readWav } from './recording-tags.server.ts';

/** The endings of the videos and sounds that we keep, and what each is called on the wire. */
export const recordingTypes = {
  mp4: { kind: 'video', contentType: 'video/mp4' },
  webm: { kind: 'video', contentType: 'video/webm' },
  ogg: { kind: 'audio', contentType: 'audio/ogg' },
  mp3: { kind: 'audio', contentType: 'audio/mpeg' },
  m4a: { kind: 'audio', contentType: 'audio/mp4' },
  wav: { kind: 'audio', contentType: 'audio/wav' },
  flac: { kind: 'audio', contentType: 'audio/flac' },
} as const;

/** What is known of a recording without playing it; seconds and pixels, absent where its head does not say. */
export interface RecordingHead {
  width?: number;
  height?: number;
  duration?: number;
}

/** A recording fit to be kept: what stood beside its pictures and sounds is gone, where that is simple. */
export interface Recording extends RecordingHead {
  bytes: Buffer;
  ending: keyof typeof recordingTypes;
  kind: 'video' | 'audio';
  contentType: string;
}

/**
 * Reads a video or a sound by its first bytes, never by its name: MP4, QuickTime, WebM, Ogg, MP3, M4A, WAV, FLAC.
 * Nothing is decoded. Titles, places and dates are taken out of all but WebM and Ogg. Undefined for
 * everything else, and for what is broken.
 */
export function readRecording(bytes: Buffer): Recording | undefined {
  const read = readByHead(bytes);
  if (!read) return undefined;
  const { kind, contentType } = recordingTypes[read.ending];
  // What browsers record of a voice is WebM and Ogg with nothing to see, and the other way round.
  const heard = read.silentPicture ?? kind === 'audio';
  const said = contentType.replace(/^\w+/, heard ? 'audio' : 'video');
  return {
    ...read.head,
    bytes: read.bytes,
    ending: read.ending,
    kind: heard ? 'audio' : 'video',
    contentType: said,
  };
}

/** A cleaned file, before it is said what it is. */
export interface Read<Ending = Recording['ending']> {
  bytes: Buffer;
  ending: Ending;
  head?: RecordingHead;
  /** Whether there is only something to hear, where the ending does not say it. */
  silentPicture?: boolean;
}

function readByHead(bytes: Buffer): Read | undefined {
  const head = bytes.subarray(0, 4096).toString('latin1');
  if (head.slice(4, 8) === 'ftyp') return readBoxed(bytes);
  if (head.startsWith('\x1a\x45\xdf\xa3')) return readWebm(bytes, head);
  if (head.startsWith('OggS')) return readOgg(bytes, head);
  if (head.startsWith('fLaC')) return readFlac(bytes);
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE') return readWav(bytes);
  return readMp3(bytes);
}

function readWebm(bytes: Buffer, head: string): Read | undefined {
  if (!head.slice(0, 64).includes('webm')) return undefined;
  const heard = !/V_(?:VP8|VP9|AV1)/.test(head) && /A_(?:OPUS|VORBIS)/.test(head);
  return { bytes, ending: 'webm', silentPicture: heard };
}

function readOgg(bytes: Buffer, head: string): Read | undefined {
  if (head.includes('\x80theora')) return { bytes, ending: 'ogg', silentPicture: false };
  return /OpusHead|\x01vorbis|\x7fFLAC/.test(head) ? { bytes, ending: 'ogg' } : undefined;
}
