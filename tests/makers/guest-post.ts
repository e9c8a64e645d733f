import { eq } from 'drizzle-orm';
import { aClub, aMonth } from './club.ts';
import type { World } from '../world.ts';
import type { Club } from '#domain/club/clubs.server.ts';
import {
  findDraft,
  saveDraft,
  type Draft,
  type WritingKey,
} from '#domain/club/guest-drafts.server.ts';
import { inviteGuest } from '#domain/club/guest-invites.server.ts';
import type { GuestPostWords } from '#domain/club/guest-post-rules.ts';
import { publishGuestPost } from '#domain/club/guest-posts.server.ts';
import type { Month } from '#domain/club/months.server.ts';
import { month as monthTable } from '#domain/club/schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/** A month that people know of, for which a guest was asked. */
export interface Asked {
  club: Club;
  month: Month;
  curator: Viewer;
  token: string;
  guestPostId: string;
  path: string;
}

/** What a guest writes in one evening. */
export const anEvening: GuestPostWords = {
  title: 'The blanket on the couch',
  authorName: 'Ada Warm',
  about: 'Ada was treated last spring and knits.',
  body: 'They put a **blanket** on me before every fraction.\n\nI still think of it.',
};

/** A club with an announced month and an open link for its guest. */
export async function aMonthForAGuest(world: World, slug = 'letter-club'): Promise<Asked> {
  const { club, curator } = await aClub(world, slug);
  const month = await aMonth(world, club, curator);
  await world.services.db
    .update(monthTable)
    .set({ state: 'announced' })
    .where(eq(monthTable.id, month.id));
  const token = await aLink(world.as(curator), month.id);
  const { id } = await draftOf(world.as(null), { token });
  const path = `/${club.slug}/${month.date}/guest-post`;
  return { club, month, curator, token, guestPostId: id, path };
}

/** A fresh link for a guest. */
export async function aLink(ctx: Ctx, monthId: string, mayPublish = false): Promise<string> {
  const invited = await inviteGuest(ctx, monthId, { note: 'for Ada', mayPublish });
  if ('refused' in invited) throw new Error(invited.refused);
  return invited.token;
}

/** The same with a post that everybody can read. */
export async function aGuestPost(
  world: World,
  slug?: string,
  words: Partial<GuestPostWords> = {},
): Promise<Asked> {
  const asked = await aMonthForAGuest(world, slug);
  await written(world.as(null), { token: asked.token }, words);
  const published = await publishGuestPost(world.as(asked.curator), { id: asked.guestPostId });
  if ('refused' in published) throw new Error(published.refused);
  return asked;
}

/** Opens a draft that must be there. */
export async function draftOf(ctx: Ctx, key: WritingKey): Promise<Draft> {
  const draft = await findDraft(ctx, key);
  if ('refused' in draft) throw new Error(draft.refused);
  return draft;
}

/** Saves words over whatever is there. */
export async function written(
  ctx: Ctx,
  key: WritingKey,
  words: Partial<GuestPostWords> = {},
): Promise<void> {
  const { version } = await draftOf(ctx, key);
  const saved = await saveDraft(ctx, key, { ...anEvening, ...words, version });
  if ('refused' in saved) throw new Error(saved.refused);
}
