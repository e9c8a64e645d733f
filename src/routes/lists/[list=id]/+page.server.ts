import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import { olderThan, windowOf } from '../../window-of.ts';
import type { Actions, PageServerLoad } from './$types';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import {
  addToList,
  changeList,
  findList,
  listMembers,
  removeList,
  takeFromList,
} from '#domain/posts/lists.server.ts';
import { listListed } from '#domain/posts/list-timeline.server.ts';
import { listWords } from '#domain/posts/list-words.ts';
import { handleOf } from '#domain/posts/people-search.server.ts';
import { shownLines } from '#domain/posts/shown.server.ts';
import { listedAuthors } from '#domain/posts/shown-people.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

/** How many people of a list its page shows. */
const mostShown = 200;

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const list = await findList(ctx, event.params.list);
  if (!list) error(404);
  const [found, members] = await Promise.all([
    listListed(ctx, list.id, windowOf(event.url)),
    listMembers(ctx, list.id, { limit: mostShown }),
  ]);
  const lines = await shownLines(ctx, found ?? [], 'home');
  const ids = (found ?? []).map(({ id }) => id);
  return onlyRendered(event, {
    list: { id: list.id, title: list.title },
    lines,
    older: olderThan(event.url, ids),
    people: await listedAuthors(ctx, members ?? []),
  });
};

export const actions: Actions = {
  add: async ({ locals, params, request }) => {
    const { ctx } = locals;
    const typed = String((await request.formData()).get('handle') ?? '');
    const handle = handleOf(ctx, typed);
    const met = handle ? await meetByHandle(ctx, handle) : undefined;
    const no = met ? await addToList(ctx, params.list, [met.id]) : ({ refused: 'gone' } as const);
    if (no) return fail(400, { at: 'add', error: listWords[no.refused], typed });
    redirect(303, `/lists/${params.list}#people`);
  },
  take: async ({ locals, params, request }) => {
    const id = String((await request.formData()).get('person') ?? '');
    await takeFromList(locals.ctx, params.list, [id]);
    redirect(303, `/lists/${params.list}#people`);
  },
  rename: async ({ locals, params, request }) => {
    const typed = String((await request.formData()).get('title') ?? '');
    const done = await changeList(locals.ctx, params.list, { title: typed });
    if ('refused' in done)
      return fail(400, { at: 'rename', error: listWords[done.refused], typed });
    redirect(303, `/lists/${params.list}`);
  },
  remove: async ({ locals, params }) => {
    await removeList(locals.ctx, params.list);
    redirect(303, '/lists');
  },
};
