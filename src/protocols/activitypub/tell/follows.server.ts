import { findSender, say } from './sender.server.ts';
import { followUri, personUri } from '#domain/federation/addresses.ts';
import { findHeardAbout } from '#domain/federation/heard.server.ts';
import { inboxesOf } from '#domain/federation/outgoing.server.ts';
import { findPerson, type FoundPerson } from '#domain/federation/persons-by-uri.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** Somebody here asks to follow somebody elsewhere. */
export async function tellFollow(ctx: Ctx, { askerId = '', askedId = '' }: About): Promise<void> {
  await betweenTwo(ctx, askerId, askedId, (sender, other) => {
    const asking = followOf(ctx, sender, other);
    // Whoever asks once more asks anew: what has the same name is heard once.
    return { ...asking, id: `${asking.id}#${ctx.clock.now().getTime()}` };
  });
}

/** Somebody here follows somebody elsewhere no longer, or asks no longer. */
export async function tellUnfollow(ctx: Ctx, { followerId = '', followeeId = '' }: About) {
  await betweenTwo(ctx, followerId, followeeId, (sender, other) => {
    const object = {
      actor: personUri(ctx.config.origin, sender.handle),
      ...followOf(ctx, sender, other),
    };
    const id = `${object.id}#undo-${ctx.clock.now().getTime()}`;
    return { id, type: 'Undo', to: [other.uri], object };
  });
}

/** Somebody here lets somebody from elsewhere follow them: heard when it was they who let them. */
export async function tellAccept(ctx: Ctx, { followerId = '', followeeId = '' }: About) {
  await inTransaction(ctx, (tx) => acceptLater(tx, { followerId, followeeId }));
}

/** Lays ready what lets a follower from elsewhere know that they follow. */
export async function acceptLater(
  tx: Tx,
  { followerId, followeeId }: { followerId: string; followeeId: string },
): Promise<void> {
  await answer(tx, 'Accept', followerId, followeeId);
}

/** Somebody here lets somebody from elsewhere follow them no longer, or not at all. */
export async function tellReject(ctx: Ctx, { askerId = '', askedId = '' }: About): Promise<void> {
  await inTransaction(ctx, (tx) => answer(tx, 'Reject', askerId, askedId));
}

async function answer(
  tx: Tx,
  type: 'Accept' | 'Reject',
  followerId: string,
  followeeId: string,
): Promise<void> {
  const sender = await findSender(tx, followeeId);
  const follower = await findPerson(tx, followerId);
  if (!sender || !follower || follower.here) return;
  const me = personUri(tx.config.origin, sender.handle);
  const asked = { actorUri: follower.uri, type: 'Follow', object: me };
  const id = await findHeardAbout(tx, asked);
  const object = { ...(id && { id }), type: 'Follow', actor: follower.uri, object: me };
  const own = `${me}#${type.toLowerCase()}s/${followerId}-${tx.clock.now().getTime()}`;
  const saying = { id: own, type, to: [follower.uri], object };
  const inboxes = await inboxesOf(tx, [followerId]);
  await say(tx, sender, saying, { inboxes, forEverybody: true });
}

function followOf(ctx: Pick<Ctx, 'config'>, sender: FoundPerson, other: FoundPerson) {
  const id = followUri(ctx.config.origin, sender.handle, other.id);
  return { id, type: 'Follow', to: [other.uri], object: other.uri };
}

async function betweenTwo(
  ctx: Ctx,
  fromId: string,
  toId: string,
  saying: (sender: FoundPerson, other: FoundPerson) => Parameters<typeof say>[2],
): Promise<void> {
  const sender = await findSender(ctx, fromId);
  const other = await findPerson(ctx, toId);
  if (!sender || !other || other.here) return;
  await inTransaction(ctx, async (tx) => {
    const inboxes = await inboxesOf(tx, [toId]);
    await say(tx, sender, saying(sender, other), { inboxes, forEverybody: true });
  });
}
