import { askLater } from '../ask-software.server.ts';
import { eventDocument } from '../documents/event.server.ts';
import { say, type Saying } from './sender.server.ts';
import { everybody, eventUri, followersUri } from '#domain/federation/addresses.ts';
import { findMonthEvent, findVoiceOf } from '#domain/club/month-event.server.ts';
import { followersInboxesOn } from '#domain/federation/peer-software.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';

/**
 * A month was announced, changed or withdrawn: calendars hear of its chat (FEP-8a8e), which everybody else reads of in
 * the club's post. A step of its life that the chat's date does not depend on is none of theirs.
 */
export async function tellEvent(
  ctx: Ctx,
  { monthId = '', from = '', to = '' }: About,
): Promise<void> {
  const club = await findVoiceOf(ctx, monthId);
  if (!club || (from && from !== 'draft' && to !== 'draft')) return;
  const saying = await sayingOf(ctx, club, { monthId, from, to });
  if (!saying) return;
  await askLater(ctx, club.id);
  await inTransaction(ctx, async (tx) => {
    const inboxes = await followersInboxesOn(tx, 'calendar', club.id);
    if (inboxes.length > 0) await say(tx, club, saying, { inboxes, forEverybody: true });
  });
}

async function sayingOf(
  ctx: Ctx,
  { handle }: { handle: string },
  { monthId = '', from, to }: About,
): Promise<Saying | undefined> {
  const { origin } = ctx.config;
  const id = eventUri(origin, handle, monthId);
  const address = { to: [everybody], cc: [followersUri(origin, handle)] };
  // Each is a word of its own: a month may be withdrawn and announced once more.
  const word = (type: string, object: object) => ({
    ...{ id: `${id}#${type.toLowerCase()}-${ctx.clock.now().getTime()}`, type },
    ...{ ...address, object },
  });
  const event = await findMonthEvent(ctx, monthId);
  if (to === 'draft') return event ? undefined : word('Delete', { id, type: 'Tombstone' });
  return event && word(from === 'draft' ? 'Create' : 'Update', eventDocument(origin, event));
}
