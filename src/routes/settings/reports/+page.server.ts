import type { PageServerLoad } from './$types';
import { ownProfile } from '../own-profile.ts';
import { listOwnReports } from '#domain/moderation/reports.server.ts';

export const load: PageServerLoad = async (event) => {
  await ownProfile(event);
  const reports = await listOwnReports(event.locals.ctx);
  return {
    reports: reports.map(({ id, about, category, comment, created, state, outcome, postIds }) => ({
      ...{ id, category, comment, created, state, outcome },
      posts: postIds.length,
      person: about && { handle: about.handle, name: about.name },
    })),
    sent: event.url.searchParams.has('sent'),
  };
};
