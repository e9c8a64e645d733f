import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { isId } from '#domain/people/id.ts';
import type { SendRefused } from '#domain/messages/send.server.ts';
import type { Author } from '#domain/posts/authors.server.ts';
import { filesOnDesk } from '#domain/posts/desk.server.ts';
import { attachWords, mediaWords, type MediaRefusal } from '#domain/posts/media-rules.ts';
import { readWriting } from '#domain/posts/writing-form.ts';

/** The number of whoever is signed in and has a handle; others go where they get one. */
export async function ownId(event: RequestEvent): Promise<string> {
  await signedIn(event);
  const { viewer } = event.locals.ctx;
  if (!viewer) redirect(303, '/welcome');
  return viewer.personId;
}

/** A person beside their face. */
export function faceOf({ handle, name, avatar }: Author) {
  return { handle, name, avatar };
}

/** One text field of a form; a file instead counts as nothing. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What a form of messages was filled in with. */
export function readMessage(form: FormData) {
  const { text, key, mediaIds, alts, looked = false } = readWriting(form);
  return { text, key, mediaIds, alts, looked };
}

/** The files that came before the words, and why one did not: a page without script has no memory but its address. */
export async function filesOfPage({ locals: { ctx }, url }: RequestEvent) {
  const problem = url.searchParams.get('problem');
  return {
    media: await filesOnDesk(ctx, url.searchParams.getAll('added').filter(isId)),
    problem: problem && problem in mediaWords ? mediaWords[problem as MediaRefusal] : undefined,
    here: url.pathname + url.search,
  };
}

const said: Partial<Record<SendRefused['refused'], string>> = {
  ...attachWords,
  tooManyMedia: 'A message holds up to four pictures.',
  signIn: 'You are not signed in any more. Please sign in; your message is kept on this device.',
  empty: 'Write something first, or add a picture, then send it.',
  tooLong: 'This is longer than 5,000 characters. Please make it shorter, or two messages.',
  notText: 'There is something in it that we cannot keep. Please type it again.',
  tooFast:
    'You have written to many people in a short time. Please wait a while; your message is kept on this device.',
  noReaders: 'Say whom you write to.',
  tooManyReaders: 'A message can go to nine people at most.',
  gone: 'Nobody can be reached here any more. Your message was not sent.',
};

/** Why a message was not sent, and what to do. */
export function sendWords(refusal: SendRefused): string {
  if (refusal.refused === 'gone' && 'handle' in refusal && refusal.handle)
    return `There is nobody here called @${refusal.handle}. Check how it is spelled.`;
  return said[refusal.refused] ?? 'It was not sent. Please try again.';
}
