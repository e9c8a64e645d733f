import { eq, sql } from 'drizzle-orm';
import { wakesOf } from './clockwork.server.ts';
import { dutiesOf, mayHost } from './duties.server.ts';
import { longest, pictureLine, type GuestPostWords } from './guest-post-rules.ts';
import { takePen, type NoPen, type Pen, type WritingKey } from './inner/writing.server.ts';
import { picturesOf, withLink, withSizes, type Picture } from './pictures.server.ts';
import { guestPost, guestPostEdition } from './guest-schema.server.ts';
import { month } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';
import { htmlFromMarkdown } from '#platform/sanitise.server.ts';
import { plainText } from '#platform/text.server.ts';

export type { NoPen, WritingKey } from './inner/writing.server.ts';

/** A guest post as its writer sees it. */
export interface Draft extends GuestPostWords {
  id: string;
  /** Sent back with every save, so that nobody overwrites what they have not seen. */
  version: number;
  published: Date | null;
  updated: Date | null;
  month: Pen['month'];
  club: Pen['club'];
  by: Pen['by'];
  mayPublish: boolean;
  hosts: boolean;
  /** Whether it is credited to the account of whoever asks. */
  own: boolean;
  /** For whoever writes by a link: until when, and whether an account holds it. */
  invite: { note: string; expires: Date; accepted: boolean } | undefined;
  pictures: Picture[];
}

/** Opens a guest post for writing. Refuses what `takePen` refuses. */
export async function findDraft(ctx: Ctx, key: WritingKey): Promise<Draft | NoPen> {
  const pen = await takePen(ctx, key);
  if ('refused' in pen) return pen;
  const { id, title, authorName, about, body, version, published, updated, authorId } = pen.post;
  const { month, club, by, mayPublish, hosts, invite } = pen;
  return {
    ...{ id, title, authorName, about, body, version, published, updated },
    ...{ month, club, by, mayPublish, hosts },
    own: authorId !== null && authorId === ctx.viewer?.personId,
    invite: invite && {
      note: invite.note,
      expires: invite.expires,
      accepted: invite.acceptedBy !== null,
    },
    pictures: await picturesOf(ctx, id),
  };
}

/** The guest post of a month for whoever leads it or writes for the club; made when there is none yet. */
export async function beginGuestPost(
  ctx: Ctx,
  monthId: string,
): Promise<{ id: string } | { refused: 'gone' }> {
  const [found] = await ctx.db
    .select({ clubId: month.clubId })
    .from(month)
    .where(eq(month.id, monthId));
  const duties = found ? await dutiesOf(ctx, found.clubId) : [];
  if (found && (mayHost(ctx.viewer, duties) || duties.includes('guestBlogger')))
    await ctx.db.insert(guestPost).values({ monthId }).onConflictDoNothing();
  const [post] = await ctx.db
    .select({ id: guestPost.id })
    .from(guestPost)
    .where(eq(guestPost.monthId, monthId));
  return post ?? { refused: 'gone' };
}

/** Why words are not taken, and where. */
export interface WordsRefused {
  refused: 'words';
  faults: Partial<Record<keyof GuestPostWords, 'tooLong' | 'notText'>>;
}

/** Two people wrote at once: the words that were saved meanwhile, and the version they have. */
export interface OtherEdit {
  refused: 'otherEdit';
  theirs: GuestPostWords;
  version: number;
}

/** What a writer sends: the words, the version they began with, and whether it is their own post. */
export interface DraftInput extends GuestPostWords {
  version: number;
  /** Only asked of those with a duty: credits the post to their account, or takes the credit back. */
  own?: boolean | undefined;
}

/**
 * Saves a guest post. After publication every save keeps what was said before, for everybody to see.
 * Refuses what `takePen` refuses, words that are too long, and (`otherEdit`) a save over words that the
 * writer has not seen. Nothing that was sent is changed by a refusal: the caller still has it.
 */
export async function saveDraft(
  ctx: Ctx,
  key: WritingKey,
  input: DraftInput,
): Promise<{ saved: number } | NoPen | WordsRefused | OtherEdit | { refused: 'tooFast' }> {
  const words = readWords(input);
  if ('refused' in words) return words;
  if (await tooFast(ctx, key)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, key, { lock: true });
    if ('refused' in pen) return pen;
    const { title, authorName, about, body, version } = pen.post;
    const theirs = { title, authorName, about, body };
    if (version !== input.version && !sameWords(words, theirs))
      return { refused: 'otherEdit', theirs, version };
    await writePost(tx, pen, words, authorOf(tx, pen, input.own));
    return { saved: version + 1 };
  });
}

