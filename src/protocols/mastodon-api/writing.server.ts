import { createHash } from 'node:crypto';
import { bodiesIn, bodyIn, flagOf, textOf, textsIn, type Body } from './body.server.ts';
import { quotersFromClients, visibilityFromClients } from './entities/posting.ts';
import { refuse } from './errors.ts';
import type { Call } from './route.ts';
import { isId } from '#domain/people/id.ts';
import { findLanguage } from '#domain/people/languages.ts';
import type { PostingDefaults } from '#domain/people/posting-rules.ts';
import type { FileWords, Rewriting } from '#domain/posts/edit.server.ts';
import { readFocus } from '#domain/posts/media-rules.ts';
import { replyRights, type RepliesFrom } from '#domain/posts/rules.ts';
import type { PollInput } from '#domain/posts/poll-rules.ts';
import type { Writing } from '#domain/posts/write.server.ts';

const unfit = (words: string): Response => refuse(422, `Validation failed: ${words}`);

/** A post as an app sends it; what it does not say is as its author's posts begin. */
export function readWriting(
  body: Body,
  { request, bearer }: Pick<Call, 'request' | 'bearer'>,
  defaults: PostingDefaults,
): Writing | Response {
  const visibility = wordOf(body, 'visibility', defaults.visibility, (word) =>
    visibilityFromClients(word, defaults.visibility),
  );
  if (!visibility) return unfit('Visibility is not included in the list');
  const rights = readRights(body, defaults);
  if (rights instanceof Response) return rights;
  const poll = readPoll(body);
  if (poll instanceof Response) return poll;
  const note = textOf(body, 'spoiler_text') ?? '';
  const key = keyOf(request);
  return {
    text: textOf(body, 'status') ?? '',
    visibility,
    localOnly: flagOf(body, 'local_only') ?? false,
    contentNote: note,
    sensitive: flagOf(body, 'sensitive') ?? (defaults.sensitive || note !== ''),
    language: languageOf(body) ?? defaults.language,
    inReplyTo: textOf(body, 'in_reply_to_id') || null,
    quotedId: (textOf(body, 'quoted_status_id') ?? textOf(body, 'quote_id')) || null,
    ...rights,
    poll,
    mediaIds: (textsIn(body, 'media_ids') ?? []).filter(Boolean),
    appId: bearer?.appId ?? null,
    mayBeAlone: true,
    ...(key && { idempotencyKey: key }),
  };
}

/**
 * An edit as an app sends it. As with other servers of this kind everything is sent again: what an app leaves
 * out is taken away.
 */
export function readRewriting(
  body: Body,
  id: string,
  defaults: PostingDefaults,
): Rewriting | Response {
  const poll = readPoll(body);
  if (poll instanceof Response) return poll;
  const files = bodiesIn(body, 'media_attributes').map(fileWordsOf);
  if (files.includes(undefined)) return unfit('Media focus is not two numbers');
  const quotes = textOf(body, 'quote_approval_policy');
  const quoters = quotes ? quotersFromClients(quotes) : undefined;
  if (quotes && !quoters) return unfit('Quote approval policy is not included in the list');
  const note = textOf(body, 'spoiler_text') ?? '';
  return {
    id,
    text: textOf(body, 'status') ?? '',
    contentNote: note,
    sensitive: flagOf(body, 'sensitive') ?? note !== '',
    language: languageOf(body) ?? defaults.language,
    mediaIds: (textsIn(body, 'media_ids') ?? []).filter(Boolean),
    files: files.filter((file) => file !== undefined),
    poll,
    ...(quoters && { quotes: quoters }),
  };
}

/** Who may answer and who may quote: `replies_policy` is ours. */
function readRights(
  body: Body,
  defaults: Pick<PostingDefaults, 'quotes'>,
): Pick<Required<Writing>, 'quotes' | 'repliesFrom'> | Response {
  const quotes = wordOf(body, 'quote_approval_policy', defaults.quotes, quotersFromClients);
  if (!quotes) return unfit('Quote approval policy is not included in the list');
  const repliesFrom = wordOf<RepliesFrom>(body, 'replies_policy', 'everyone', (word) =>
    replyRights.find((right) => right === word),
  );
  return repliesFrom
    ? { quotes, repliesFrom }
    : unfit('Replies policy is not included in the list');
}

function wordOf<T>(
  body: Body,
  name: string,
  usual: T,
  read: (word: string) => T | undefined,
): T | undefined {
  const word = textOf(body, name);
  return word ? read(word) : usual;
}

/** Any key is as good as another: a hash of it is kept, apart from keys of the house's own pages. */
function keyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key');
  return key ? createHash('sha256').update(`api ${key}`).digest('hex') : undefined;
}

/** `en-GB` is `en`; what cannot be chosen counts as not said. */
function languageOf(body: Body): string | undefined {
  const code = (textOf(body, 'language') ?? '').toLowerCase().split('-')[0] ?? '';
  return findLanguage(code)?.code;
}

function readPoll(body: Body): PollInput | null | Response {
  const poll = bodyIn(body, 'poll');
  if (!poll) return null;
  const options = textsIn(poll, 'options') ?? [];
  const seconds = textOf(poll, 'expires_in') ?? '';
  if (!/^\d{1,9}$/.test(seconds)) return unfit("Poll expires in can't be blank");
  return {
    options,
    seconds: Number(seconds),
    multiple: flagOf(poll, 'multiple') ?? false,
    hidesTotals: flagOf(poll, 'hide_totals') ?? false,
  };
}

function fileWordsOf(body: Body): FileWords | undefined {
  const id = textOf(body, 'id') ?? '';
  const focus = readFocus(textOf(body, 'focus') ?? '');
  if (focus === undefined || !isId(id)) return undefined;
  const alt = textOf(body, 'description');
  return { id, focus, ...(alt !== undefined && { alt }) };
}

/** An instant as apps write it; without a zone it is UTC. Nothing for what is no time. */
export function readInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text.trim()) ? text : `${text}Z`;
  const instant = new Date(zoned.trim().replace(' ', 'T'));
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
