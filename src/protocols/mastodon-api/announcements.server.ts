import { announcementOf } from './entities/announcement.ts';
import { answer, notFound, refuse } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import { dismissAnnouncement, listAnnouncements } from '#domain/house/announcements.server.ts';
import { isId } from '#domain/people/id.ts';

const at = '/api/v1/announcements';
const reads = person('read:accounts', 'read:statuses', 'read:notifications', 'profile');
const reacts = person('write:favourites');

/** What everybody is told by whoever looks after the place. */
export const announcementRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: list },
  {
    ...{ method: 'POST', path: `${at}/:id/dismiss`, needs: person('write:accounts') },
    answer: dismiss,
  },
  { method: 'PUT', path: `${at}/:id/reactions/:name`, needs: reacts, answer: noReactions },
  { method: 'DELETE', path: `${at}/:id/reactions/:name`, needs: reacts, answer: noReactions },
];

async function list({ ctx, query }: Call): Promise<Response> {
  const dismissed = /^(?:1|t|true|on)$/i.test(query.get('with_dismissed') ?? '');
  return answer((await listAnnouncements(ctx, { dismissed })).map(announcementOf));
}

async function dismiss({ ctx, params }: Call): Promise<Response> {
  const id = params['id'] ?? '';
  return isId(id) && !(await dismissAnnouncement(ctx, id)) ? answer({}) : notFound();
}

async function noReactions(): Promise<Response> {
  return refuse(422, 'There are no reactions to announcements here');
}
