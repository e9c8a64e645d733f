import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { filesOfPage, ownId } from '../../desk.ts';
import { changeMessage, findOwnMessage } from '#domain/messages/own-message.server.ts';
import { deskToChange } from '#domain/posts/desk.server.ts';
import { rewriteWords } from '#domain/posts/rewrite-words.ts';
import { readWriting } from '#domain/posts/writing-form.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

type Event = RequestEvent<{ id: string; message: string }>;

/** The viewer's message, found in its conversation. */
async function own({ locals, params }: Event) {
  return (await findOwnMessage(locals.ctx, params.id, params.message)) ?? error(404);
}

export const load: PageServerLoad = async (event) => {
  await ownId(event);
  const view = await own(event);
  const { params } = event;
  const { problem, here, media } = await filesOfPage(event);
  const added = media.map(({ id }) => id);
  const desk = (await deskToChange(event.locals.ctx, view.id, { added })) ?? error(404);
  return onlyRendered(event, {
    desk,
    back: `/messages/${params.id}#message-${view.id}`,
    history: view.updated ? `/@${view.author.handle}/${view.id}/history` : undefined,
    here,
    problem,
  });
};

export const actions: Actions = {
  default: async (event) => {
    await ownId(event);
    const { id } = await own(event);
    const { ctx } = event.locals;
    const typed = readWriting(await event.request.formData());
    const { text, mediaIds, alts, looked = false } = typed;
    const files = mediaIds.map((file) => ({ id: file, alt: alts[file] ?? '' }));
    const done = await changeMessage(ctx, { id, text, mediaIds, files, looked });
    const back = `/messages/${event.params.id}`;
    if (!('refused' in done)) redirect(303, `${back}#message-${id}`);
    const desk = await deskToChange(ctx, id, { typed });
    if (done.refused === 'gone' || !desk) error(404);
    return fail(400, { error: rewriteWords[done.refused], desk });
  },
};
