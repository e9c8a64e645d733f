import { longestWords, type Reflection } from './entries.ts';
import type { Told } from '#domain/boundaries/moment.ts';

/** Why words are not kept: they hold what leads to a person, or they are too many. */
export type WordsRefused = 'names' | 'tooLong';

/**
 * A record of what somebody was told and what they make of it. It takes the advice, and of the facts the channel
 * alone: neither whom it was about nor what was answered about them.
 */
export function reflectionOn(
  { advice, facts }: Pick<Told, 'advice' | 'facts'>,
  { words, written }: { words: string; written: string },
): Reflection {
  const rules = advice.reasons.map((rule) => ({ ...rule }));
  return { kind: 'reflection', written, channel: facts.channel, grade: advice.grade, rules, words };
}

/** Whether words may be kept: names cannot be told from other words, but handles, addresses and numbers can. */
export function refusedWords(words: string): WordsRefused | undefined {
  if (words.length > longestWords) return 'tooLong';
  return telling.some((shape) => shape.test(words)) ? 'names' : undefined;
}

/** A handle or an e-mail address; a web address; seven figures and more, as in numbers of phones and patients. */
const telling = [/@[\p{L}\p{N}_]/u, /\bhttps?:\/\/|\bwww\./i, /\d(?: ?\d){6,}/];
