import { findPerson, type FoundPerson } from '#domain/federation/persons-by-uri.server.ts';
import { personUri } from '#domain/federation/addresses.ts';
import { sendLater } from '#domain/federation/outgoing.server.ts';
import { context } from '../documents/context.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';

/** Somebody here who says something to other servers; nothing for people of other servers, who speak for themselves. */
export async function findSender(ctx: Ctx, personId: string): Promise<FoundPerson | undefined> {
  const found = await findPerson(ctx, personId);
  return found?.here ? found : undefined;
}

/** The same context, asking as the sender. */
export function asSender(ctx: Ctx, { id, handle, name }: FoundPerson): Ctx {
  const viewer: Viewer = { personId: id, handle, name, operator: false, zone: 'UTC' };
  return { ...ctx, viewer };
}

/** What an activity says, besides who says it. */
export type Saying = Readonly<Record<string, unknown>> & { id: string; type: string };

/** An activity of somebody here. */
export function activityOf(origin: string, sender: { handle: string }, saying: Saying) {
  return { '@context': context, actor: personUri(origin, sender.handle), ...saying };
}

/** To whom an activity goes, and whether everybody may know of it. */
export interface Sent {
  inboxes: readonly string[];
  postId?: string | null;
  forEverybody: boolean;
  /** As in `Sending`. */
  shows?: string | null;
}

/** Lays an activity ready, in the caller's transaction. */
export async function say(
  tx: Tx,
  sender: { id: string; handle: string },
  saying: Saying,
  { inboxes, postId = null, forEverybody, shows = null }: Sent,
): Promise<void> {
  await sendLater(tx, {
    sender: { personId: sender.id, handle: sender.handle },
    body: activityOf(tx.config.origin, sender, saying),
    ...{ inboxes, postId, forEverybody, shows },
  });
}

/** The same in a transaction of its own. */
export async function sayNow(
  ctx: Ctx,
  sender: { id: string; handle: string },
  saying: Saying,
  sent: (tx: Tx) => Promise<Sent>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => say(tx, sender, saying, await sent(tx)));
}
