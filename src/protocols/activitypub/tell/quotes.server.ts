import { createHash } from 'node:crypto';
import { quoteAuthorization } from '../documents/quotes.server.ts';
import { findSender, say, type Saying } from './sender.server.ts';
import { everybody, personUri, postUri, quoteUri } from '#domain/federation/addresses.ts';
import { inboxesOf, inboxesTold } from '#domain/federation/outgoing.server.ts';
import { findPerson, type FoundPerson } from '#domain/federation/persons-by-uri.server.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import type { Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** Somebody who asked whether their post may quote one of ours; `requestUri` is what they asked with. */
export interface QuoteAsked {
  asker: { id: string; uri: string };
  requestUri: string;
  quotedId: string;
  quotingUri: string;
}

/** Lays ready the yes, which names where it stands, of whoever wrote what is quoted. */
export async function allowQuoteLater(tx: Tx, asked: QuoteAsked, quotingId: string): Promise<void> {
  const author = await authorOf(tx, asked.quotedId);
  if (!author) return;
  const result = quoteUri(tx.config.origin, author.handle, quotingId);
  await answer(tx, author, asked, { type: 'Accept', result });
}

/** The same for the no. */
export async function refuseQuoteLater(tx: Tx, asked: QuoteAsked): Promise<void> {
  const author = await authorOf(tx, asked.quotedId);
  if (author) await answer(tx, author, asked, { type: 'Reject' });
}

async function answer(
  tx: Tx,
  author: FoundPerson,
  { asker, requestUri, quotedId, quotingUri }: QuoteAsked,
  said: Omit<Saying, 'id'> & { type: string },
): Promise<void> {
  const { origin } = tx.config;
  const object = {
    ...{ id: requestUri, type: 'QuoteRequest', actor: asker.uri },
    ...{ object: postUri(origin, author.handle, quotedId), instrument: quotingUri },
  };
  const which = createHash('sha256').update(requestUri).digest('hex').slice(0, 32);
  const own = `${personUri(origin, author.handle)}#quotes/${which}`;
  const inboxes = await inboxesOf(tx, [asker.id]);
  const sent = { inboxes, postId: quotedId, forEverybody: false };
  await say(tx, author, { id: own, ...said, to: [asker.uri], object }, sent);
}

/**
 * Somebody here has taken back that a post quotes theirs: who was told of either hears so. Of a quote that not everybody
 * may read no other server knows.
 */
export async function tellQuoteRevoked(
  tx: Tx,
  { postId = '', quotingId = '' }: About,
): Promise<void> {
  const author = await authorOf(tx, postId);
  const row = await findPostRow(tx, quotingId);
  const quoter = row && (await findPerson(tx, row.authorId));
  const quotingUri = (await urisOfPosts(tx, [quotingId])).get(quotingId);
  if (!author || !quoter || !quotingUri) return;
  if (row.localOnly || !isForEverybody(row.visibility)) return;
  const about = { handle: author.handle, quotedId: postId, quotingId, quotingUri };
  const object = quoteAuthorization(tx.config.origin, about);
  const saying = { id: `${object.id}#delete`, type: 'Delete', to: [everybody], object };
  const inboxes = new Set([
    ...(await inboxesTold(tx, { personId: author.id, postId, forEverybody: true })),
    ...(await inboxesTold(tx, { personId: quoter.id, postId: quotingId, forEverybody: true })),
    ...(await inboxesOf(tx, [quoter.id])),
  ]);
  await say(tx, author, saying, { inboxes: [...inboxes], postId, forEverybody: true });
}

async function authorOf(tx: Tx, postId: string): Promise<FoundPerson | undefined> {
  const row = await findPostRow(tx, postId);
  return row && findSender(tx, row.authorId);
}
