import { randomUUID } from 'node:crypto';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { faceOf, field, filesOfPage, ownId, readMessage, sendWords } from '../desk.ts';
import { emergencyFor } from '#domain/boundaries/emergency.server.ts';
import {
  changeConversation,
  findConversation,
  listMessages,
} from '#domain/messages/conversations.server.ts';
import { deleteMessage } from '#domain/messages/own-message.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import { filesOnDesk } from '#domain/posts/desk.server.ts';
import { shownPosts } from '#domain/posts/shown.server.ts';

const onAPage = 40;

export const load: PageServerLoad = async (event) => {
  event.depends('messages:thread');
  await ownId(event);
  const { ctx } = event.locals;
  const { id } = event.params;
  const found = (await findConversation(ctx, id)) ?? error(404);
  const asked = event.url.searchParams.get('before') ?? '';
  const before = /^\d{1,18}$/.test(asked) ? asked : null;
  const window = { limit: onAPage + 1, ...(before && { maxId: before }) };
  const posts = await listMessages(ctx, id, window);
  const page = posts.slice(0, onAPage);
  // Whoever looks at the newest has read it. An older page says nothing of that.
  if (found.unread && found.state === 'accepted' && !before)
    await changeConversation(ctx, id, 'read');
  return {
    id,
    state: found.state,
    hidden: found.hidden,
    people: found.people.map(faceOf),
    emergency: await emergencyFor(ctx, found.people),
    lines: (await shownPosts(ctx, page)).reverse(),
    older: posts.length > onAPage ? (page.at(-1)?.id ?? null) : null,
    before,
    key: randomUUID(),
    desk: await filesOfPage(event),
  };
};

export const actions: Actions = {
  send: async (event) => {
    await ownId(event);
    const form = await event.request.formData();
    const typed = readMessage(form);
    const { id: conversationId } = event.params;
    const { ctx } = event.locals;
    const sent = await sendMessage(ctx, { conversationId, ...typed });
    if ('refused' in sent) {
      const { text, mediaIds } = typed;
      return fail(422, { says: sendWords(sent), text, media: await filesOnDesk(ctx, mediaIds) });
    }
    redirect(303, `/messages/${conversationId}#write`);
  },
  delete: async (event) => {
    await ownId(event);
    const form = await event.request.formData();
    if (await deleteMessage(event.locals.ctx, field(form, 'id')))
      return fail(404, { says: 'It is gone already.', text: '', media: [] });
    redirect(303, `/messages/${event.params.id}#write`);
  },
  accept: (event) => change(event, 'accept', `/messages/${event.params['id']}#write`),
  leave: (event) => change(event, 'leave', '/messages'),
  hide: (event) => change(event, 'hide', '/messages'),
};

async function change(event: RequestEvent, how: 'accept' | 'leave' | 'hide', next: string) {
  await ownId(event);
  const refused = await changeConversation(event.locals.ctx, event.params['id'] ?? '', how);
  if (refused) error(404);
  redirect(303, next);
}
