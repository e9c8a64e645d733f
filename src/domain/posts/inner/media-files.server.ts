import { mostBytes, type MediaRefusal } from '../media-rules.ts';
import type { media } from '../media-schema.server.ts';
import { blurhashOf } from '#platform/blurhash.server.ts';
import { readRecording } from '#platform/recording.server.ts';
import type { Services } from '#platform/services.server.ts';
import type { PictureRefused } from '#platform/storage.server.ts';
import { strangeKind } from '#platform/strange-files.ts';

/** What is known of a file once it is stored. */
export type StoredMedia = Pick<
  typeof media.$inferInsert,
  | 'kind'
  | 'name'
  | 'contentType'
  | 'bytes'
  | 'width'
  | 'height'
  | 'smallWidth'
  | 'smallHeight'
  | 'duration'
  | 'blurhash'
>;

type Refused = { refused: MediaRefusal };

/**
 * Stores a file by what its first bytes say: pictures are drawn anew, video and sound are kept without
 * their tags. Refuses drawings that hold programs, files of scanners, and whatever else we do not know.
 */
export async function storeMedia(
  { storage }: Pick<Services, 'storage'>,
  bytes: Buffer,
): Promise<StoredMedia | Refused> {
  if (bytes.length === 0) return { refused: 'noFile' };
  const strange = strangeKind(bytes);
  if (strange) return { refused: strange };
  const recording = readRecording(bytes);
  if (!recording) return storePicture(storage, bytes);
  if (bytes.length > mostBytes[recording.kind]) return { refused: 'tooLarge' };
  const { kind, contentType, width, height, duration } = recording;
  const name = await storage.saveRecording(recording.bytes, recording.ending);
  return { kind, name, contentType, bytes: recording.bytes.length, width, height, duration };
}

async function storePicture(
  storage: Services['storage'],
  bytes: Buffer,
): Promise<StoredMedia | Refused> {
  const stored = await storage.savePicture(bytes, { maxBytes: mostBytes.image });
  if ('refused' in stored) return { refused: pictureWords[stored.refused] };
  const { name, contentType, width, height, small } = stored;
  const drawn = await storage.open(name, 'small');
  return {
    kind: 'image',
    name,
    contentType,
    bytes: stored.bytes,
    width,
    height,
    smallWidth: small.width,
    smallHeight: small.height,
    blurhash: drawn && (await blurhashOf(drawn.bytes)),
  };
}

const pictureWords = {
  notAPicture: 'unknownKind',
  heic: 'heic',
  svg: 'svg',
  dicom: 'dicom',
  tooLarge: 'tooLarge',
  tooManyPixels: 'tooManyPixels',
} as const satisfies Record<PictureRefused['refused'], MediaRefusal>;
