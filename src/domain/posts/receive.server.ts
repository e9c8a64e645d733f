import { and, eq, inArray } from 'drizzle-orm';
import { keepEdition, readStanding } from './inner/editions.server.ts';
import { lockOwn } from './inner/found.server.ts';
import { layHome } from './inner/lay-home.server.ts';
import { mayReply } from './inner/reply-rights.server.ts';
import { audienceOf } from './audience.ts';
import { publishPost, type Post } from './publish.server.ts';
import { mostMentions, mostReaders, mostTags, tagsIn, type Visibility } from './rules.ts';
import { poll, pollVote, post, postMention, postTag } from './schema.server.ts';
import { whyTakenBack } from './taken-back.server.ts';
import { visibleTo } from './visible.server.ts';
import { mayMeet } from '#domain/connections/pairs.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** A post from another server, made fit to be kept: `html` is harmless, `text` its words. */
export interface Received {
  text: string;
  html: string;
  contentNote: string;
  sensitive: boolean;
  language: string | null;
  visibility: Exclude<Visibility, 'friends'>;
  inReplyTo: string | null;
  /** What it quotes with the consent of who wrote that. */
  quotedId: string | null;
  /** Whom it names or is sent to, as far as they are known here. */
  people: readonly string[];
  tags: readonly string[];
  published: Date;
  poll: ReceivedPoll | null;
}

/** A poll as its server counts it: votes answer by answer, and voters where it says how many. */
export interface ReceivedPoll {
  options: readonly string[];
  multiple: boolean;
  ends: Date;
  counts: readonly number[];
  voters: number | null;
}

/** Why it is not kept: what it answers is not for its author, they may not answer it, or they send too many. */
export type ReceiveRefused = {
  refused: 'signIn' | 'parentGone' | 'mayNotReply' | 'noReaders' | 'tooFast';
};

const often = { times: 1000, seconds: 60 * 60 };

/**
 * Keeps a post of whoever asks, a person of another server, as `writePost` keeps one of ours: row, people named,
 * hashtags and the homes that it reaches in one transaction, with what `then` adds to it. Its text is taken as it
 * was said there. `then` says no by throwing `TakenBack`.
 */
