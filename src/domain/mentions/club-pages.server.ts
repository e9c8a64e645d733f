import { webAddress, type MentionedPage } from './rules.ts';
import { findGuestPost } from '#domain/club/guest-posts.server.ts';
import { asDate, asSlug } from '#domain/club/month-address.ts';
import { findMonth } from '#domain/club/months.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A page of a club that can be mentioned: a month, or its guest post. */
export interface ClubPage {
  monthId: string;
  clubId: string;
  page: MentionedPage;
}

/**
 * The page of a club at an address of ours that everybody may read, whatever stands behind `?` and `#`. A
 * draft is as absent as a page that nobody made, whoever asks, and so is every other address.
 */
export async function findOpenPage(ctx: Ctx, address: unknown): Promise<ClubPage | undefined> {
  const url = webAddress(address);
  if (url?.origin !== ctx.config.origin) return undefined;
  const [, club = '', day = '', last, ...more] = url.pathname.replace(/\/$/, '').split('/');
  const [slug, date] = [asSlug(club), asDate(day)];
  if (!slug || !date || more.length > 0) return undefined;
  const visitor = { ...ctx, viewer: null };
  if (last === undefined) {
    const month = await findMonth(visitor, slug, date);
    return month && { monthId: month.id, clubId: month.club.id, page: 'month' };
  }
  const post = last === 'guest-post' && (await findGuestPost(visitor, slug, date));
  return post ? { monthId: post.month.id, clubId: post.club.id, page: 'guestPost' } : undefined;
}
