import { mediaWords } from '../media-rules.ts';
import { strangeKind, tellingBytes } from '#platform/strange-files.ts';
import type { Mark } from '#ui/cover/marks.ts';

/** A file that somebody has chosen and that is still on their device alone. */
export interface ChosenFile {
  key: number;
  /** As it was chosen; it never leaves the device once something is covered. */
  original: File;
  marks: readonly Mark[];
  /** What is sent: the original, or the picture with its marks burnt in. */
  file: File;
  /** Why it was not sent. */
  fault: string;
}

/** Whether it is something to look at that stands still, so that parts of it can be covered. */
export function isPicture({ type }: Pick<File, 'type'>): boolean {
  return type.startsWith('image/');
}

/** Why a file is not even offered for sending; nothing for all others. */
export async function notTaken(file: File): Promise<string | undefined> {
  const head = await file.slice(0, tellingBytes).arrayBuffer();
  const strange = strangeKind(new Uint8Array(head));
  return strange && mediaWords[strange];
}

/** What to look for once more, before a picture leaves the device. */
export const lookOnceMore =
  'Look once more: faces, screens, wristbands, whiteboards, room numbers, reflections.';

/** What to know of a film or a sound. */
export const cannotBlur =
  'Voices and places can be recognised, and we cannot blur a film or a sound.';
