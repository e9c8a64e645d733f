import { readOwnActor } from '../documents/actors.server.ts';
import { findSender, sayNow } from './sender.server.ts';
import { everybody, followersUri, houseHandle, personUri } from '#domain/federation/addresses.ts';
import { housePerson } from '#domain/federation/house-person.server.ts';
import { inboxesOf, inboxesOfFollowers, inboxesTold } from '#domain/federation/outgoing.server.ts';
import { findPerson } from '#domain/federation/persons-by-uri.server.ts';
import { urisOfPosts } from '#domain/federation/remote-posts.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/** Somebody's profile here has changed: every server that was told anything of them hears what it says now. */
export async function tellProfile(ctx: Ctx, { personId = '' }: About): Promise<void> {
  const sender = await findSender(ctx, personId);
  const object = sender && (await readOwnActor(ctx, sender.handle));
  if (!sender || !object) return;
  const uri = personUri(ctx.config.origin, sender.handle);
  const id = `${uri}#updates/${ctx.clock.now().getTime()}`;
  const cc = [followersUri(ctx.config.origin, sender.handle)];
  await sayNow(ctx, sender, { id, type: 'Update', to: [everybody], cc, object }, async (tx) => ({
    inboxes: await inboxesTold(tx, { personId, postId: null, forEverybody: true }),
    forEverybody: true,
  }));
}

/** A report about somebody elsewhere goes to their server, where its writer wished it: in the name of this place alone. */
export async function tellReport(
  ctx: Ctx,
  { reportId = '', aboutId = '', comment = '', postIds = '' }: About,
): Promise<void> {
  const about = await findPerson(ctx, aboutId);
  if (!about || about.here) return;
  const { personId } = await housePerson(ctx);
  const posts = await urisOfPosts(ctx, postIds.split(' ').filter(Boolean));
  const id = `${personUri(ctx.config.origin, houseHandle)}#reports/${reportId}`;
  const object = [about.uri, ...posts.values()];
  const saying = { id, type: 'Flag', to: [about.uri], content: comment, object };
  await sayNow(ctx, { id: personId, handle: houseHandle }, saying, async (tx) => ({
    inboxes: await inboxesOf(tx, [aboutId]),
    forEverybody: false,
  }));
}

/** Somebody here has moved to another server: whoever follows them from elsewhere hears where to. */
export async function tellMove(ctx: Ctx, { personId = '', targetId = '' }: About): Promise<void> {
  const sender = await findSender(ctx, personId);
  const target = await findPerson(ctx, targetId);
  if (!sender || !target || target.here) return;
  const object = personUri(ctx.config.origin, sender.handle);
  const id = `${object}#moves/${ctx.clock.now().getTime()}`;
  const to = [followersUri(ctx.config.origin, sender.handle)];
  const saying = { id, type: 'Move', to, object, target: target.uri };
  await sayNow(ctx, sender, saying, async (tx) => ({
    inboxes: await inboxesOfFollowers(tx, sender.id),
    forEverybody: true,
  }));
}
