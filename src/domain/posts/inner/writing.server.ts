import { and, eq } from 'drizzle-orm';
import { findNamed } from './named.server.ts';
import { quotableBy } from './quote-rights.server.ts';
import { mayReply } from './reply-rights.server.ts';
import { readWords } from './words.server.ts';
import { audienceOf } from '../audience.ts';
import { readPoll } from '../poll-rules.ts';
import { postHtml } from '../post-html.ts';
import type { NewPost, Post } from '../publish.server.ts';
import { mostReaders, tagsIn } from '../rules.ts';
import { post } from '../schema.server.ts';
import { visibleTo } from '../visible.server.ts';
import type { WriteRefused, Writing } from '../write.server.ts';
import { isId } from '#domain/people/id.ts';
import type { Tx, Viewer } from '#platform/ctx.server.ts';

/** What somebody sends, made fit to be kept. */
export interface Said {
  row: NewPost;
  /** Whom the post is for, when it is direct; else whom its text names. */
  mentions: readonly string[];
  tags: ReturnType<typeof tagsIn>;
  poll: ReturnType<typeof readPoll>;
  mediaIds: readonly string[];
}

/** Reads what somebody sends, and looks whether they may: answer and quote what they name, and whom it reaches. */
export async function readWriting(
  tx: Tx,
  viewer: Viewer,
  writing: Writing,
): Promise<Said | WriteRefused> {
  const { mediaIds = [], inReplyTo = null, quotedId = null } = writing;
  const said = { text: writing.text, contentNote: writing.contentNote ?? '' };
  const words = readWords(said, mediaIds);
  if ('refused' in words) return words;
  const poll = readPoll(writing.poll ?? null, tx.clock.now());
  if (poll && 'refused' in poll) return poll;
  if (poll && mediaIds.length > 0) return { refused: 'pollAndMedia' };
  const parent = await findParent(tx, viewer, inReplyTo);
  if (parent && 'refused' in parent) return parent;
  const { localOnly = false } = writing;
  const audience = audienceOf(viewer.personId, writing.visibility, localOnly, parent);
  const named = await findNamed(tx, words.text);
  const direct = audience.visibility === 'direct';
  // Nobody reads what is written to a club alone. From elsewhere it may be a "stop".
  const isHere = !viewer.handle.includes('@');
  const others = named
    .filter(({ id, kind }) => id !== viewer.personId && !(direct && kind === 'group' && isHere))
    .map(({ id }) => id);
  const mentions = direct ? readersOf(viewer, writing, parent, others) : others;
  if (direct && mentions.length === 0 && !writing.mayBeAlone) return { refused: 'noReaders' };
  if (direct && mentions.length >= mostReaders) return { refused: 'tooManyReaders' };
  if (!(await mayQuote(tx, viewer, quotedId))) return { refused: 'mayNotQuote' };
  const handles = named.map(({ handle }) => handle);
  const html = postHtml(tx.config.origin, words.text, handles);
  const row = rowOf(writing, { ...audience, ...words, html });
  return { row, mentions, tags: tagsIn(words.text), poll, mediaIds };
}

/** Who reads a direct post, besides its author. */
function readersOf(
  { personId }: Viewer,
  { readers }: Writing,
  parent: Post | undefined,
  named: string[],
): readonly string[] {
  const answered = parent && parent.authorId !== personId ? [parent.authorId] : [];
  return readers ?? [...new Set([...answered, ...named])];
}

function rowOf(
  writing: Writing,
  read: ReturnType<typeof audienceOf> & Pick<Post, 'text' | 'contentNote' | 'html'>,
): NewPost {
  return {
    text: read.text,
    visibility: read.visibility,
    inReplyTo: writing.inReplyTo ?? null,
    looked: writing.looked ?? false,
    ...(writing.idempotencyKey && { idempotencyKey: writing.idempotencyKey }),
    more: {
      ...read,
      sensitive: writing.sensitive ?? read.contentNote !== '',
      language: writing.language ?? null,
      repliesFrom: writing.repliesFrom ?? 'everyone',
      quotedId: writing.quotedId ?? null,
      quotes: writing.quotes ?? 'nobody',
      appId: writing.appId ?? null,
    },
  };
}

async function findParent(tx: Tx, viewer: Viewer, id: string | null) {
  if (id === null) return undefined;
  if (!isId(id)) return { refused: 'parentGone' as const };
  const [parent] = await tx.db
    .select()
    .from(post)
    .where(and(eq(post.id, id), visibleTo(viewer)));
  if (!parent) return { refused: 'parentGone' as const };
  return (await mayReply(tx, viewer, parent)) ? parent : { refused: 'mayNotReply' as const };
}

/** Whether a post is there for the viewer, and may be quoted by them. */
async function mayQuote(tx: Tx, viewer: Viewer, id: string | null): Promise<boolean> {
  if (id === null) return true;
  if (!isId(id)) return false;
  const found = await tx.db
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.id, id), visibleTo(viewer), quotableBy(viewer.personId)));
  return found.length > 0;
}
