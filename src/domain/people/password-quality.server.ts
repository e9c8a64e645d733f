import type { Match, ZxcvbnFactory } from '@zxcvbn-ts/core';
import type { z } from 'zod';
import { passwordFault, passwordWords, type PasswordFault } from './password.ts';
import { readForm, type Faults } from './rules.ts';

/**
 * A password that fewer guesses than this find is not taken. The limits of signing in allow some
 * 700,000 guesses a year for one account, so this is more than a hundred years of guessing.
 */
const fewestGuesses = 1e8;
/** The time to look grows with the length, and what comes after this many signs can only add guesses. */
const looksAt = 64;
/** So many letters and digits a password has beside words that an acquaintance would try. */
const fewestOfTheirs = 6;
const always = ['pocketfriends', 'pocket friends'];

/** A new password is too easily guessed, too short or too long. */
export interface Weak {
  refused: 'weak';
  fault: PasswordFault;
}

let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * What is wrong with a new password, or nothing: `passwordFault`, and whether it is easily guessed, by
 * the 49,233 most used passwords and what people make of them (capitals, digits, years, signs for
 * letters, keyboard rows, repetitions). `own` is what an acquaintance would try first: address, handle,
 * name, the names of the place and its clubs. Nothing is asked of any other server.
 */
export async function weakPassword(
  password: string,
  own: readonly string[] = [],
): Promise<PasswordFault | undefined> {
  const fault = passwordFault(password, own.find((word) => word.includes('@')) ?? '');
  if (fault) return fault;
  const words = ownWords([...always, ...own]);
  if (leftWithout(words, password) < fewestOfTheirs) return 'own';
  judge ??= openJudge();
  const head = [...password.normalize('NFKC')].slice(0, looksAt).join('');
  const { guesses, sequence } = (await judge).check(head, words);
  if (guesses >= fewestGuesses) return undefined;
  return sequence.some(isOwn) ? 'own' : 'common';
}

/** `readForm` for a form with a new `password`: an easily guessed one is a fault of its field. */
export async function readNewPassword<T extends { password: string }>(
  form: z.ZodType<T>,
  fields: unknown,
  own: readonly string[] = [],
): Promise<{ value: T } | { faults: Faults }> {
  const read = readForm(form, fields);
  if ('faults' in read) return read;
  const { password, email = '' } = read.value as T & { email?: string };
  const fault = await weakPassword(password, [email, ...own]);
  return fault ? { faults: { password: passwordWords[fault] } } : read;
}

/** The list is 0.4 MB on disk; it is read when the first password is chosen (docs/dependencies.md). */
async function openJudge(): Promise<ZxcvbnFactory> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}

/** Each text whole, without its gaps, and its words: `Pat Owl` gives `pat owl`, `patowl`, `pat`, `owl`. */
function ownWords(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => {
    const said = text.normalize('NFKC').toLowerCase().slice(0, 300);
    const parts = said.split(/[^\p{L}\p{N}]+/u);
    return [said, parts.join(''), ...parts];
  });
  return [...new Set(words.filter((word) => word.length > 2))];
}

/** How many letters and digits are left when such words are taken out; endless where there are none. */
function leftWithout(words: readonly string[], password: string): number {
  const said = password.normalize('NFKC').toLowerCase();
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  const left = longestFirst.reduce((text, word) => text.replaceAll(word, ' '), said);
  return left === said ? Infinity : left.replace(/[^\p{L}\p{N}]/gu, '').length;
}

function isOwn(match: Match): boolean {
  return 'dictionaryName' in match && match.dictionaryName === 'userInputs';
}
