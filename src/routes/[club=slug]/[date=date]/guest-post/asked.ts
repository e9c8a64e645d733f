import type { CommentRefused } from '#domain/club/comments.server.ts';

/** A number that the address asks for, such as `?answer=12`; nothing when it is none. */
export function askedNumber(url: URL, name: string): number | undefined {
  const asked = url.searchParams.get(name) ?? '';
  return /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : undefined;
}

/** What to say of a refused comment. */
export function faultOf(refused: CommentRefused['refused']): string {
  return words[refused];
}

const words: Readonly<Record<CommentRefused['refused'], string>> = {
  empty: 'Write something first.',
  tooLong: 'Please use 2,000 characters or fewer. Your words are still here.',
  notText: 'There is a broken character in it. Please type it again.',
  tooFast: 'That was quick. Wait a minute, then send it again. Your words are still here.',
  signIn: 'Please sign in to comment. Copy your words first.',
  gone: 'What you wanted to answer is not there any more. Your words are still here.',
};
