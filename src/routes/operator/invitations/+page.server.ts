import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { listClubs } from '#domain/club/clubs.server.ts';
import {
  inviteByOperator,
  listOperatorInvitations,
  withdrawInvitation,
} from '#domain/people/invitations.server.ts';
import { invitationForm } from '#domain/people/invitations.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { ctx } = event.locals;
  const invitations = await listOperatorInvitations(ctx);
  if ('refused' in invitations) error(404);
  const clubs = await listClubs(ctx);
  return {
    invitations,
    places: [
      { value: '/', label: 'The front page' },
      ...clubs.map(({ slug, name }) => ({ value: `/${slug}`, label: name })),
    ],
    done: event.url.searchParams.get('done'),
  };
};

const tooFast = 'That was a lot in a short time, or this address got several letters. Please wait.';

export const actions: Actions = {
  make: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const read = readForm(invitationForm, fieldsOf(form));
    const typed = typedIn(form).text;
    if ('faults' in read) return fail(400, { faults: read.faults, typed, link: undefined });
    const made = await inviteByOperator(event.locals.ctx, read.value);
    if ('sent' in made) redirect(303, '/operator/invitations?done=sent');
    // Shown in this answer and never again, so there is no page to redirect to.
    if ('link' in made) return { link: made.link, faults: {}, typed: {} };
    if (made.refused === 'gone') error(404);
    return fail(429, { faults: { email: tooFast }, typed, link: undefined });
  },
  withdraw: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    await withdrawInvitation(event.locals.ctx, String(form.get('id') ?? ''));
    redirect(303, '/operator/invitations?done=withdrawn');
  },
};
