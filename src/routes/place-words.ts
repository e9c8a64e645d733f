import { listClubs } from '#domain/club/clubs.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';

/** The names of this place and its first fifty clubs: words that no password here is made of. */
export async function placeWords(ctx: App.Locals['ctx']): Promise<string[]> {
  const { name } = await readSettings(ctx);
  const clubs = await listClubs(ctx);
  return [name, ...clubs.flatMap((club) => [club.name, club.slug])];
}
