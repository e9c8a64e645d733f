import { answer, notFound } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import { showAuthors, showPosts } from './show.server.ts';
import {
  changeConversation,
  findConversation,
  listConversations,
  listDirect,
} from '#domain/messages/conversations.server.ts';
import type { ConversationView } from '#domain/messages/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const at = '/api/v1/conversations';
const writes = person('write:conversations');

/** Messages, as apps know them. What waits as a request is not there until it is accepted. */
export const conversationRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: person('read:statuses'), answer: list },
  {
    ...{ method: 'DELETE', path: `${at}/:id`, needs: writes },
    answer: async (call) => ((await change(call, 'hide')) ? answer({}) : notFound()),
  },
  { method: 'POST', path: `${at}/:id/read`, needs: writes, answer: mark('read') },
  { method: 'POST', path: `${at}/:id/unread`, needs: writes, answer: mark('unread') },
  // Deprecated, and still asked for by older apps.
  {
    ...{ method: 'GET', path: '/api/v1/timelines/direct', needs: person('read:statuses') },
    answer: listPosts,
  },
];

async function list(call: Call): Promise<Response> {
  const found = await listConversations(call.ctx, windowOf(call));
  const ids = found.flatMap(({ lastId }) => lastId ?? []);
  return answerPage(call, await showConversations(call.ctx, found), ids);
}

async function listPosts(call: Call): Promise<Response> {
  const posts = await listDirect(call.ctx, windowOf(call));
  const ids = posts.map(({ id }) => id);
  return answerPage(call, await showPosts(call.ctx, posts), ids);
}

function mark(how: 'read' | 'unread') {
  return async (call: Call): Promise<Response> => {
    const shown =
      (await change(call, how)) &&
      (await findConversationEntity(call.ctx, call.params['id'] ?? ''));
    return shown ? answer(shown) : notFound();
  };
}

async function change({ ctx, params }: Call, how: 'read' | 'unread' | 'hide'): Promise<boolean> {
  const found = await findConversation(ctx, params['id'] ?? '');
  if (found?.state !== 'accepted') return false;
  return !(await changeConversation(ctx, found.id, how));
}

/**
 * A conversation of the viewer as clients read it; nothing while it waits as a request, when they have
 * hidden or left it, and when nothing is in it.
 * Source: https://docs.joinmastodon.org/entities/Conversation/
 */
export async function findConversationEntity(ctx: Ctx, id: string): Promise<object | undefined> {
  const found = await findConversation(ctx, id);
  if (found?.state !== 'accepted' || found.hidden || !found.last) return undefined;
  return (await showConversations(ctx, [found]))[0];
}

async function showConversations(ctx: Ctx, found: readonly ConversationView[]): Promise<object[]> {
  const shown = await showPosts(
    ctx,
    found.flatMap(({ last }) => last ?? []),
  );
  const byId = new Map(shown.map((status) => [status.id, status]));
  const accounts = await Promise.all(found.map(({ people }) => showAuthors(ctx, people)));
  return found.map(({ id, unread, last }, at) => ({
    id,
    unread,
    accounts: accounts[at] ?? [],
    last_status: byId.get(last?.id ?? '') ?? null,
  }));
}
