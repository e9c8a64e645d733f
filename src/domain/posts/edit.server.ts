import { and, eq, isNotNull } from 'drizzle-orm';
import { lockOwn } from './inner/found.server.ts';
import { lookLater } from './inner/look-later.server.ts';
import { keepEdition, readStanding, type Standing } from './inner/editions.server.ts';
import { changePoll, namedIn, rewriteNames, rewriteTags } from './inner/rewriting.server.ts';
import { readWords } from './inner/words.server.ts';
import { attachMedia, type AttachRefused } from './media-of-posts.server.ts';
import { longestAlt, type Focus } from './media-rules.ts';
import { media } from './media-schema.server.ts';
import { readPoll, type PollInput, type PollRefused } from './poll-rules.ts';
import { postHtml } from './post-html.ts';
import type { Post, PostRefused } from './publish.server.ts';
import { post } from './schema.server.ts';
import { TakenBack, whyTakenBack } from './taken-back.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText } from '#platform/text.server.ts';

/** What is said about a file that stands under the post afterwards. */
export interface FileWords {
  id: string;
  alt?: unknown;
  focus?: Focus | null | undefined;
}

/** What a post says after an edit. What is not named stays; a poll that is `null` goes, with its votes. */
export interface Rewriting {
  id: string;
  text?: unknown;
  contentNote?: unknown;
  sensitive?: boolean;
  language?: string | null;
  mediaIds?: readonly string[];
  files?: readonly FileWords[];
  poll?: PollInput | null;
  quotes?: Post['quotes'];
  /** As in `Writing`. */
  looked?: boolean;
}

/** Why an edit is not taken. `tooFast`: over 300 in three hours; `altTooLong`: a file's description. */
export type RewriteRefused =
  | PostRefused
  | PollRefused
  | AttachRefused
  | { refused: 'pollAndMedia' | 'altTooLong' | 'tooFast' };

const often = { times: 300, seconds: 3 * 60 * 60 };

/**
 * Changes an own post; what it said before is kept. Who may read it never changes: a direct post keeps the
 * people it names, whatever the new text says. Another poll begins without votes. Saying the same again
 * changes nothing. Refuses `gone` for a post that is not there or is somebody else's.
 */
export async function rewritePost(
  ctx: Ctx,
  rewriting: Rewriting,
): Promise<{ changed: boolean } | RewriteRefused> {
  return inTransaction(ctx, async (tx) => {
    const found = await lockOwn(tx, rewriting.id);
    if (!found) return { refused: 'gone' as const };
    const standing = await readStanding(tx, rewriting.id);
    const said = readRewriting(tx, { before: found.row, standing }, rewriting);
    if ('refused' in said) return said;
    const { quotes } = rewriting;
    if (quotes && quotes !== found.row.quotes)
      await tx.db.update(post).set({ quotes }).where(eq(post.id, rewriting.id));
    if (isSame(found.row, standing, said)) return { changed: false };
    if (await limited(tx, `edits of ${found.viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    await keepEdition(tx, found.row, standing);
    const refused = await write(tx, found.row, said);
    if (refused) throw new TakenBack(refused);
    if (!rewriting.looked) await lookLater(tx, rewriting.id);
    await announce(tx, 'changed', { postId: rewriting.id });
    tx.wake({ kind: 'postChanged', id: rewriting.id });
    return { changed: true };
  }).catch(whyTakenBack);
}

/** An edit made fit to be kept. */
interface Said {
  row: Pick<Post, 'text' | 'contentNote' | 'sensitive' | 'language'>;
  mediaIds: readonly string[];
  files: {
    id: string;
    set: Partial<Pick<typeof media.$inferInsert, 'alt' | 'focusX' | 'focusY'>>;
  }[];
  /** `undefined` stays as it is. */
  poll: Exclude<ReturnType<typeof readPoll>, PollRefused> | null;
}

function readRewriting(
  tx: Tx,
  { before, standing }: { before: Post; standing: Standing },
  wanted: Rewriting,
): Said | RewriteRefused {
  const mediaIds = wanted.mediaIds ?? standing.files.map(({ id }) => id);
  const words = readWords(
    { text: wanted.text ?? before.text, contentNote: wanted.contentNote ?? before.contentNote },
    mediaIds,
  );
  if ('refused' in words) return words;
  const poll = wanted.poll ? readPoll(wanted.poll, tx.clock.now()) : wanted.poll;
  if (poll && 'refused' in poll) return poll;
  if ((poll ?? (poll === undefined && standing.poll)) && mediaIds.length > 0)
    return { refused: 'pollAndMedia' };
  const files = readFiles(wanted.files ?? []);
  if ('refused' in files) return files;
  const { sensitive = before.sensitive, language = before.language } = wanted;
  return { row: { ...words, sensitive, language }, mediaIds, files, poll };
}

function readFiles(files: readonly FileWords[]): Said['files'] | { refused: 'altTooLong' } {
  const read = files.map(({ id, alt, focus }) => {
    const words = alt === undefined ? undefined : plainText(alt, { maxGraphemes: longestAlt });
    const set = {
      ...(typeof words === 'string' && { alt: words }),
      ...(focus && { focusX: focus.x, focusY: focus.y }),
    };
    return { id, set, fits: typeof words !== 'object' };
  });
  return read.every(({ fits }) => fits) ? read : { refused: 'altTooLong' };
}

function isSame(before: Post, standing: Standing, { row, mediaIds, files, poll }: Said): boolean {
  const sameWords =
    before.text === row.text &&
    before.contentNote === row.contentNote &&
    before.sensitive === row.sensitive &&
    before.language === row.language;
  const sameFiles =
    standing.files.map(({ id }) => id).join() === mediaIds.join() &&
    files.every(({ id, set }) => {
      const now = standing.files.find((file) => file.id === id);
      return !now || Object.entries(set).every(([name, value]) => now[name as 'alt'] === value);
    });
  return sameWords && sameFiles && !isOtherPoll(standing, poll);
}

function isOtherPoll({ poll: now }: Standing, wanted: Said['poll']): boolean {
  if (wanted === undefined) return false;
  if (wanted === null || !now) return Boolean(wanted) !== Boolean(now);
  return (
    now.options.join('\n') !== wanted.options.join('\n') ||
    now.multiple !== wanted.multiple ||
    now.hidesTotals !== wanted.hidesTotals
  );
}

async function write(tx: Tx, before: Post, said: Said): Promise<AttachRefused | undefined> {
  const { id } = before;
  const named = await namedIn(tx, before, said.row.text);
  const html = postHtml(
    tx.config.origin,
    said.row.text,
    named.map(({ handle }) => handle),
  );
  const updated = tx.clock.now();
  await tx.db
    .update(post)
    .set({ ...said.row, html, updated })
    .where(eq(post.id, id));
  if (before.visibility !== 'direct') await rewriteNames(tx, id, named);
  await rewriteTags(tx, id, said.row.text);
  await changePoll(tx, id, said.poll);
  const refused = await attachMedia(tx, { postId: id, ids: said.mediaIds });
  if (refused) return refused;
  for (const { id: file, set } of said.files)
    if (Object.keys(set).length > 0)
      await tx.db
        .update(media)
        .set(set)
        .where(and(eq(media.id, file), eq(media.postId, id), isNotNull(media.postId)));
  return undefined;
}
