import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { findClub, type Club } from '#domain/club/clubs.server.ts';
import { monthCards } from '#domain/club/month-page.server.ts';
import { listMonths, listMonthsOn } from '#domain/club/months.server.ts';
import { cityOf } from '#domain/club/times.server.ts';
import { doneWords } from '#domain/connections/connection-words.ts';
import { listRelations } from '#domain/connections/relations.server.ts';

/** What is between the viewer and the club, and what was just done about it; nothing for visitors. */
async function following(ctx: App.Locals['ctx'], { personId, name }: Club, url: URL) {
  const [found] = ctx.viewer && personId ? await listRelations(ctx, [personId]) : [];
  if (!found) return undefined;
  return { relation: found, done: doneWords(url.searchParams.get('did'), name) };
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const club = await findClub(ctx, params.club);
  if (!club) error(404, 'Not here');
  const asked = /^\d{4}$/.exec(url.searchParams.get('year') ?? '')?.[0];
  const [on, past, between] = await Promise.all([
    listMonthsOn(ctx, club.id),
    listMonths(ctx, club.id, asked === undefined ? undefined : Math.max(1, Number(asked))),
    following(ctx, club, url),
  ]);
  locals.keep = { tags: [`club:${club.id}`], seconds: 60 };
  return {
    club: { ...club, cities: club.worldLine.map(cityOf) },
    on: monthCards(ctx, on),
    past: { ...past, months: monthCards(ctx, past.months) },
    between,
    url: `${ctx.config.origin}/${club.slug}`,
    host: new URL(ctx.config.origin).host,
  };
};
