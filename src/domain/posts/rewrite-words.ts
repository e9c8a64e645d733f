import { mediaWords } from './media-rules.ts';
import { writeWords } from './writing-form.ts';

/** What somebody is told whose change is not taken; their words stay in the form. */
export const rewriteWords = {
  ...writeWords,
  altTooLong: mediaWords.altTooLong,
} as const;
