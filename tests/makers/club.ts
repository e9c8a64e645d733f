import type { World } from '../world.ts';
import { createClub, findClub, type Club } from '#domain/club/clubs.server.ts';
import { giveDuty, type Duty } from '#domain/club/duties.server.ts';
import { findMonth, type Month } from '#domain/club/months.server.ts';
import { createMonth } from '#domain/club/planning.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** A club with its curator, and the operator who made it. */
export async function aClub(
  world: World,
  slug = 'tea-club',
): Promise<{ club: Club; curator: Viewer; operator: Viewer }> {
  const operator = await world.aPerson({ operator: true });
  const curator = await world.aPerson();
  const made = await createClub(world.as(operator), {
    slug,
    name: 'The Tea Club',
    about: 'We read a paper a month.',
    hashtag: 'TeaClub',
    worldLine: ['America/Vancouver', 'Europe/London', 'Australia/Sydney'],
  });
  if ('refused' in made) throw new Error(made.refused);
  const club = await findClub(world.as(operator), slug);
  if (!club) throw new Error('No club was made.');
  await giveDutyTo(world, club, curator, 'curator', operator);
  return { club, curator, operator };
}

/** Gives somebody a duty, as the operator may. */
export async function giveDutyTo(
  world: World,
  club: Club,
  to: Viewer,
  duty: Duty,
  by: Viewer,
): Promise<void> {
  const given = await giveDuty(world.as(by), { clubId: club.id, handle: to.handle, duty });
  if ('refused' in given) throw new Error(given.refused);
}

/** A draft at 20:00 in London, unless said otherwise. */
export async function aMonth(
  world: World,
  club: Club,
  curator: Viewer,
  about: { date?: string; time?: string; zone?: string; theme?: string; minutes?: number } = {},
): Promise<Month> {
  const made = await createMonth(world.as(curator), club.slug, {
    theme: 'Waiting rooms',
    summary: 'How long is too long?',
    date: '2026-12-16',
    time: '20:00',
    zone: 'Europe/London',
    minutes: 60,
    choice: null,
    ...about,
  });
  if ('refused' in made) throw new Error(made.refused);
  const found = await findMonth(world.as(curator), club.slug, made.date);
  if (!found) throw new Error('No month was made.');
  return found;
}
