import type { Readers } from './audience-words.ts';
import type { MediaKind } from './media-rules.ts';
import type { WritingFields } from './writing-form.ts';

/** A file on the desk of whoever writes. */
export interface DeskMedia {
  id: string;
  kind: MediaKind;
  src: string;
  preview: string | null;
  alt: string;
}

/** Everything that the form for a post begins with. */
export interface Desk {
  fields: WritingFields;
  /** Who can be chosen to read it; one only where there is no choice. */
  readers: Readers[];
  /** Who reads a reply, in a sentence. */
  saidAudience: string | undefined;
  /** The zone in which a later time is said; none where it cannot be sent later. */
  zone: string | undefined;
  languages: readonly { code: string; name: string }[];
  /** Whether the post has a poll already, in which people may have voted. */
  hasPoll: boolean;
  media: DeskMedia[];
  /** Under which name the draft is kept on the device. */
  keep: string;
}
