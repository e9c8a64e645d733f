import type { Refusal } from './notebook.ts';
import type { WordsRefused } from './reflection.ts';
import { longestWords } from './entries.ts';
import type { Put } from './drawer.ts';
import type { Channel } from '#domain/boundaries/facts.ts';
import { valueWords } from '#domain/boundaries/situation-words.ts';

/** Why there is no notebook here, and what one can do. */
export const refusalWords: Readonly<Record<Refusal, string>> = {
  insecure:
    'This place is reached without https, and then a browser cannot seal anything. Ask whoever looks after this place.',
  nothingKept:
    'This browser does not let us keep anything on this device. That is so in some private windows: open this page in a usual one.',
  signedOut:
    'You are not signed in any more. Your notebook opens when you sign in again; nothing was lost.',
  unreached:
    'We cannot be reached just now, and half of the key to your notebook is with us. Nothing was lost. Try again when you are online.',
};

/** Why an entry was not kept, and what one can do. */
export const putWords: Readonly<Record<Exclude<Put, 'kept'>, string>> = {
  changed:
    'You have changed or removed this in another tab. What you typed still stands here; the list shows how it is now.',
  full: 'There is no room left on this device. What you typed still stands here. Make some room, and keep it again.',
};

/** What is said where a notebook was taken away while a page lay open. */
export const goneWords =
  'Your notebook was closed meanwhile: somebody signed out on this device, or the browser was told to forget. What you typed still stands here.';

/** Why words of a reflection were not kept. */
export const wordsRefusedWords: Readonly<Record<WordsRefused, string>> = {
  names:
    'There is a handle, an address or a long number in your words. Please leave it out: this record names nobody.',
  tooLong: `Your words are longer than ${longestWords} characters. Please make them shorter.`,
};

/** "Becoming pocket friends", as a title. */
export function channelTitle(channel: Channel): string {
  const words = valueWords.channel[channel] ?? '';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "22 November 2026", where the reader is. */
export function dayOf(written: string): string {
  return new Date(written).toLocaleDateString('en-GB', { dateStyle: 'long' });
}
