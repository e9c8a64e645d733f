import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../../account.ts';
import type { Actions, PageServerLoad } from './$types';
import { isId } from '#domain/people/id.ts';
import { deskToChange } from '#domain/posts/desk.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { changeRights } from '#domain/posts/marks.server.ts';
import { mediaWords, type MediaRefusal } from '#domain/posts/media-rules.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { pollChangeIn, readWriting } from '#domain/posts/writing-form.ts';
import { rewriteWords } from '#domain/posts/rewrite-words.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { locals, params, url } = event;
  const added = url.searchParams.getAll('added').filter(isId);
  const desk = (await deskToChange(locals.ctx, params.post, { added })) ?? error(404);
  const problem = url.searchParams.get('problem');
  return onlyRendered(event, {
    desk,
    here: url.pathname + url.search,
    problem: problem && problem in mediaWords ? mediaWords[problem as MediaRefusal] : undefined,
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { ctx } = locals;
    const typed = readWriting(await request.formData());
    const before = await findPost(ctx, params.post);
    const done = await rewritePost(ctx, {
      id: params.post,
      text: typed.text,
      contentNote: typed.note,
      language: typed.language || null,
      looked: typed.looked ?? false,
      mediaIds: typed.mediaIds,
      files: typed.mediaIds.map((id) => ({ id, alt: typed.alts[id] ?? '' })),
      ...pollOf(pollChangeIn(typed, before?.poll ?? null)),
    });
    if ('refused' in done) {
      const desk = await deskToChange(ctx, params.post, { typed });
      if (done.refused === 'gone' || !desk) error(404);
      return fail(400, { error: rewriteWords[done.refused], desk });
    }
    const { repliesFrom } = typed;
    if (repliesFrom !== before?.repliesFrom)
      await changeRights(ctx, { id: params.post, repliesFrom });
    redirect(303, `/@${params.handle}/${params.post}?sent=change-${params.post}`);
  },
};

/** A poll of which nothing is said stays as it is. */
function pollOf(poll: ReturnType<typeof pollChangeIn>) {
  return poll === undefined ? {} : { poll };
}
