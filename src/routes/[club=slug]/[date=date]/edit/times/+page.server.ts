import { error, fail, redirect } from '@sveltejs/kit';
import { fieldsOf, headOf, plannedMonth, planOf } from '../planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { readForm } from '#domain/club/club-rules.ts';
import { hourFaults } from '#domain/club/hour-faults.server.ts';
import { timesForm } from '#domain/club/month-rules.ts';
import { hourWords } from '#domain/club/month-times.server.ts';
import { setTimes } from '#domain/club/planning.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const month = await plannedMonth(locals.ctx, params);
  const [first, second] = month.hours;
  const fields: Record<string, string> = {
    ...(first && fieldsOfHour(first)),
    opensDays: String(month.opensDays),
    tailDays: String(month.tailDays),
    ...(second && {
      secondDate: second.date,
      secondTime: second.time,
      secondZone: second.zone,
      secondMinutes: String(second.minutes),
      secondChoice: second.choice ?? '',
    }),
  };
  const hours = hourWords(
    { hours: month.hours, worldLine: month.club.worldLine },
    locals.ctx.viewer?.zone,
  );
  return { month: headOf(month), fields, hours };
};

function fieldsOfHour({
  date,
  time,
  zone,
  minutes,
  choice,
}: {
  date: string;
  time: string;
  zone: string;
  minutes: number;
  choice: string | null;
}) {
  return { date, time, zone, minutes: String(minutes), choice: choice ?? '' };
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const month = await plannedMonth(locals.ctx, params);
    const fields = await fieldsOf(request);
    const read = readForm(timesForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, fields, twice: undefined });
    const set = await setTimes(locals.ctx, month.id, read.value);
    if (!('refused' in set)) redirect(303, planOf(month, set.date, 'times'));
    if (set.refused === 'gone') error(404, 'Not here');
    const { faults, twice } = hourFaults(set, read.value.hours);
    return fail(409, { faults, fields, twice });
  },
};
