import type { media } from '../media-schema.server.ts';
import type { Focus, MediaKind } from '../media-rules.ts';

/** A file as readers see it; pixels and seconds where they are known. */
export interface MediaView {
  id: string;
  kind: MediaKind;
  /** Its address is `/media/NAME`; pictures are there `?size=small` as well. */
  name: string;
  state: 'waiting' | 'ready' | 'refused';
  width: number | null;
  height: number | null;
  small: { width: number; height: number } | null;
  duration: number | null;
  blurhash: string | null;
  alt: string;
  focus: Focus;
}

/** What of a row readers see. */
export type MediaRow = Pick<
  typeof media.$inferSelect,
  Exclude<keyof MediaView, 'small' | 'focus'> | 'smallWidth' | 'smallHeight' | 'focusX' | 'focusY'
>;

/** A row as readers see it. */
export function viewOf(row: MediaRow): MediaView {
  const { id, kind, name, state, width, height, duration, blurhash, alt } = row;
  const { smallWidth, smallHeight, focusX: x, focusY: y } = row;
  const small = smallWidth && smallHeight ? { width: smallWidth, height: smallHeight } : null;
  return {
    id,
    kind,
    name,
    state,
    width,
    height,
    small,
    duration,
    blurhash,
    alt,
    focus: { x, y },
  };
}
