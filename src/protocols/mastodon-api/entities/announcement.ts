import type { Announcement } from '#domain/house/announcements.server.ts';

/**
 * An announcement as clients read it. It mentions nobody and nobody reacts to it: what everybody is told
 * needs no tally.
 * Source: https://docs.joinmastodon.org/entities/Announcement/
 */
export function announcementOf(told: Announcement) {
  const { id, html, starts, ends, allDay, published, updated, read } = told;
  return {
    id,
    content: html,
    starts_at: starts?.toISOString() ?? null,
    ends_at: ends?.toISOString() ?? null,
    all_day: allDay,
    published_at: published.toISOString(),
    updated_at: updated.toISOString(),
    read,
    mentions: [],
    statuses: [],
    tags: [],
    emojis: [],
    reactions: [],
  };
}
