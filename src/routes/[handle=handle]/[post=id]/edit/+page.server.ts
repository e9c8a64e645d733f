import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../../account.ts';
import type { Actions, PageServerLoad } from './$types';
import { deskToChange } from '#domain/posts/desk.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { readWriting } from '#domain/posts/writing-form.ts';
import { rewriteWords } from '#domain/posts/rewrite-words.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const desk = await deskToChange(event.locals.ctx, event.params.post);
  if (!desk) error(404);
  return onlyRendered(event, { desk });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { ctx } = locals;
    const typed = readWriting(await request.formData());
    const done = await rewritePost(ctx, {
      id: params.post,
      text: typed.text,
      contentNote: typed.note,
      language: typed.language || null,
      mediaIds: typed.mediaIds,
      files: typed.mediaIds.map((id) => ({ id, alt: typed.alts[id] ?? '' })),
    });
    const own = `/@${params.handle}/${params.post}`;
    if (!('refused' in done)) redirect(303, `${own}?sent=change-${params.post}`);
    const desk = await deskToChange(ctx, params.post, typed);
    if (done.refused === 'gone' || !desk) error(404);
    return fail(400, { error: rewriteWords[done.refused], desk });
  },
};
