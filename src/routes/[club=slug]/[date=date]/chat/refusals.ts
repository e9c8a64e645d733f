import { fail } from '@sveltejs/kit';
import type { AnswerRefused } from '#domain/club/answers.server.ts';

type Refusal = AnswerRefused['refused'];

const statusOf: Record<Refusal, number> = {
  empty: 422,
  tooLong: 422,
  notText: 422,
  signIn: 401,
  notOpen: 409,
  tooFast: 429,
  slowMode: 429,
  gone: 404,
};

/** What each refusal says to the person, and what to do. Their words are always kept. */
const words: Record<Refusal, string> = {
  empty: 'There is nothing in the box yet. Write something, then send it.',
  tooLong: 'This is longer than 5,000 characters. Please make it shorter, or send it in two parts.',
  notText: 'There is something in the box that is not text. Try typing it instead of pasting.',
  signIn: 'You are not signed in any more. Your words are kept; sign in and send them again.',
  notOpen: 'This cannot be answered now: it has not been asked yet, or the chat is closed.',
  tooFast: 'That was a lot in a short time. Wait a minute, then send it again.',
  slowMode: 'The host asked everybody to take their time.',
  gone: 'What you wanted to answer is not there any more. Your words are kept.',
};

/**
 * What a form of the chat answers to a refusal: the words for it, at which form, what was typed, and after how
 * many seconds it may be sent again as it is (0: not as it is).
 */
export function notTaken<T extends object>(refusal: AnswerRefused, typed: T) {
  const { refused } = refusal;
  const seconds = refused === 'slowMode' ? refusal.seconds : 0;
  const wait = seconds === 1 ? 'one second' : `${seconds} seconds`;
  const says = seconds ? `${words[refused]} You can send this in ${wait}.` : words[refused];
  return fail(statusOf[refused], { says, later: refused === 'tooFast' ? 20 : seconds, ...typed });
}
