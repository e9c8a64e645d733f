import { context } from './context.ts';
import {
  everybody,
  eventUri,
  followersUri,
  personUri,
  postUri,
} from '#domain/federation/addresses.ts';
import { findMonthEvent, type MonthEvent } from '#domain/club/month-event.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { escapeHtml } from '#platform/text.server.ts';

/** https://codeberg.org/fediverse/fep/src/branch/main/fep/8a8e/fep-8a8e.md */
const terms = {
  fep8a8e: 'https://w3id.org/fep/8a8e/',
  timezone: 'fep8a8e:timezone',
  eventStatus: { '@id': 'fep8a8e:eventStatus', '@type': '@vocab' },
  EventScheduled: 'fep8a8e:EventScheduled',
  joinMode: 'fep8a8e:joinMode',
  organizers: { '@id': 'fep8a8e:organizers', '@type': '@id' },
  VirtualLocation: 'schema:VirtualLocation',
} as const;

/** The chat of a month of this club; nothing for a draft and for another club's. */
export async function readEvent(ctx: Ctx, handle: string, monthId: string) {
  const event = await findMonthEvent(ctx, monthId);
  return event?.club.handle === handle ? eventDocument(ctx.config.origin, event) : undefined;
}

/** The same as a document. Who hosts is nobody's to read; whoever comes need not say so before. */
export function eventDocument(origin: string, event: MonthEvent) {
  const { handle } = event.club;
  const club = personUri(origin, handle);
  const thread = event.postId && `${postUri(origin, handle, event.postId)}/context`;
  return {
    '@context': [...context, terms],
    ...{ id: eventUri(origin, handle, event.monthId), type: 'Event', attributedTo: club },
    ...{ to: [everybody], cc: [followersUri(origin, handle)], audience: club },
    name: event.theme,
    summary: `<p>${event.when.map((one) => escapeHtml(`The chat: ${one}.`)).join('<br>')}</p>`,
    content: event.html,
    ...{ startTime: event.starts, endTime: event.ends, timezone: event.zone },
    ...{ eventStatus: 'EventScheduled', joinMode: 'none', organizers: null },
    location: { type: 'VirtualLocation', name: 'The chat', url: `${event.address}/chat` },
    url: event.address,
    published: event.published.toISOString(),
    ...(thread && { context: thread }),
  };
}
