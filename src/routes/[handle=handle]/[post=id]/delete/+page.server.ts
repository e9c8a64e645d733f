import { error, redirect } from '@sveltejs/kit';
import { signedIn } from '../../../account.ts';
import type { Actions, PageServerLoad } from './$types';
import { deskAnew } from '#domain/posts/desk.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { shownPosts } from '#domain/posts/shown.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const view = await findPost(ctx, event.params.post);
  const [post] = view ? await shownPosts(ctx, [view]) : [];
  // After it is deleted this page shows the form in which it is written anew.
  if (!post?.mine && event.request.method === 'GET') error(404);
  return onlyRendered(event, { post });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { ctx } = locals;
    const anew = (await request.formData()).get('then') === 'anew';
    const desk = anew ? await deskAnew(ctx, params.post) : undefined;
    if (await removePost(ctx, { id: params.post })) error(404);
    if (!desk) redirect(303, '/home');
    return { desk };
  },
};
