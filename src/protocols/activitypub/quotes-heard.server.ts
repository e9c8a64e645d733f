import { fetchDocument } from './documents.server.ts';
import { sameOrigin, typesOf, uriOf } from './json.ts';
import { findOrFetchPost, mostAncestors, type Attributed } from './posts-heard.server.ts';
import { findPerson } from '#domain/federation/persons-by-uri.server.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { findQuotersBy, nameQuoteAuthorization } from '#domain/federation/remote-posts.server.ts';
import { beginQuote, findQuotedId, revokeQuote } from '#domain/posts/quotes.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a post quotes with the consent of who wrote that; `authorization`: where they said so, if they had to. */
export interface Consented {
  quotedId: string;
  authorization: string | null;
}

/**
 * The quote in a post from elsewhere, where its author may: of their own, or with a word of the quoted author that
 * their server shows (FEP-044f). Everything else is a link. What is quoted of ours is settled when it is asked for.
 * Only what the post itself quotes is fetched, not what posts above it do.
 */
export async function consentedQuote(
  ctx: Ctx,
  { note, author }: Attributed,
  depth = 0,
): Promise<Consented | undefined> {
  const { quotes, quoteAuthorization: authorization } = note;
  if (!quotes || depth > 1 || sameOrigin(quotes, ctx.config.origin)) return undefined;
  const saidBy = authorization ? await whoAllows(ctx, authorization, note.uri, quotes) : undefined;
  if (!saidBy && !sameOrigin(quotes, author.uri)) return undefined;
  const quotedId = await findOrFetchPost(ctx, quotes, mostAncestors);
  const row = quotedId === undefined ? undefined : await findPostRow(ctx, quotedId);
  const quoted = row && (await findPerson(ctx, row.authorId));
  if (!quotedId || !quoted) return undefined;
  if (quoted.uri === author.uri) return { quotedId, authorization: null };
  return saidBy === quoted.uri ? { quotedId, authorization } : undefined;
}

/** Who says at this address that the one may quote the other: somebody of the server of both the word and the quoted. */
async function whoAllows(
  ctx: Ctx,
  authorization: string,
  quoting: string,
  quoted: string,
): Promise<string | undefined> {
  if (!sameOrigin(authorization, quoted)) return undefined;
  const word = await fetchDocument(ctx, authorization);
  if ('refused' in word || !typesOf(word).includes('QuoteAuthorization')) return undefined;
  const fits =
    uriOf(word) === authorization &&
    uriOf(word['interactingObject']) === quoting &&
    uriOf(word['interactionTarget']) === quoted;
  const by = uriOf(word['attributedTo']);
  return fits && by && sameOrigin(by, authorization) ? by : undefined;
}

/** A post that was known without its quote has consent to it now. */
export async function quoteLate(ctx: Ctx, found: Attributed, id: string): Promise<void> {
  if (!found.note.quotes || (await findQuotedId(ctx, id))) return;
  const quote = await consentedQuote(ctx, found);
  if (!quote) return;
  const { quotedId, authorization } = quote;
  await beginQuote({ ...ctx, viewer: found.author.viewer }, { id, quotedId }, (tx) =>
    nameQuoteAuthorization(tx, id, authorization),
  );
}

/** The viewer, of another server, takes back that posts quote one of theirs. */
export async function endQuote(ctx: Ctx, authorization: string): Promise<void> {
  for (const quotingId of await findQuotersBy(ctx, authorization)) {
    const id = await findQuotedId(ctx, quotingId);
    // `revokeQuote` takes back what is quoted of the viewer, and nothing else.
    if (id) await revokeQuote(ctx, { id, quotingId, unseen: true });
  }
}