export async function receivePost(
  ctx: Ctx,
  received: Received,
  then: (tx: Tx, made: Post) => Promise<void>,
): Promise<{ post: Post } | ReceiveRefused | ReturnType<typeof whyTakenBack>> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  return inTransaction(ctx, async (tx) => {
    const parent = await findParent(tx, viewer, received.inReplyTo);
    if (parent && 'refused' in parent) return parent;
    const audience = audienceOf(viewer.personId, received.visibility, false, parent);
    const people = await whoMayBeNamed(tx, viewer, received.people);
    if (audience.visibility === 'direct' && (people.length === 0 || people.length >= mostReaders))
      return { refused: 'noReaders' as const };
    if (await limited(tx, `posts from ${viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    const made = await publishPost(tx, rowOf(received, audience));
    if ('refused' in made) throw new Error(`A post was not kept: ${made.refused}`);
    await then(tx, made.post);
    await nameAll(tx, made.post.id, people, received.tags);
    await keepPoll(tx, made.post.id, received.poll);
    await layHome(
      tx,
      made.post,
      tagRows(received.tags).map(({ tag }) => tag),
    );
    await announce(tx, 'published', { postId: made.post.id });
    tx.wake({ kind: 'line', id: made.post.id });
    return { post: made.post };
  }).catch(whyTakenBack);
}

function rowOf(received: Received, audience: ReturnType<typeof audienceOf>) {
  const { text, html, contentNote, sensitive, language, published, quotedId } = received;
  const said = { text, html, contentNote, sensitive, language, published, quotedId };
  return {
    text,
    visibility: audience.visibility,
    inReplyTo: received.inReplyTo,
    looked: true,
    more: { ...audience, ...said },
  };
}

async function findParent(tx: Tx, viewer: Viewer, id: string | null) {
  if (id === null) return undefined;
  const [parent] = await tx.db
    .select()
    .from(post)
    .where(and(eq(post.id, id), visibleTo(viewer)));
  if (!parent) return { refused: 'parentGone' as const };
  return (await mayReply(tx, viewer, parent)) ? parent : { refused: 'mayNotReply' as const };
}

async function whoMayBeNamed({ db }: Tx, viewer: Viewer, ids: readonly string[]) {
  const others = ids.filter((id) => id !== viewer.personId).slice(0, mostMentions);
  if (others.length === 0) return [];
  const found = await db
    .select({ id: person.id })
    .from(person)
    .where(and(inArray(person.id, others), mayMeet(viewer, person.id)));
  return found.map(({ id }) => id);
}

async function keepPoll({ db }: Tx, postId: string, received: ReceivedPoll | null): Promise<void> {
  if (!received) return;
  const { multiple, ends } = received;
  const options = [...received.options];
  const counted = { countsElsewhere: [...received.counts], votersElsewhere: received.voters };
  const [before] = await db.select().from(poll).where(eq(poll.postId, postId));
  if (before && before.options.join('\n') !== options.join('\n'))
    await db.delete(pollVote).where(eq(pollVote.postId, postId));
  const set = { options, multiple, ends, ...counted };
  await db
    .insert(poll)
    .values({ postId, ...set })
    .onConflictDoUpdate({ target: poll.postId, set });
}

function tagRows(tags: readonly string[]) {
  return tagsIn(
    tags
      .slice(0, mostTags)
      .map((tag) => `#${tag}`)
      .join(' '),
  );
}

async function nameAll(
  { db }: Tx,
  postId: string,
  people: readonly string[],
  tags: readonly string[],
): Promise<void> {
  if (people.length > 0)
    await db.insert(postMention).values(people.map((personId) => ({ postId, personId })));
  const rows = tagRows(tags);
  if (rows.length > 0) await db.insert(postTag).values(rows.map((tag) => ({ postId, ...tag })));
}

/**
 * Changes what an own post from another server says; what it said before is kept. Who may read it stays as it was,
 * whatever is said now: what is said to fewer would be shown to all of them, and is not taken. Saying the same again
 * changes nothing. Refuses `gone` for a post that is not there or is somebody else's.
 */
export async function receiveEdit(
  ctx: Ctx,
  id: string,
  received: Received,
): Promise<{ changed: boolean } | { refused: 'gone' | 'tooFast' }> {
  return inTransaction(ctx, async (tx) => {
    const found = await lockOwn(tx, id);
    if (!found) return { refused: 'gone' as const };
    const { text, html, contentNote, sensitive, language } = received;
    const before = found.row;
    if (isForFewer(received.visibility, before.visibility)) return { changed: false };
    // Counting on is no change of what is said.
    await keepPoll(tx, id, received.poll);
    if (received.poll) tx.wake({ kind: 'postChanged', id });
    if (before.html === html && before.contentNote === contentNote) return { changed: false };
    if (await limited(tx, `posts from ${found.viewer.personId}`, often))
      return { refused: 'tooFast' as const };
    await keepEdition(tx, before, await readStanding(tx, id));
    const updated = tx.clock.now();
    await tx.db
      .update(post)
      .set({ text, html, contentNote, sensitive, language, updated })
      .where(eq(post.id, id));
    if (before.visibility !== 'direct') await renameAll(tx, found.viewer, id, received);
    await announce(tx, 'changed', { postId: id });
    tx.wake({ kind: 'postChanged', id });
    return { changed: true };
  });
}

/** How many may read a post, without saying how many: a post that is listed nowhere is for everybody too. */
const reach: Readonly<Record<Visibility, number>> = {
  ...{ direct: 0, friends: 1, followers: 1, unlisted: 2, public: 2 },
};

const isForFewer = (now: Visibility, before: Visibility) => reach[now] < reach[before];

async function renameAll(tx: Tx, viewer: Viewer, id: string, received: Received): Promise<void> {
  const people = await whoMayBeNamed(tx, viewer, received.people);
  await tx.db.delete(postMention).where(eq(postMention.postId, id));
  await tx.db.delete(postTag).where(eq(postTag.postId, id));
  await nameAll(tx, id, people, received.tags);
}
