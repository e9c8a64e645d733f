import { createOf, updateOf, type NoteFacts } from '../documents/note.ts';
import { readNotes } from '../documents/notes.server.ts';
import { handOnDeletion, handOnEdit } from './handing-on.server.ts';
import { asSender, findSender, say, type Saying, type Sent } from './sender.server.ts';
import { everybody, postUri } from '#domain/federation/addresses.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import {
  inboxesOf,
  inboxesOfFollowers,
  inboxesShown,
  inboxesTold,
} from '#domain/federation/outgoing.server.ts';
import { findPerson } from '#domain/federation/persons-by-uri.server.ts';
import { isOfAPlace } from '#domain/posts/place-key.ts';
import { readersAmong } from '#domain/posts/readers.server.ts';
import { isForEverybody } from '#domain/posts/rules.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** A post of somebody here is new. */
export async function tellPost(ctx: Ctx, { postId = '' }: About): Promise<void> {
  await tellOf(ctx, postId, createOf, inboxesFor);
}

/** It says something else now. */
export async function tellEdit(ctx: Ctx, { postId = '' }: About): Promise<void> {
  await tellOf(ctx, postId, updateOf, inboxesOfEdit);
  await handOnEdit(ctx, postId);
}

type Says = (origin: string, facts: NoteFacts) => Saying;
type Row = NonNullable<Awaited<ReturnType<typeof findPostRow>>>;
type ToWhom = (tx: Tx, facts: NoteFacts, row: Row, readerIds: readonly string[]) => Promise<Sent>;

/** What was changed, hidden or deleted while it was read is read again, so that nothing is told after its end. */
async function tellOf(...about: Parameters<typeof tellAsItStands>): Promise<void> {
  let told = false;
  while (!told) told = await tellAsItStands(...about);
}

async function tellAsItStands(
  ctx: Ctx,
  postId: string,
  saying: Says,
  toWhom: ToWhom,
): Promise<boolean> {
  const row = await findPostRow(ctx, postId);
  const sender = row && (await findSender(ctx, row.authorId));
  // What a host has taken out of sight is its author's alone, also when they change it.
  if (!row || !sender || row.withheld) return true;
  const [facts] = await readNotes(asSender(ctx, sender), [postId]);
  if (!facts) return true;
  const readers = await readersOf(ctx, facts);
  const told = { ...facts, people: facts.people.filter(({ uri }) => readers.uris.has(uri)) };
  const said = saying(ctx.config.origin, told);
  return inTransaction(ctx, async (tx) => {
    const now = await findPostRow(tx, postId, 'held');
    if (!now || now.withheld || now.updated?.getTime() !== row.updated?.getTime()) return false;
    await say(tx, sender, said, await toWhom(tx, told, row, readers.ids));
    return true;
  });
}

/** Whom it names or answers, as far as they may read it: being named never widens who does. */
async function readersOf(ctx: Ctx, { post, people }: NoteFacts) {
  const ids = [...post.mentions.map(({ id }) => id), post.repliedPersonId ?? ''];
  const may = await readersAmong(ctx, post.id, ids.filter(Boolean));
  const uris = people.filter(({ handle }) => {
    const named = post.mentions.find((one) => one.handle === handle);
    return may.has(named?.id ?? post.repliedPersonId ?? '');
  });
  return { ids: [...may], uris: new Set(uris.map(({ uri }) => uri)) };
}

/**
 * Those for whom it is: followers for a post that is for everybody or for the author's followers, and who is named or
 * answered; of what everybody may read, also whoever began the thread: their server keeps it whole. A reply that is
 * for the followers of two people goes to those alone whom it names or answers: which of the others follow both,
 * their servers cannot know.
 */
async function inboxesFor(
  tx: Tx,
  { post }: NoteFacts,
  row: Row,
  readerIds: readonly string[],
): Promise<Sent> {
  const forEverybody = isForEverybody(post.visibility);
  const own = row.followersOf.length === 1 && row.followersOf[0] === post.author.id;
  const toFollowers =
    forEverybody || (own && row.friendsOf.length === 0 && post.visibility === 'followers');
  const followers = toFollowers ? await inboxesOfFollowers(tx, post.author.id) : [];
  const first = forEverybody && post.threadId && (await findPostRow(tx, post.threadId));
  const persons = await inboxesOf(tx, first ? [...readerIds, first.authorId] : readerIds);
  const inboxes = [...new Set([...followers, ...persons])];
  return { inboxes, postId: post.id, forEverybody };
}

/**
 * Those, and where somebody here has shown it on. A line of a chat was told there alone when it was new, unless it
 * answers somebody elsewhere: its author's followers hear nothing now of a line that they never had.
 */
async function inboxesOfEdit(...[tx, facts, row, readerIds]: Parameters<ToWhom>): Promise<Sent> {
  const { id: postId, repliedPersonId } = facts.post;
  if (!isForEverybody(row.visibility)) return inboxesFor(tx, facts, row, readerIds);
  const shown = await inboxesShown(tx, postId);
  const answered = isOfAPlace(row) ? await findPerson(tx, repliedPersonId ?? '') : undefined;
  if (isOfAPlace(row) && answered?.here !== false)
    return { inboxes: shown, postId, forEverybody: true };
  const sent = await inboxesFor(tx, facts, row, readerIds);
  return { ...sent, inboxes: [...new Set([...sent.inboxes, ...shown])] };
}

/**
 * A post is about to go, or a host takes it out of sight: every server that was told of it hears so, with nothing of
 * what it said.
 */
export async function tellDeletion(tx: Tx, { postId = '' }: About): Promise<void> {
  const row = await findPostRow(tx, postId);
  const sender = row && (await findSender(tx, row.authorId));
  if (!row || !sender || row.localOnly) return;
  const forEverybody = isForEverybody(row.visibility);
  const inboxes = await inboxesTold(tx, { personId: sender.id, postId, forEverybody });
  const id = postUri(tx.config.origin, sender.handle, postId);
  const address = { to: forEverybody ? [everybody] : [], cc: [] };
  const object = { id, type: 'Tombstone' };
  const saying = {
    id: `${id}#deletes/${tx.clock.now().getTime()}`,
    type: 'Delete',
    ...address,
    object,
  };
  await say(tx, sender, saying, { inboxes, postId, forEverybody });
  if (forEverybody) await handOnDeletion(tx, postId, sender, saying);
}
