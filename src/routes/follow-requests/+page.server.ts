import { error, redirect } from '@sveltejs/kit';
import { peopleShown, peopleWindow } from '../people-shown.ts';
import { ownProfile } from '../settings/own-profile.ts';
import type { Actions, PageServerLoad } from './$types';
import { answerFollowRequest } from '#domain/connections/follows.server.ts';
import { doneWords } from '#domain/connections/connection-words.ts';
import { listFollowRequests } from '#domain/connections/lists.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';

export const load: PageServerLoad = async (event) => {
  const { locked } = await ownProfile(event);
  const { locals, url } = event;
  const listed = await listFollowRequests(locals.ctx, peopleWindow(url));
  const answered = await meetByHandle(locals.ctx, url.searchParams.get('who') ?? '');
  return {
    locked,
    done: answered && doneWords(url.searchParams.get('did'), answered.name),
    ...(await peopleShown(locals.ctx, listed, url)),
  };
};

export const actions: Actions = {
  default: async (event) => {
    await ownProfile(event);
    const { ctx } = event.locals;
    const form = await event.request.formData();
    const handle = String(form.get('handle') ?? '');
    const yes = form.get('answer') === 'yes';
    const met = await meetByHandle(ctx, handle);
    if (!met || (await answerFollowRequest(ctx, met.id, yes))) error(404);
    const did = yes ? 'answeredYes' : 'answeredNo';
    redirect(303, `/follow-requests?did=${did}&who=${met.handle}`);
  },
};
