import { readPostText } from '../publish.server.ts';
import { longestNote, type TextRefusal } from '../rules.ts';
import { plainText } from '#platform/text.server.ts';

/** Text and note of a post made fit to be kept; a post with files may be without a word. */
export function readWords(
  { text, contentNote }: { text: unknown; contentNote: unknown },
  mediaIds: readonly string[],
): { text: string; contentNote: string } | { refused: TextRefusal } {
  const read = readPostText(text);
  const wordless = 'refused' in read && read.refused === 'empty' && mediaIds.length > 0;
  if ('refused' in read && !wordless) return read;
  const note = plainText(contentNote, { maxGraphemes: longestNote });
  if (typeof note !== 'string') return note;
  return { text: 'refused' in read ? '' : read.text, contentNote: note };
}
