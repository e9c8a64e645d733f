import { readers, type Readers } from './audience-words.ts';
import { attachWords, mostMedia } from './media-rules.ts';
import { replyRights, type RepliesFrom } from './rules.ts';
import type { PollInput } from './poll-rules.ts';
import type { PollView } from './view.ts';
import { findLanguage } from '#domain/people/languages.ts';

/** The form in which a post is written, as it was filled in; it goes back into the form when it is refused. */
export interface WritingFields {
  text: string;
  readers: Readers;
  note: string;
  language: string;
  repliesFrom: RepliesFrom;
  reply: string;
  key: string;
  back: string;
  options: string[];
  pollTime: string;
  pollMultiple: boolean;
  pollHidden: boolean;
  /** When it is to be sent, as a clock on the writer's wall shows it; empty for now. */
  when: string;
  mediaIds: string[];
  alts: Record<string, string>;
  /** The guard on the writer's device has looked at these words. */
  looked?: boolean;
}

/** How long a poll can last, as it is asked. */
export const pollTimes = [
  { value: '3600', label: 'An hour' },
  { value: '21600', label: 'Six hours' },
  { value: '86400', label: 'A day' },
  { value: '259200', label: 'Three days' },
  { value: '604800', label: 'A week' },
] as const;

/** Reads the form; what cannot be chosen is as if it was not said. */
export function readWriting(form: FormData): WritingFields {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const texts = (name: string) =>
    form
      .getAll(name)
      .filter((value) => typeof value === 'string' && value.trim() !== '') as string[];
  // One more than a post can have says that there are too many, as all of them would.
  const mediaIds = texts('media').slice(0, mostMedia + 1);
  return {
    text: text('text'),
    readers: readers.find((one) => one === text('readers')) ?? 'public',
    note: text('note'),
    language: findLanguage(text('language'))?.code ?? '',
    repliesFrom: replyRights.find((one) => one === text('repliesFrom')) ?? 'everyone',
    reply: text('reply'),
    key: text('key'),
    back: text('back'),
    options: texts('option'),
    pollTime: text('pollTime') || '86400',
    pollMultiple: text('pollMultiple') === 'yes',
    pollHidden: text('pollHidden') === 'yes',
    when: text('when'),
    mediaIds,
    alts: Object.fromEntries(mediaIds.map((id) => [id, text(`alt-${id}`)])),
    looked: text('looked') === 'yes',
  };
}

/** The poll of a form; none when no answer to choose was written. */
export function pollIn(fields: WritingFields): PollInput | null {
  const { options, pollTime, pollMultiple: multiple, pollHidden: hidesTotals } = fields;
  return options.length === 0
    ? null
    : { options, seconds: Number(pollTime), multiple, hidesTotals };
}

/** A poll that stands, as the form for changing its post shows it. */
export function pollOnDesk(
  poll: PollView | null,
): Pick<WritingFields, 'options' | 'pollMultiple' | 'pollHidden'> {
  const options = poll?.options ?? [];
  return {
    options: options.map(({ title }) => title),
    pollMultiple: poll?.multiple ?? false,
    pollHidden: options.some(({ votes }) => votes === null),
  };
}

/** What a form says of the poll that stands: `undefined` where it says the same, so that its end stays too. */
export function pollChangeIn(
  fields: WritingFields,
  standing: PollView | null,
): PollInput | null | undefined {
  const before = pollOnDesk(standing);
  const same =
    fields.options.join('\n') === before.options.join('\n') &&
    fields.pollMultiple === before.pollMultiple &&
    fields.pollHidden === before.pollHidden;
  return same ? undefined : pollIn(fields);
}

/** What somebody is told whose post is not taken; their words stay in the form. */
export const writeWords = {
  ...attachWords,
  signIn: 'You are not signed in any more. Sign in on another page, then send it again from here.',
  gone: 'This post is not there any more.',
  empty: 'Write something first, or add a picture.',
  tooLong: 'This is too long. A post has up to 5,000 characters, its note up to 500.',
  notText: 'There is something in it that is not text. Type it anew, please.',
  pollOptions: 'A poll has two to eight different answers of up to 100 characters each.',
  pollTime: 'Choose from the list how long the poll is open.',
  parentGone: 'What you answer is not there any more. Your words are kept here.',
  mayNotReply: 'Whoever wrote this wants no replies from everybody. Your words are kept here.',
  mayNotQuote: 'This post may not be quoted.',
  noReaders: 'Nobody is named in it, so nobody would read it.',
  due: 'Choose a time that is at least five minutes ahead, and within five years.',
  tooMany: 'You have 300 posts planned. Send some of them first.',
  tooManyReaders: 'It names more people than a message can have.',
  pollAndMedia: 'A post has a poll or files, not both. Take one of them out.',
  tooFast: 'You have posted a lot in a short time. Wait a little, then send it again.',
} as const;

/** The HTTP status of each refusal; 400 for all that are not named. */
export const writeStatus: Readonly<Partial<Record<keyof typeof writeWords, number>>> = {
  signIn: 401,
  gone: 404,
  parentGone: 404,
  mayNotReply: 403,
  mayNotQuote: 403,
  tooFast: 429,
};
