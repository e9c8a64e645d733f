import { error, redirect } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { peopleAtOnce as atOnce, peopleWindow } from '../people-shown.ts';
import type { Actions, PageServerLoad } from './$types';
import { listFollowedTags, unfollowTag } from '#domain/posts/tags.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { locals, url } = event;
  const listed = await listFollowedTags(locals.ctx, peopleWindow(url));
  const last = listed.at(-1)?.id;
  return onlyRendered(event, {
    tags: listed.map(({ tag }) => ({ tag: tag.tag, shown: tag.shown })),
    older: last && listed.length === atOnce ? `${url.pathname}?before=${last}` : undefined,
    here: url.pathname + url.search,
  });
};

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const tag = String((await event.request.formData()).get('tag') ?? '');
    const done = await unfollowTag(event.locals.ctx, tag);
    if ('refused' in done) error(404);
    redirect(303, event.url.pathname + event.url.search);
  },
};
