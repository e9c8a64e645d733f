import type { PageServerLoad } from './$types';
import { listClubs } from '#domain/club/clubs.server.ts';
import { monthCards } from '#domain/club/month-page.server.ts';
import { listMonthsOn } from '#domain/club/months.server.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx } = locals;
  const [months, clubs] = await Promise.all([listMonthsOn(ctx), listClubs(ctx)]);
  locals.keep = { tags: ['club:all'], seconds: 60 };
  return { months: monthCards(ctx, months), clubs, url: `${ctx.config.origin}/` };
};
