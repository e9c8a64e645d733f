import type { Hearing } from '../hear.server.ts';
import { uriOf } from '../json.ts';
import { say } from '../tell/sender.server.ts';
import { eventOfUri, eventUri } from '#domain/federation/addresses.ts';
import { findMonthEvent } from '#domain/club/month-event.server.ts';
import { inboxesOf } from '#domain/federation/outgoing.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 30, seconds: 60 * 60 };

/** Somebody says that they come to a chat. Nobody keeps count of that here, and they are told so (FEP-8a8e). */
export async function hearJoin({ ctx, actor, activity }: Hearing): Promise<void> {
  const { origin } = ctx.config;
  const named = eventOfUri(origin, uriOf(activity['object']) ?? '');
  const object = uriOf(activity);
  const event = named && (await findMonthEvent(ctx, named.monthId));
  if (!object || !event || event.club.handle !== named.handle) return;
  if (await limited(ctx, `joins of ${actor.viewer.personId}`, often)) return;
  const { personId, handle } = event.club;
  const id = `${eventUri(origin, handle, event.monthId)}#ignores/${ctx.clock.now().getTime()}-${actor.viewer.personId}`;
  await inTransaction(ctx, async (tx) => {
    const inboxes = await inboxesOf(tx, [actor.viewer.personId]);
    const saying = { id, type: 'Ignore', to: [actor.uri], object };
    await say(tx, { id: personId, handle }, saying, { inboxes, forEverybody: true });
  });
}
