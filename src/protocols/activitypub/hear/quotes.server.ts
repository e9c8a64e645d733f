import { asActor, type Hearing } from '../hear.server.ts';
import { sameOrigin, uriOf } from '../json.ts';
import { attributedPost, keepPost, type Attributed } from '../posts-heard.server.ts';
import { allowQuoteLater, refuseQuoteLater, type QuoteAsked } from '../tell/quotes.server.ts';
import { postIdOfUri } from '#domain/federation/addresses.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { findPostId } from '#domain/federation/remote-posts.server.ts';
import { beginQuote, mayQuoteHere } from '#domain/posts/quotes.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import { inTransaction } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 300, seconds: 60 * 60 };

/**
 * Somebody asks whether a post of theirs may quote one of ours (FEP-044f). The no is said from what everybody may know,
 * before anything is looked at that not everybody may; whoever is kept apart from the author hears it as everybody else
 * does, and nothing where others hear yes. Asked again, the answer is the same.
 */
export async function hearQuoteRequest(hearing: Hearing): Promise<void> {
  const { ctx, actor } = hearing;
  const asked = await whatIsAsked(hearing);
  if (!asked) return;
  const asActing = asActor(hearing);
  const may = await mayQuoteHere(asActing, asked.quotedId);
  if (may === 'gone' || may === 'apart') return;
  if (await limited(ctx, `quotes by ${actor.viewer.personId}`, often)) return;
  const refuse = () => inTransaction(ctx, (tx) => refuseQuoteLater(tx, asked));
  if (may === 'no') return refuse();
  const found = await findQuoting(hearing, asked);
  if (!found) return;
  // A quote that not everybody may read its author could neither see nor take back.
  if (!isForEverybody(found.note.visibility)) return refuse();
  const quotingId = await keepPost(ctx, found);
  const kept = quotingId && (await findPostRow(ctx, quotingId));
  if (!quotingId || !kept) return;
  // It may have been said to few before: for whom it is here does not change.
  if (!isForEverybody(kept.visibility)) return refuse();
  const which = { id: quotingId, quotedId: asked.quotedId };
  const begun = await beginQuote(asActing, which, (tx) => allowQuoteLater(tx, asked, quotingId));
  // Of a block that came in between nothing is said either.
  if (begun?.refused === 'revoked') await refuse();
}

/** What is asked, of a post here, for a post of the origin of whoever asks. */
async function whatIsAsked({ ctx, actor, activity }: Hearing): Promise<QuoteAsked | undefined> {
  const [requestUri, quoted, quotingUri] = [
    activity,
    activity['object'],
    activity['instrument'],
  ].map(uriOf);
  if (!requestUri || !quoted || !quotingUri || !sameOrigin(quotingUri, actor.uri)) return undefined;
  if (!postIdOfUri(ctx.config.origin, quoted)) return undefined;
  const quotedId = await findPostId(ctx, quoted);
  const asker = { id: actor.viewer.personId, uri: actor.uri };
  return quotedId ? { asker, requestUri, quotedId, quotingUri } : undefined;
}

/** The post that quotes, where it is the asker's own and says so itself. */
async function findQuoting(
  { ctx, actor, activity }: Hearing,
  { quotingUri }: QuoteAsked,
): Promise<Attributed | undefined> {
  const found = await attributedPost(ctx, activity['instrument'], actor);
  if (!found || found.author.uri !== actor.uri || found.note.uri !== quotingUri) return undefined;
  return found.note.quotes === uriOf(activity['object']) ? found : undefined;
}