/** What the words would look like when published. Saves nothing. Refuses like `saveDraft`. */
export async function previewDraft(
  ctx: Ctx,
  key: WritingKey,
  input: GuestPostWords,
): Promise<{ html: string } | NoPen | WordsRefused | { refused: 'tooFast' }> {
  const words = readWords(input);
  if ('refused' in words) return words;
  if (await tooFast(ctx, key)) return { refused: 'tooFast' };
  const pen = await takePen(ctx, key);
  if ('refused' in pen) return pen;
  const html = htmlOf(words.body, await picturesOf(ctx, pen.post.id));
  return { html: 'token' in key ? withLink(html, key.token) : html };
}

/** Puts a picture of this guest post at the end of its text. Refuses what `takePen` refuses. */
export async function placePicture(
  ctx: Ctx,
  key: WritingKey,
  name: string,
): Promise<{ saved: number } | NoPen | { refused: 'tooLong' }> {
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, key, { lock: true });
    if ('refused' in pen) return pen;
    const found = (await picturesOf(tx, pen.post.id)).find((one) => one.name === name);
    if (!found) return { refused: 'gone' };
    const body = `${pen.post.body}\n\n${pictureLine(found)}`.trim();
    const words = readWords({ ...pen.post, body });
    if ('refused' in words) return { refused: 'tooLong' };
    await writePost(tx, pen, words, pen.post.authorId);
    return { saved: pen.post.version + 1 };
  });
}

/** A guest post's Markdown as harmless HTML with its pictures. */
export function htmlOf(body: string, pictures: readonly Picture[]): string {
  return withSizes(htmlFromMarkdown(body, { pictures: true }), pictures);
}

async function writePost(tx: Tx, pen: Pen, words: GuestPostWords, authorId: string | null) {
  const { post } = pen;
  const now = tx.clock.now();
  const changed = post.title !== words.title || post.body !== words.body;
  if (post.published && changed) await keepEdition(tx, post, now);
  const html =
    post.body === words.body && post.html
      ? post.html
      : htmlOf(words.body, await picturesOf(tx, post.id));
  await tx.db
    .update(guestPost)
    .set({ ...words, authorId, html, version: post.version + 1, updated: now })
    .where(eq(guestPost.id, post.id));
  if (post.published) await announce(tx, 'monthChanged', { monthId: pen.month.id });
  if (post.published || post.authorName !== words.authorName || post.title !== words.title) {
    for (const wake of wakesOf(pen.month.id, pen.month.clubId)) tx.wake(wake);
  }
}

async function keepEdition(tx: Tx, post: Pen['post'], now: Date): Promise<void> {
  await tx.db.insert(guestPostEdition).values({
    guestPostId: post.id,
    number: sql`(select count(*) + 1 from ${guestPostEdition} where ${eq(guestPostEdition.guestPostId, post.id)})`,
    title: post.title,
    body: post.body,
    editedBy: tx.viewer?.personId ?? null,
    until: now,
  });
}

function authorOf({ viewer }: Ctx, { post, by }: Pen, own: boolean | undefined): string | null {
  if (by !== 'duty' || own === undefined || !viewer) return post.authorId;
  if (own) return post.authorId ?? viewer.personId;
  return post.authorId === viewer.personId ? null : post.authorId;
}

function readWords(input: GuestPostWords): GuestPostWords | WordsRefused {
  const words = { title: '', authorName: '', about: '', body: '' };
  const faults: WordsRefused['faults'] = {};
  for (const name of Object.keys(words) as (keyof GuestPostWords)[]) {
    const text = plainText(input[name], { maxGraphemes: longest[name] });
    if (typeof text === 'string') words[name] = text;
    else faults[name] = text.refused;
  }
  // The HTML of a text has a bound in bytes, which letters beyond Latin reach earlier.
  if (Buffer.byteLength(words.body) > 56 * 1024) faults.body = 'tooLong';
  words.title = words.title.replace(/\s+/g, ' ');
  words.authorName = words.authorName.replace(/\s+/g, ' ');
  return Object.keys(faults).length > 0 ? { refused: 'words', faults } : words;
}

function sameWords(some: GuestPostWords, others: GuestPostWords): boolean {
  return (Object.keys(longest) as string[])
    .filter((name): name is keyof GuestPostWords => name in some)
    .every((name) => some[name] === others[name]);
}

function tooFast(ctx: Ctx, key: WritingKey): Promise<boolean> {
  const who = 'token' in key ? key.token : `${key.id}:${ctx.viewer?.personId ?? ''}`;
  return limited(ctx, `guest-post:${who}`, { times: 120, seconds: 600 });
}
