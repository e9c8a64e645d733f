import { asSender, findSender, sayNow, type Saying } from './sender.server.ts';
import { handOnEnd, handOnPost } from './handing-on.server.ts';
import { boostUri, everybody, followersUri, personUri } from '#domain/federation/addresses.ts';
import { inboxesOf, inboxesOfFollowers } from '#domain/federation/outgoing.server.ts';
import { findPerson, type FoundPerson } from '#domain/federation/persons-by-uri.server.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import { findBoostLine } from '#domain/posts/boosts.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** Somebody here shows a post to their followers: these and its author hear of it. */
export async function tellBoost(ctx: Ctx, about: About): Promise<void> {
  const marked = await findMarked(ctx, about);
  if (!marked) return;
  const { sender, author, uri } = marked;
  const line = await findBoostLine(asSender(ctx, sender), about['boostId'] ?? '');
  if (!line) return;
  const followers = followersUri(ctx.config.origin, sender.handle);
  const open = line.boost?.visibility !== 'followers';
  const address = open
    ? { to: [everybody], cc: [followers, author.uri] }
    : { to: [followers, author.uri], cc: [] };
  const published = line.boost?.published;
  await announceIt(ctx, marked, {
    id: uriOfBoost(ctx, sender, about),
    ...{ type: 'Announce', published, ...address, object: uri },
  });
  if (open) await handOnPost(ctx, marked, line.id);
}

/** Somebody here takes it back. */
export async function tellUnboost(ctx: Ctx, about: About): Promise<void> {
  const marked = await findMarked(ctx, about);
  if (!marked) return;
  const id = uriOfBoost(ctx, marked.sender, about);
  const address = { to: [everybody], cc: [followersUri(ctx.config.origin, marked.sender.handle)] };
  const actor = personUri(ctx.config.origin, marked.sender.handle);
  const object = { ...{ id, type: 'Announce', actor, object: marked.uri }, ...address };
  await announceIt(ctx, marked, { id: `${id}#undo`, type: 'Undo', ...address, object });
  await handOnEnd(ctx, marked.sender, marked, about['boostId'] ?? '');
}

async function announceIt(ctx: Ctx, { sender, author, postId }: Marked, saying: Saying) {
  await sayNow(ctx, sender, saying, async (tx) => ({
    inboxes: [...(await inboxesOfFollowers(tx, sender.id)), ...(await inboxesOf(tx, [author.id]))],
    ...{ postId, forEverybody: true, shows: author.here ? author.id : null },
  }));
}

/** Somebody here likes a post from elsewhere: its author alone hears of it. */
export async function tellFavourite(ctx: Ctx, about: About): Promise<void> {
  const marked = await findMarked(ctx, about);
  if (!marked) return;
  // Whoever likes it once more says so anew: what has the same name is heard once.
  const id = `${likeUri(ctx, marked)}-${ctx.clock.now().getTime()}`;
  await tellAuthor(ctx, marked, {
    ...{ id, type: 'Like', to: [marked.author.uri], object: marked.uri },
  });
}

/** Somebody here takes it back. */
export async function tellUnfavourite(ctx: Ctx, about: About): Promise<void> {
  const marked = await findMarked(ctx, about);
  if (!marked) return;
  const id = likeUri(ctx, marked);
  const actor = personUri(ctx.config.origin, marked.sender.handle);
  const object = { id, type: 'Like', actor, object: marked.uri };
  const undo = { id: `${id}#undo-${ctx.clock.now().getTime()}`, type: 'Undo' };
  await tellAuthor(ctx, marked, { ...undo, to: [marked.author.uri], object });
}

async function tellAuthor(ctx: Ctx, { sender, author, postId }: Marked, saying: Saying) {
  await sayNow(ctx, sender, saying, async (tx) => ({
    inboxes: await inboxesOf(tx, [author.id]),
    ...{ postId, forEverybody: false },
  }));
}

interface Marked {
  sender: FoundPerson;
  author: FoundPerson;
  postId: string;
  uri: string;
}

/** Who of ours marked which post of whom; nothing where a person of another server did. */
async function findMarked(
  ctx: Ctx,
  { postId = '', personId = '' }: About,
): Promise<Marked | undefined> {
  const sender = await findSender(ctx, personId);
  const row = await findPostRow(ctx, postId);
  const author = row && (await findPerson(ctx, row.authorId));
  const uri = (await urisOfPosts(ctx, [postId])).get(postId);
  return sender && author && uri && !row.localOnly ? { sender, author, postId, uri } : undefined;
}

function uriOfBoost(ctx: Ctx, { handle }: FoundPerson, { boostId = '' }: About): string {
  return boostUri(ctx.config.origin, handle, boostId);
}

function likeUri(ctx: Ctx, { sender, postId }: Marked): string {
  return `${personUri(ctx.config.origin, sender.handle)}#likes/${postId}`;
}
