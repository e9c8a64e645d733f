import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { send } from './send.ts';
import type { Actions, PageServerLoad } from './$types';
import { isId } from '#domain/people/id.ts';
import { readers, type Readers } from '#domain/posts/audience-words.ts';
import { mediaWords, type MediaRefusal } from '#domain/posts/media-rules.ts';
import { deskFor } from '#domain/posts/desk.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { shownPosts } from '#domain/posts/shown.server.ts';
import { readWriting, writeStatus, writeWords } from '#domain/posts/writing-form.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const { searchParams } = event.url;
  const reply = searchParams.get('reply');
  const parent = reply ? await findPost(ctx, reply) : undefined;
  if (reply && !parent) error(404);
  const mediaIds = searchParams.getAll('added').filter(isId);
  const [shown] = parent ? await shownPosts(ctx, [parent]) : [];
  const problem = searchParams.get('problem');
  return onlyRendered(event, {
    parent: shown,
    desk: await deskFor(ctx, { parent, mediaIds, back: '', wanted: readersIn(searchParams) }),
    problem: problem && problem in mediaWords ? mediaWords[problem as MediaRefusal] : undefined,
    here: event.url.pathname + event.url.search,
  });
};

function readersIn(query: URLSearchParams): Readers | undefined {
  return readers.find((one) => one === query.get('audience'));
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { ctx } = locals;
    const typed = readWriting(await request.formData());
    const sent = await send(ctx, typed);
    if ('goTo' in sent) redirect(303, sent.goTo);
    const { refused } = sent;
    const parent = typed.reply ? await findPost(ctx, typed.reply) : undefined;
    const desk = await deskFor(ctx, { parent, back: typed.back, typed });
    return fail(writeStatus[refused] ?? 400, { error: writeWords[refused], desk });
  },
};
