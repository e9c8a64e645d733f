import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { findClub } from '#domain/club/clubs.server.ts';
import { monthCards } from '#domain/club/month-page.server.ts';
import { listMonths, listMonthsOn } from '#domain/club/months.server.ts';
import { cityOf } from '#domain/club/times.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const club = await findClub(ctx, params.club);
  if (!club) error(404, 'Not here');
  const asked = /^\d{4}$/.exec(url.searchParams.get('year') ?? '')?.[0];
  const [on, past] = await Promise.all([
    listMonthsOn(ctx, club.id),
    listMonths(ctx, club.id, asked === undefined ? undefined : Math.max(1, Number(asked))),
  ]);
  locals.keep = { tags: [`club:${club.id}`], seconds: 60 };
  return {
    club: { ...club, cities: club.worldLine.map(cityOf) },
    on: monthCards(ctx, on),
    past: { ...past, months: monthCards(ctx, past.months) },
    url: `${ctx.config.origin}/${club.slug}`,
  };
};
