import { readBody, textOf } from './body.server.ts';
import { answer, notFound } from './errors.ts';
import { showNotifications } from './notification-show.server.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import {
  clearNotifications,
  countUnread,
  dismissNotification,
  findNotification,
  listNotifications,
  type Sought,
} from '#domain/notifications/notifications.server.ts';

const reads = person('read:notifications');
const writes = person('write:notifications');
const at = '/api/v1/notifications';

/** What an app asks about what its person was told, one by one. */
export const notificationRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: list },
  { method: 'GET', path: `${at}/unread_count`, needs: reads, answer: unread },
  { method: 'POST', path: `${at}/clear`, needs: writes, answer: clear },
  { method: 'GET', path: `${at}/:id`, needs: reads, answer: find },
  { method: 'POST', path: `${at}/:id/dismiss`, needs: writes, answer: dismiss },
  { method: 'POST', path: `${at}/dismiss`, needs: writes, answer: dismiss },
];

/** Which notifications a call asks for. */
export function soughtIn(query: URLSearchParams): Sought {
  const all = (name: string) => {
    const values = [...query.getAll(`${name}[]`), ...query.getAll(name)];
    return values.length > 0 ? values : undefined;
  };
  const fromId = query.get('account_id');
  return {
    kinds: all('types'),
    not: all('exclude_types'),
    ...(fromId && { fromId: /^[1-9]\d{0,17}$/.test(fromId) ? fromId : '0' }),
    filtered: /^(?:1|t|true|on)$/.test(query.get('include_filtered') ?? ''),
  };
}

/** How far an app wants to count. */
export function mostOf(query: URLSearchParams): number {
  const asked = Math.trunc(Number(query.get('limit') ?? 100));
  return asked >= 1 ? Math.min(asked, 1000) : 100;
}

async function list(call: Call): Promise<Response> {
  const { ctx, query } = call;
  const found = await listNotifications(ctx, soughtIn(query), windowOf(call, 40, 80));
  const ids = found.map(({ id }) => id);
  return answerPage(call, await showNotifications(ctx, found), ids);
}

async function find({ ctx, params }: Call): Promise<Response> {
  const found = await findNotification(ctx, params['id'] ?? '');
  const [shown] = found ? await showNotifications(ctx, [found]) : [];
  return shown ? answer(shown) : notFound();
}

async function unread({ ctx, query }: Call): Promise<Response> {
  return answer({ count: await countUnread(ctx, soughtIn(query), mostOf(query)) });
}

async function clear({ ctx }: Call): Promise<Response> {
  await clearNotifications(ctx);
  return answer({});
}

/** Which one stands in the path, or, as older apps say it, in the body. */
async function dismiss({ ctx, params, request }: Call): Promise<Response> {
  const body = params['id'] ? {} : await readBody(request);
  if (body instanceof Response) return body;
  const id = params['id'] ?? textOf(body, 'id') ?? '';
  return (await dismissNotification(ctx, id)) ? answer({}) : notFound();
}
