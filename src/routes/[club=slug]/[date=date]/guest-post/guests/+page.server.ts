import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { inviteGuest, listInvites, withdrawInvite } from '#domain/club/guest-invites.server.ts';
import { dayWords } from '#domain/club/guest-post-rules.ts';
import { findMonth } from '#domain/club/months.server.ts';

type Asked = { locals: App.Locals; params: { club: string; date: string } };

async function ledMonth({ locals, params }: Asked) {
  const month = await findMonth(locals.ctx, params.club, params.date);
  if (!month?.hosts) error(404, 'Not here');
  return month;
}

export const load: PageServerLoad = async (event) => {
  const month = await ledMonth(event);
  const invites = await listInvites(event.locals.ctx, month.id);
  if ('refused' in invites) error(404, 'Not here');
  const now = event.locals.ctx.clock.now();
  return {
    month: { theme: month.theme, clubName: month.club.name },
    here: `/${month.club.slug}/${month.date}/guest-post`,
    invites: invites.map(({ created, expires, withdrawn, ...invite }) => ({
      ...invite,
      created: dayWords(created),
      ends: dayWords(withdrawn ?? expires),
      state: withdrawn ? 'withdrawn' : expires <= now ? 'expired' : 'open',
    })),
  };
};

export const actions: Actions = {
  invite: async (event) => {
    const month = await ledMonth(event);
    const form = await event.request.formData();
    const note = String(form.get('note') ?? '');
    const mayPublish = form.has('mayPublish');
    const result = await inviteGuest(event.locals.ctx, month.id, { note, mayPublish });
    if (!('refused' in result)) return { link: result.link, invited: note };
    if (result.refused === 'gone') error(404, 'Not here');
    return fail(400, { note, mayPublish, fault: faults[result.refused] });
  },
  withdraw: async (event) => {
    const month = await ledMonth(event);
    const hash = String((await event.request.formData()).get('invite') ?? '');
    const result = await withdrawInvite(event.locals.ctx, month.id, hash);
    if ('refused' in result) error(404, 'Not here');
    redirect(303, event.url.pathname);
  },
};

const faults = {
  tooMany: 'Ten links are open already. Take one back first.',
  tooLong: 'Please use 500 characters or fewer.',
  notText: 'There is a broken character in it. Please type it again.',
};
