import { error } from '@sveltejs/kit';
import { findClub, type Club } from '#domain/club/clubs.server.ts';

/** The club of somebody who curates it; to everybody else the page is not there. */
export async function curatedClub(ctx: App.Locals['ctx'], slug: string): Promise<Club> {
  const club = await findClub(ctx, slug);
  if (!club?.curates) error(404, 'Not here');
  return club;
}
