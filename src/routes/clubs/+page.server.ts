import type { PageServerLoad } from './$types';
import { listClubs } from '#domain/club/clubs.server.ts';
import { monthCards } from '#domain/club/month-page.server.ts';
import { listMonthsOn } from '#domain/club/months.server.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  const after = (url.searchParams.get('after') ?? '').slice(0, 60).replaceAll('\0', '');
  const [clubs, months] = await Promise.all([
    listClubs(ctx, after),
    after ? [] : listMonthsOn(ctx),
  ]);
  locals.keep = { tags: ['club:all'], seconds: 60 };
  return {
    clubs,
    months: monthCards(ctx, months),
    more: clubs.length === 50 ? clubs.at(-1)?.slug : undefined,
    url: `${ctx.config.origin}/clubs`,
  };
};
