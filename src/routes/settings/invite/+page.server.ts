import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { listClubs } from '#domain/club/clubs.server.ts';
import {
  inviteFriends,
  listFriendsLinks,
  withdrawInvitation,
} from '#domain/people/invitations.server.ts';
import { safeNext } from '#domain/people/next.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const clubs = await listClubs(ctx);
  return {
    places: [
      { value: '/', label: 'The front page' },
      ...clubs.map(({ slug, name }) => ({ value: `/${slug}`, label: name })),
    ],
    chosen: safeNext(event.url.searchParams.get('next')),
    links: await listFriendsLinks(ctx),
    withdrawn: event.url.searchParams.has('withdrawn'),
  };
};

const words = {
  tooMany: 'Ten of your links are open. Take one back before you make another.',
  tooFast: 'That was a lot in a short time. Please wait an hour and try again.',
};

export const actions: Actions = {
  make: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    const made = await inviteFriends(event.locals.ctx, safeNext(form.get('next')));
    // Shown in this answer and never again, so there is no page to redirect to.
    if ('link' in made) return { link: made.link, faults: {} };
    if (made.refused === 'gone') error(404);
    return fail(429, { link: undefined, faults: { next: words[made.refused] } });
  },
  withdraw: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    await withdrawInvitation(event.locals.ctx, String(form.get('id') ?? ''));
    redirect(303, '/settings/invite?withdrawn');
  },
};
