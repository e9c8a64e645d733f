import { answer, notFound } from './errors.ts';
import { showGroups } from './notification-show.server.ts';
import { mostOf, soughtIn } from './notifications.server.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import { showAccounts } from './show.server.ts';
import {
  countUnreadGroups,
  dismissGroup,
  findGroup,
  listGroupPeople,
  listGroups,
  type SoughtGroups,
} from '#domain/notifications/groups.server.ts';

const reads = person('read:notifications');
const writes = person('write:notifications');
const at = '/api/v2/notifications';

/** What an app asks about what its person was told, alike things told as one. */
export const groupedNotificationRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: list },
  { method: 'GET', path: `${at}/unread_count`, needs: reads, answer: unread },
  { method: 'GET', path: `${at}/:key`, needs: reads, answer: find },
  { method: 'GET', path: `${at}/:key/accounts`, needs: reads, answer: people },
  { method: 'POST', path: `${at}/:key/dismiss`, needs: writes, answer: dismiss },
];

function soughtGroups(query: URLSearchParams): SoughtGroups {
  const grouped = [...query.getAll('grouped_types[]'), ...query.getAll('grouped_types')];
  return { ...soughtIn(query), ...(grouped.length > 0 && { grouped }) };
}

async function list(call: Call): Promise<Response> {
  const { ctx, query } = call;
  const groups = await listGroups(ctx, soughtGroups(query), windowOf(call, 40, 80));
  const partial = query.get('expand_accounts') === 'partial_avatars';
  const ids = groups.map(({ newestId }) => newestId);
  return answerPage(call, await showGroups(ctx, groups, partial), ids);
}

async function find({ ctx, params }: Call): Promise<Response> {
  const group = await findGroup(ctx, params['key'] ?? '');
  const shown = group && (await showGroups(ctx, [group], false));
  return shown && shown.notification_groups.length > 0 ? answer(shown) : notFound();
}

async function people({ ctx, params }: Call): Promise<Response> {
  const ids = await listGroupPeople(ctx, params['key'] ?? '');
  return ids.length > 0 ? answer(await showAccounts(ctx, ids)) : notFound();
}

async function dismiss({ ctx, params }: Call): Promise<Response> {
  await dismissGroup(ctx, params['key'] ?? '');
  return answer({});
}

async function unread({ ctx, query }: Call): Promise<Response> {
  return answer({ count: await countUnreadGroups(ctx, soughtGroups(query), mostOf(query)) });
}
