import { eq } from 'drizzle-orm';
import { layHome } from './inner/lay-home.server.ts';
import { attachMedia, type AttachRefused } from './media-of-posts.server.ts';
import { readWriting, type Said } from './inner/writing.server.ts';
import type { PollInput, PollRefused } from './poll-rules.ts';
import { findByKey, publishPost, type Post, type PostRefused } from './publish.server.ts';
import type { RepliesFrom, Visibility } from './rules.ts';
import { poll, postMention, postTag } from './schema.server.ts';
import { scheduledPost } from './scheduled-schema.server.ts';
import { TakenBack, whyTakenBack } from './taken-back.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** A post as somebody sends it. */
export interface Writing {
  text: unknown;
  visibility: Visibility;
  localOnly?: boolean;
  contentNote?: unknown;
  sensitive?: boolean;
  language?: string | null;
  inReplyTo?: string | null;
  repliesFrom?: RepliesFrom;
  quotedId?: string | null;
  quotes?: 'everyone' | 'followers' | 'nobody';
  poll?: PollInput | null;
  mediaIds?: readonly string[];
  appId?: string | null;
  idempotencyKey?: string;
  /** Who reads a direct post, whatever its text says; without it they are those whom the text names. */
  readers?: readonly string[];
  /** The conversation that it belongs to, for those who hear that it was published. */
  conversationId?: string;
  /** The guard on its writer's own device has looked at these very words, and shown what it found. */
  looked?: boolean;
  /** Whether a direct post may name nobody: a note to oneself. */
  mayBeAlone?: boolean;
}

/**
 * Why a post is not taken. `parentGone`: what it answers is not there for this person; `mayNotReply`: its
 * author wants no replies from them; `noReaders`: a direct post names nobody; `tooManyReaders`: more
 * than nine; `tooFast`: over 300 in three hours.
 */
export type WriteRefused =
  | PostRefused
  | PollRefused
  | AttachRefused
  | {
      refused:
        | 'parentGone'
        | 'mayNotReply'
        | 'mayNotQuote'
        | 'noReaders'
        | 'tooManyReaders'
        | 'pollAndMedia'
        | 'tooFast';
    };

const often = { times: 300, seconds: 3 * 60 * 60 };

/**
 * Publishes a post on its own: one transaction for row, people named, hashtags, poll, media, and the line in
 * the home timeline of everybody whom it reaches. A reply is for those only who may read what it answers.
 * `scheduledId` is the planned post that it is: its plan ends with it, and without the plan there is no post.
 */
export async function writePost(
  ctx: Ctx,
  writing: Writing,
  scheduledId?: string,
): Promise<{ post: Post; fresh: boolean } | WriteRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const key = writing.idempotencyKey;
    const twin = key ? await findByKey(tx, key) : undefined;
    if (twin) return { post: twin, fresh: false };
    const said = await readWriting(tx, viewer, writing);
    if ('refused' in said) return said;
    if (await limited(tx, `posts of ${viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    const made = await publishPost(tx, said.row);
    if ('refused' in made || !made.fresh) return made;
    if (scheduledId && !(await takePlan(tx, scheduledId))) throw new TakenBack({ refused: 'gone' });
    const kept = await keepParts(tx, made.post, said, scheduledId);
    if (kept) throw new TakenBack(kept);
    await layHome(
      tx,
      made.post,
      said.tags.map(({ tag }) => tag),
    );
    const { conversationId } = writing;
    await announce(tx, 'published', {
      postId: made.post.id,
      ...(conversationId && { conversationId }),
    });
    tx.wake({ kind: 'line', id: made.post.id });
    return made;
  }).catch(whyTakenBack);
}

async function keepParts(
  tx: Tx,
  made: Post,
  said: Said,
  scheduledId: string | undefined,
): Promise<AttachRefused | undefined> {
  const postId = made.id;
  if (said.mentions.length > 0)
    await tx.db.insert(postMention).values(said.mentions.map((personId) => ({ postId, personId })));
  if (said.tags.length > 0)
    await tx.db.insert(postTag).values(said.tags.map((tag) => ({ postId, ...tag })));
  if (said.poll && !('refused' in said.poll)) {
    await tx.db.insert(poll).values({ postId, ...said.poll });
  }
  if (said.mediaIds.length === 0) return undefined;
  return attachMedia(tx, { postId, ids: said.mediaIds, ...(scheduledId && { scheduledId }) });
}

/** Ends the plan of a post; nothing when it has ended already: of two that publish it one finds it. */
async function takePlan({ db }: Tx, id: string): Promise<boolean> {
  const taken = await db.delete(scheduledPost).where(eq(scheduledPost.id, id)).returning();
  return taken.length > 0;
}

/** Why a post would not be taken if it were sent now; nothing when it would. Files are not looked at. */
export async function whyNot(ctx: Ctx, writing: Writing): Promise<WriteRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const said = await readWriting(tx, viewer, writing);
    return 'refused' in said ? said : undefined;
  });
}
