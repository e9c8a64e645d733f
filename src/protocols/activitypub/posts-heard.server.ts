import { findActor } from './actors.server.ts';
import { fetchDocument } from './documents.server.ts';
import { isObject, sameOrigin, typesOf, uriOf, type Json } from './json.ts';
import { readNote, type ReadNote } from './note-read.server.ts';
import { consentedQuote } from './quotes-heard.server.ts';
import { findHeardAbout } from '#domain/federation/heard.server.ts';
import { findPersonIds } from '#domain/federation/persons-by-uri.server.ts';
import type { RemotePerson } from '#domain/federation/remote-persons.server.ts';
import {
  findPostId,
  isFollowedHere,
  nameRemotePost,
} from '#domain/federation/remote-posts.server.ts';
import { receivePost, type Received } from '#domain/posts/receive.server.ts';
import { TakenBack } from '#domain/posts/taken-back.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** How far up a thread is fetched for the sake of one post; of a quoted one nothing further is. */
export const mostAncestors = 8;
const monthMs = 30 * 24 * 60 * 60 * 1000;

/** A document with the one who wrote it, both from the origin that may say so. */
export interface Attributed {
  note: ReadNote;
  author: RemotePerson;
}

/**
 * The post in an activity, where its sender may speak for it: what they wrote themselves as they sent it, everything
 * else from its own server. Nothing when that does not have it, or says that somebody else of another origin wrote it.
 */
export async function attributedPost(
  ctx: Ctx,
  object: unknown,
  sender: RemotePerson,
): Promise<Attributed | undefined> {
  const uri = uriOf(object);
  if (!uri) return undefined;
  const own =
    isObject(object) && sameOrigin(uri, sender.uri) && uriOf(object['attributedTo']) === sender.uri;
  const document =
    own && isObject(object) && 'type' in object ? object : await fetchDocument(ctx, uri);
  return 'refused' in document ? undefined : attribute(ctx, document as Json);
}

async function attribute(ctx: Ctx, document: Json): Promise<Attributed | undefined> {
  const author = uriOf(document['attributedTo']) ?? uriOf(firstOf(document['attributedTo']));
  const uri = uriOf(document);
  if (!author || !uri || !sameOrigin(author, uri)) return undefined;
  const found = await findActor(ctx, author);
  if ('refused' in found) return undefined;
  const note = readNote(document, found.followersUri);
  return note && { note, author: found };
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

/** A post by what it is called: as it is known here, or fetched and kept as its author's. */
export async function findOrFetchPost(
  ctx: Ctx,
  uri: string,
  depth = 0,
): Promise<string | undefined> {
  const known = await findPostId(ctx, uri);
  if (known || depth > mostAncestors || sameOrigin(uri, ctx.config.origin)) return known;
  const document = await fetchDocument(ctx, uri);
  if ('refused' in document) return undefined;
  const written = writtenIn(document as Json);
  if (written) return findOrFetchPost(ctx, written, depth + 1);
  const found = await attribute(ctx, document as Json);
  if (!found || (found.note.visibility !== 'public' && found.note.visibility !== 'unlisted'))
    return undefined;
  return keepPost(ctx, found, depth);
}

/** Of a `Create`, what was written: it is asked for under its own address. Nothing of any other document. */
export function writtenIn(document: Json): string | undefined {
  return typesOf(document).includes('Create') ? uriOf(document['object']) : undefined;
}

/** A post as its own server has it now; `gone` where that has it no longer, nothing where it cannot be had. */
export async function fetchPost(ctx: Ctx, uri: string): Promise<Attributed | 'gone' | undefined> {
  const document = await fetchDocument(ctx, uri);
  if ('refused' in document) return document.refused === 'gone' ? 'gone' : undefined;
  if (uriOf(document) !== uri) return undefined;
  return typesOf(document).includes('Tombstone') ? 'gone' : attribute(ctx, document as Json);
}

/** Whether a post is anybody's here to read: somebody here follows its author, is sent it, or is answered by it. */
export async function isWanted(ctx: Ctx, { note, author }: Attributed): Promise<boolean> {
  if ((await findPersonIds(ctx, note.people)).some(({ here }) => here)) return true;
  if (note.answers && (await findPostId(ctx, note.answers))) return true;
  return note.visibility !== 'direct' && isFollowedHere(ctx, author.viewer.personId);
}

/** Keeps a post as its author's; its number, also when it was here before. Nothing when it may not be kept. */
export async function keepPost(
  ctx: Ctx,
  { note, author }: Attributed,
  depth = 0,
): Promise<string | undefined> {
  const known = await findPostId(ctx, note.uri);
  if (known) return known;
  // Whoever took it back before it came does not want it to come.
  const taken = { actorUri: author.uri, type: 'Delete', object: note.uri };
  if (await findHeardAbout(ctx, taken)) return undefined;
  const inReplyTo = note.answers ? await findOrFetchPost(ctx, note.answers, depth + 1) : undefined;
  const quote = await consentedQuote(ctx, { note, author }, depth);
  const received = await receivedOf(ctx, note, { inReplyTo, quotedId: quote?.quotedId });
  const kept = await receivePost(
    { ...ctx, viewer: author.viewer },
    received,
    async (tx, { id }) => {
      const { uri, page } = note;
      const quoteAuthorization = quote?.authorization ?? null;
      const fresh = await nameRemotePost(tx, { postId: id, uri, page, quoteAuthorization });
      if (!fresh) throw new TakenBack({ refused: 'gone' });
      const { files } = note;
      if (files.length > 0) await tx.jobs.send(tx.db, 'fetch-files', { postId: id, files });
    },
  );
  return 'refused' in kept ? findPostId(ctx, note.uri) : kept.post.id;
}

/**
 * What is kept of a note: whom it names as far as they are known, and a day that is not to come. What it answers and
 * quotes are known to whoever calls.
 */
export async function receivedOf(
  ctx: Ctx,
  note: ReadNote,
  about: { inReplyTo?: string | undefined; quotedId?: string | undefined } = {},
): Promise<Received> {
  const now = ctx.clock.now();
  const people = await findPersonIds(ctx, note.people);
  const { text, html, contentNote, sensitive, language, visibility, tags } = note;
  const published = note.published && note.published < now ? note.published : now;
  return {
    ...{ text, html, contentNote, sensitive, language, visibility, tags, published },
    ...{ inReplyTo: about.inReplyTo ?? null, quotedId: about.quotedId ?? null },
    people: people.map(({ id }) => id),
    poll: note.poll && { ...note.poll, ends: note.poll.ends ?? new Date(now.getTime() + monthMs) },
  };
}
