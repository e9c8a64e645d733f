import { z } from 'zod';
import { tidyHandle } from './handle.ts';
import { welcomeForm } from './rules.ts';

/** An invitation as somebody pastes it: the whole link, or its end. Empty when it is none. */
export function asInvitation(typed: unknown): string {
  const link = typeof typed === 'string' ? typed.trim() : '';
  return /^(?:\S+\/join\/)?([\w-]{32})\/?$/.exec(link)?.[1] ?? '';
}

const decide = 'Choose one of the two. You can change it at any time.';
const agreement = 'Without this there can be no account. Take your time to read the rules.';

/**
 * What is asked of somebody who comes in: a handle, a name (the handle when it is left empty), whether
 * their answers may stand in the transcript, and their word about age and rules. Anything else that is
 * sent is left out.
 */
export const newcomerForm = z.preprocess(
  nameFromHandle,
  welcomeForm.pick({ handle: true, name: true, roles: true, zone: true }).extend({
    bio: z
      .string()
      .optional()
      .transform(() => ''),
    transcript: z.enum(['yes', 'no'], decide).transform((word) => word === 'yes'),
    agrees: z.literal('yes', agreement),
  }),
);

function nameFromHandle(fields: unknown): unknown {
  if (typeof fields !== 'object' || fields === null) return fields;
  const typed: Record<string, unknown> = { ...fields };
  if (String(typed['name'] ?? '').trim() !== '') return typed;
  // Without a handle either, that is the one thing to say.
  return { ...typed, name: tidyHandle(String(typed['handle'] ?? '')) || 'nobody' };
}

/** Longest words to the operator, and from the operator, in characters. */
export const longestWords = 600;

/** A few words to whoever looks after the place. */
export const wishForm = z.object({ words: wordsField('Write a sentence or two.', 1) });

/** The operator's own words with a no; they may be left out. */
export const noForm = z.object({ words: wordsField('', 0), login: z.string() });

function wordsField(missing: string, least: number) {
  return z
    .string()
    .default('')
    .transform(plainLines)
    .refine((words) => words.length >= least, missing)
    .refine(
      (words) => words.length <= longestWords,
      `Please use ${longestWords} characters or fewer.`,
    );
}

function plainLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .normalize('NFC')
    .trim();
}
