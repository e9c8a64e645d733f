/** The most that is sent of each kind, in bytes. */
export const mostBytes = {
  image: 10 * 1024 * 1024,
  video: 40 * 1024 * 1024,
  audio: 20 * 1024 * 1024,
} as const;

/** The most bytes of anything that is sent. */
export const mostMediaBytes = mostBytes.video;

/** How many pictures one post may hold; of video and sound it is one. */
export const mostMedia = 4;

/** The longest words for those who do not see or hear it, in characters as a reader counts them. */
export const longestAlt = 1500;

/** What may be chosen in a form that asks for a file. */
export const takenKinds =
  'image/jpeg,image/png,image/webp,image/gif,image/avif,video/mp4,video/webm,video/quicktime,audio/*';

/** `gifv`: a film without sound that plays again and again, as other servers make them. */
export type MediaKind = 'image' | 'gifv' | 'video' | 'audio';

/** Where the eye should rest, from -1 to 1: left to right, and bottom to top. */
export interface Focus {
  x: number;
  y: number;
}

/** Why a file is not taken. `tooMuch`: more than 500 MB in a day. */
export type MediaRefusal =
  | 'signIn'
  | 'noFile'
  | 'unknownKind'
  | 'svg'
  | 'heic'
  | 'dicom'
  | 'tooLarge'
  | 'tooManyPixels'
  | 'tooFast'
  | 'tooMuch'
  | 'altTooLong'
  | 'altNotText'
  | 'focus'
  | 'gone'
  | 'inUse';

/** What a person is told of each; also what apps show. */
export const mediaWords: Readonly<Record<MediaRefusal, string>> = {
  signIn: 'Sign in first.',
  noFile: 'Choose a file first.',
  unknownKind:
    'We could not read this file. Pictures (JPEG, PNG, WebP, AVIF, GIF), video (MP4, WebM) and sound (MP3, M4A, Ogg, WAV, FLAC) work.',
  svg: 'We cannot take an SVG: it is a drawing that can hold programs, but a screenshot of it works.',
  heic: 'This is a HEIC file, which we cannot open. Save it as JPEG on your phone, or take a screenshot of it.',
  dicom:
    'This file comes from a scanner (DICOM) and holds a patient’s name and number, so we do not open it; a screenshot with no name on it works.',
  tooLarge: 'This file is too large: pictures may have 10 MB, sound 20 MB, video 40 MB.',
  tooManyPixels: 'This picture has too many pixels. Send it smaller: 40 megapixels at most.',
  tooFast: 'That were many files in a short time. Wait half an hour, then send the next.',
  tooMuch: 'You have sent 500 MB since yesterday. Send the next file tomorrow.',
  altTooLong: 'The description is too long: up to 1,500 characters.',
  altNotText: 'The description holds something that is not text.',
  focus: 'The focal point is two numbers from -1 to 1, with a comma between.',
  gone: 'This file is not there any more.',
  inUse: 'A post shows this file. Take it out of the post, or delete the post.',
};

/** Why files cannot stand under a post. */
export type AttachRefusal = 'mediaGone' | 'tooManyMedia' | 'mixedMedia' | 'mediaWaiting';

/** What a person is told of each. */
export const attachWords: Readonly<Record<AttachRefusal, string>> = {
  mediaGone: 'One of the files is not there any more, or stands under another post.',
  tooManyMedia: 'A post holds up to four pictures.',
  mixedMedia: 'A video or a sound stands alone: one of them, and no pictures beside it.',
  mediaWaiting: 'One of the files is not ready yet. Try again in a moment.',
};

/** A focal point as apps write it, `0.5,-0.2`. Nothing for nothing, `undefined` for what is none. */
export function readFocus(text: string): Focus | null | undefined {
  if (text.trim() === '') return null;
  const [x, y, ...more] = text.split(',').map((one) => (one.trim() === '' ? NaN : Number(one)));
  const inside = (side: number | undefined): side is number =>
    side !== undefined && side >= -1 && side <= 1;
  return inside(x) && inside(y) && more.length === 0 ? { x, y } : undefined;
}
