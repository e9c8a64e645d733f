import { error, fail, redirect } from '@sveltejs/kit';
import { curatedClub } from '../curated.ts';
import { fieldsOf } from '../[date=date]/edit/planned.ts';
import type { Actions, PageServerLoad } from './$types';
import { asId } from '#domain/club/club-rules.ts';
import { duties, giveDuty, listDuties, takeDuty, type Duty } from '#domain/club/duties.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const club = await curatedClub(locals.ctx, params.club);
  const people = await listDuties(locals.ctx, club.id);
  if ('refused' in people) error(404, 'Not here');
  return { club: { slug: club.slug, name: club.name }, people };
};

const dutyOf = (word: string | undefined) => duties.find((duty): duty is Duty => duty === word);

export const actions: Actions = {
  give: async ({ locals, params, request, url }) => {
    const club = await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const duty = dutyOf(fields['duty']);
    const handle = (fields['handle'] ?? '').slice(0, 100);
    const wrong = (field: 'duty' | 'handle', says: string) =>
      fail(400, { faults: { [field]: says } as Record<string, string>, handle, duty });
    if (!duty) return wrong('duty', 'Choose a duty.');
    const given = await giveDuty(locals.ctx, {
      clubId: club.id,
      handle: handle.replaceAll('\0', ''),
      duty,
    });
    if (!('refused' in given)) redirect(303, url.pathname);
    if (given.refused === 'gone') error(404, 'Not here');
    return wrong(
      'handle',
      'Nobody here has this handle. It stands on their own page, after the @.',
    );
  },
  take: async ({ locals, params, request, url }) => {
    const club = await curatedClub(locals.ctx, params.club);
    const fields = await fieldsOf(request);
    const duty = dutyOf(fields['duty']);
    if (!duty) error(400, 'Which duty?');
    const taken = await takeDuty(locals.ctx, {
      clubId: club.id,
      personId: asId(fields['person']),
      duty,
    });
    if (!('refused' in taken)) redirect(303, url.pathname);
    if (taken.refused === 'gone') error(404, 'Not here');
    const faults: Record<string, string> = {
      handle: 'The club needs a curator. Give this duty to somebody else first.',
    };
    return fail(409, { faults, handle: '', duty: undefined });
  },
};
