import { context } from './context.ts';
import { quoteLink, quoteOf, type QuoteFacts } from './quote.ts';
import type { MonthTold } from '#domain/club/month-event.server.ts';
import {
  everybody,
  eventUri,
  followersUri,
  personUri,
  postUri,
} from '#domain/federation/addresses.ts';
import { escapeHtml } from '#platform/text.server.ts';
import { recordingTypes } from '#platform/recording.server.ts';
import type { MediaView } from '#domain/posts/media.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import type { PollView, PostView } from '#domain/posts/view.ts';

/** A post of somebody here with what it names on the wire. */
export interface NoteFacts {
  post: PostView;
  media: readonly MediaView[];
  /** Whom it names, or is for; `page` is where their own server shows them. */
  people: readonly { uri: string; handle: string; page: string }[];
  quote: QuoteFacts | null;
  /** What it answers. */
  answers: string | null;
  /** The first post of the thread that it stands in; nothing for one that begins its own. */
  thread: string | null;
  /** The club of this place that began the thread. */
  club: string | null;
  /** The month of a club that it announces, or tells the chat of. */
  month: MonthTold | null;
}

/** Whom a document is addressed to; `audience` is the club that it belongs to (FEP-1b12). */
export interface Addressing {
  to: string[];
  cc: string[];
  audience?: string;
}

/** A post as a Note, or as a Question when it has a poll, or an Article. */
export function noteDocument(origin: string, facts: NoteFacts) {
  return { '@context': context, ...noteOf(origin, facts) };
}

/** The same to be put into an activity. */
export function noteOf(origin: string, facts: NoteFacts) {
  const { post, media, people, quote, answers, thread, club, month } = facts;
  const { handle } = post.author;
  const id = postUri(origin, handle, post.id);
  const { language } = post;
  const content = quoteLink(quote) + contentOf(origin, post.html, people);
  return {
    id,
    type: post.poll ? 'Question' : 'Note',
    attributedTo: personUri(origin, handle),
    ...addressOf(
      origin,
      post,
      people.map(({ uri }) => uri),
    ),
    ...audienceOf(post, club),
    content,
    ...(language && { contentMap: { [language]: content } }),
    ...(post.contentNote && { summary: post.contentNote }),
    sensitive: post.sensitive,
    published: post.published,
    ...(post.updated && { updated: post.updated }),
    url: `${origin}/@${handle}/${post.id}`,
    inReplyTo: answers,
    ...(quote && quoteOf(quote)),
    ...contextOf(origin, thread ?? id),
    tag: [
      ...people.map(({ uri, handle: name }) => ({
        ...{ type: 'Mention', href: uri },
        name: `@${name.includes('@') ? name : `${name}@${new URL(origin).host}`}`,
      })),
      ...post.tags.map(({ tag, shown }) => ({
        ...{ type: 'Hashtag', name: `#${shown}` },
        href: `${origin}/tags/${encodeURIComponent(tag)}`,
      })),
    ],
    attachment: [
      ...media.filter(({ state }) => state === 'ready').map((one) => fileOf(origin, one)),
      ...(month?.what === 'month' ? [linkTo(eventUri(origin, handle, month.monthId))] : []),
    ],
    replies: `${id}/replies`,
    interactionPolicy: { canQuote: { automaticApproval: whoMayQuote(origin, post) } },
    ...(post.poll && pollOf(post.poll)),
    ...(month?.what === 'digest' && articleOf(post, month)),
  };
}

/** What is said of a chat that is over has a title, and a page of its own: its transcript. */
function articleOf({ text }: PostView, { theme, address }: MonthTold) {
  const summary = `<p>${escapeHtml(text.split('\n', 1)[0] ?? '')}</p>`;
  return { type: 'Article', name: theme, summary, url: `${address}/transcript` };
}

const linkTo = (href: string) => ({ type: 'Link', href, mediaType: 'application/activity+json' });

/**
 * What a post says, with the names of people of other servers leading to where these show them: other software knows
 * a name by that address. Here everybody has a page of this place.
 */
function contentOf(origin: string, html: string, people: NoteFacts['people']): string {
  return people.reduce(
    (said, { handle, page }) =>
      said.replaceAll(`href="${escapeHtml(`${origin}/@${handle}`)}"`, `href="${escapeHtml(page)}"`),
    html,
  );
}

/**
 * Whom a post is for. One for followers is for its author's, and names whom it answers or names; what is narrower
 * is for those it is sent to, one by one.
 */
export function addressOf(
  origin: string,
  { visibility, author }: Pick<PostView, 'visibility' | 'author'>,
  people: readonly string[],
): Addressing {
  const followers = followersUri(origin, author.handle);
  if (visibility === 'public') return { to: [everybody], cc: [followers, ...people] };
  if (visibility === 'unlisted') return { to: [followers], cc: [everybody, ...people] };
  if (visibility === 'followers') return { to: [followers, ...people], cc: [] };
  return { to: [...people], cc: [] };
}

function audienceOf({ visibility }: PostView, club: string | null): Pick<Addressing, 'audience'> {
  return club && isForEverybody(visibility) ? { audience: club } : {};
}

/** That a post was written. */
export function createOf(origin: string, facts: NoteFacts) {
  const note = noteOf(origin, facts);
  return {
    ...{ id: `${note.id}/activity`, type: 'Create', actor: note.attributedTo },
    ...{ published: note.published, ...addressed(note), object: note },
  };
}

/** It says something else now. Each change is an activity of its own. */
export function updateOf(origin: string, facts: NoteFacts) {
  const note = noteOf(origin, facts);
  const { updated, published } = facts.post;
  return {
    ...{ id: `${note.id}#updates/${Date.parse(updated ?? published)}`, type: 'Update' },
    ...{ actor: note.attributedTo, ...addressed(note), object: note },
  };
}

function addressed({ to, cc, audience }: Addressing): Addressing {
  return { to, cc, ...(audience && { audience }) };
}

/** FEP-7888: the thread, of which we answer for those that began here. */
function contextOf(origin: string, first: string) {
  return first.startsWith(`${origin}/`) ? { context: `${first}/context` } : {};
}

/** FEP-044f: who may quote it without asking; its author alone stands for nobody. */
function whoMayQuote(origin: string, { quotes, author }: PostView): string[] {
  if (quotes === 'everyone') return [everybody];
  if (quotes === 'followers') return [followersUri(origin, author.handle)];
  return [personUri(origin, author.handle)];
}

function fileOf(origin: string, file: MediaView) {
  return {
    type: 'Document',
    mediaType: mediaTypeOf(file.name),
    url: `${origin}/media/${file.name}`,
    name: file.alt || null,
    ...(file.width && file.height && { width: file.width, height: file.height }),
    ...(file.blurhash && { blurhash: file.blurhash }),
    ...(file.focus && { focalPoint: [file.focus.x, file.focus.y] }),
  };
}

/** By the file's own name: pictures are WebP, recordings carry their ending. */
function mediaTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return ending in recordingTypes
    ? recordingTypes[ending as keyof typeof recordingTypes].contentType
    : 'image/webp';
}

function pollOf(poll: PollView) {
  const options = poll.options.map(({ title, votes }) => ({
    ...{ type: 'Note', name: title },
    replies: { type: 'Collection', totalItems: votes ?? 0 },
  }));
  return {
    [poll.multiple ? 'anyOf' : 'oneOf']: options,
    endTime: poll.ends,
    ...(poll.ended && { closed: poll.ends }),
    votersCount: poll.voters,
  };
}
