import { askLater } from '../ask-software.server.ts';
import { context } from '../documents/context.ts';
import { updateOf } from '../documents/note.ts';
import { readNotes } from '../documents/notes.server.ts';
import { readActivityOf } from '../documents/one-note.server.ts';
import { activityOf, say, type Saying } from './sender.server.ts';
import { uriOf, type Json } from '../json.ts';
import { boostUri, everybody, followersUri, personUri } from '#domain/federation/addresses.ts';
import { findHeardAbout } from '#domain/federation/heard.server.ts';
import { asHandedOn } from '#domain/federation/outgoing.server.ts';
import { findOwnPerson } from '#domain/federation/own-person.server.ts';
import { ownKeys } from '#domain/federation/own-keys.server.ts';
import { followersInboxesOn } from '#domain/federation/peer-software.server.ts';
import type { FoundPerson } from '#domain/federation/persons-by-uri.server.ts';
import { listShowing, type Showing } from '#domain/federation/remote-posts.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/*
 * Servers that show a club as a forum want the activities themselves, put into an `Announce` (FEP-1b12), beside the
 * `Announce` of the post that everybody gets.
 */

/** A post that a club shows, and whose it is. */
interface Shown {
  author: FoundPerson;
  postId: string;
  uri: string;
}

/** A club shows a post: forums are told that it was written. */
export async function handOnPost(ctx: Ctx, shown: Shown, boostId: string): Promise<void> {
  const club = (await listShowing(ctx, shown.postId)).find((one) => one.boostId === boostId);
  if (!club) return;
  await askLater(ctx, club.id);
  if ((await followersInboxesOn(ctx, 'forum', club.id)).length === 0) return;
  const object = await writingOf(ctx, shown);
  if (object) await inTransaction(ctx, (tx) => handOn(tx, club, 'activity', object));
}

/** It shows it no longer. */
export async function handOnEnd(
  ctx: Ctx,
  sender: FoundPerson,
  shown: Shown,
  boostId: string,
): Promise<void> {
  if ((await findOwnPerson(ctx, sender.handle))?.kind !== 'group') return;
  const inner = shown.author.here ? `${shown.uri}/activity` : await heardWriting(ctx, shown);
  if (!inner) return;
  const { origin } = ctx.config;
  const id = `${boostUri(origin, sender.handle, boostId)}#activity`;
  const address = addressOf(origin, sender);
  const actor = personUri(origin, sender.handle);
  const object = { ...{ id, type: 'Announce', actor, object: inner }, ...address };
  const saying = { id: `${id}-undo`, type: 'Undo', ...address, object };
  await inTransaction(ctx, (tx) => toForums(tx, sender, saying));
}

/** What somebody here wrote and a club shows says something else now. */
export async function handOnEdit(ctx: Ctx, postId: string): Promise<void> {
  const clubs = await listShowing(ctx, postId);
  if (clubs.length === 0) return;
  const [facts] = await readNotes(ctx, [postId]);
  if (!facts) return;
  const { id: personId, handle } = facts.post.author;
  const update = { '@context': context, ...updateOf(ctx.config.origin, facts) };
  const object = await asHandedOn(ctx, { personId, handle }, update);
  const name = `update-${Date.parse(facts.post.updated ?? facts.post.published)}`;
  await inTransaction(ctx, async (tx) => {
    for (const club of clubs) await handOn(tx, club, name, object);
  });
}

/** It is about to go. */
export async function handOnDeletion(
  tx: Tx,
  postId: string,
  author: FoundPerson,
  saying: Saying,
): Promise<void> {
  const { id: personId, handle } = author;
  const activity = activityOf(tx.config.origin, author, saying);
  for (const club of await listShowing(tx, postId))
    await handOn(tx, club, 'delete', await asHandedOn(tx, { personId, handle }, activity));
}

/** More is not kept and carried for anybody: it is named, and asked for where it was said. */
const largest = 100_000;

/** What somebody elsewhere has said of a post of theirs is handed on as it came. */
export async function handOnHeard(ctx: Ctx, postId: string, activity: Json): Promise<void> {
  const clubs = await listShowing(ctx, postId);
  if (clubs.length === 0) return;
  const object = JSON.stringify(activity).length > largest ? uriOf(activity) : activity;
  if (!object) return;
  const name = `heard-${ctx.clock.now().getTime()}`;
  await inTransaction(ctx, async (tx) => {
    for (const club of clubs) await handOn(tx, club, name, object);
  });
}

/** That it was written: of somebody here with their proof, of others by the address of what they sent. */
async function writingOf(ctx: Ctx, shown: Shown): Promise<unknown> {
  const { here, id: personId, handle } = shown.author;
  if (!here) return heardWriting(ctx, shown);
  const create = await readActivityOf(ctx, handle, shown.postId);
  if (!create) return undefined;
  await ownKeys(ctx, personId);
  return asHandedOn(ctx, { personId, handle }, create);
}

function heardWriting(ctx: Ctx, { author, uri: object }: Shown): Promise<string | undefined> {
  return findHeardAbout(ctx, { actorUri: author.uri, type: 'Create', object });
}

async function handOn(tx: Tx, club: Showing, name: string, object: unknown): Promise<void> {
  const { origin } = tx.config;
  const id = `${boostUri(origin, club.handle, club.boostId)}#${name}`;
  await toForums(tx, club, { id, type: 'Announce', ...addressOf(origin, club), object });
}

async function toForums(tx: Tx, club: Pick<Showing, 'id' | 'handle'>, saying: Saying) {
  const inboxes = await followersInboxesOn(tx, 'forum', club.id);
  if (inboxes.length > 0) await say(tx, club, saying, { inboxes, forEverybody: true });
}

function addressOf(origin: string, { handle }: { handle: string }) {
  return { to: [everybody], cc: [followersUri(origin, handle)] };
}
