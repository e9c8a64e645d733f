import { fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import type { Actions, PageServerLoad } from './$types';
import { listLists, makeList } from '#domain/posts/lists.server.ts';
import { listWords } from '#domain/posts/list-words.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const lists = await listLists(event.locals.ctx);
  return onlyRendered(event, { lists: lists.map(({ id, title }) => ({ id, title })) });
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const title = String((await request.formData()).get('title') ?? '');
    const made = await makeList(locals.ctx, { title });
    if ('refused' in made) return fail(400, { error: listWords[made.refused], title });
    redirect(303, `/lists/${made.id}`);
  },
};
