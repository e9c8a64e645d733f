import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { listGrants, takeBack } from '#domain/apps/grants.server.ts';
import { leaveWords } from '#domain/apps/scope-words.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const grants = await listGrants(event.locals.ctx);
  return {
    apps: grants.map(({ appId, name, website, scopes, since, seen }) => ({
      appId,
      name,
      website: website && new URL(website).host,
      leave: leaveWords(scopes),
      since: day.format(since),
      seen: seen && day.format(new Date(seen)),
    })),
    taken: event.url.searchParams.has('taken'),
  };
};

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export const actions: Actions = {
  /** Taking back needs no fresh proof of oneself: it can only make things safer. */
  default: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    await takeBack(event.locals.ctx, String(form.get('id') ?? ''));
    redirect(303, '/settings/apps?taken');
  },
};
