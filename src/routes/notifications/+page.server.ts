import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../account.ts';
import { momentWords } from '../day-words.ts';
import { answerFollowRequest } from '#domain/connections/follows.server.ts';
import { dismissAnnouncement, listAnnouncements } from '#domain/house/announcements.server.ts';
import { listAsking, listNews } from '#domain/notifications/news.server.ts';
import { readNotificationSettings } from '#domain/notifications/policy.server.ts';
import { acceptRequests, dismissRequests } from '#domain/notifications/requests.server.ts';
import { isId } from '#domain/people/id.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const asked = event.url.searchParams.get('before') ?? '';
  const before = /^[1-9]\d{0,17}$/.test(asked) ? asked : undefined;
  const { items, older } = await listNews(ctx, before);
  const { quietUntil } = await readNotificationSettings(ctx);
  return {
    items: items.map((item) => ({ item, when: momentWords(item.at) })),
    older,
    first: before === undefined,
    told: before ? [] : await announced(ctx),
    asking: before ? { follows: [], strangers: [] } : await listAsking(ctx),
    quiet: quietUntil && momentWords(quietUntil),
    done: event.url.searchParams.has('done'),
  };
};

/** What everybody is told, and this person has not put away. */
async function announced(ctx: App.Locals['ctx']) {
  return (await listAnnouncements(ctx)).map(({ id, text }) => ({ id, text }));
}

type Answer = (event: RequestEvent, id: string) => Promise<unknown>;

/** Answers somebody who asks; whoever asks no longer is the same as never. */
function answering(answer: Answer) {
  return async (event: RequestEvent) => {
    await signedIn(event);
    if (!event.locals.ctx.viewer) error(401);
    await answer(event, String((await event.request.formData()).get('id') ?? ''));
    redirect(303, '/notifications?done');
  };
}

const follow =
  (yes: boolean): Answer =>
  ({ locals }, id) =>
    answerFollowRequest(locals.ctx, id, yes);

export const actions: Actions = {
  accept: answering(follow(true)),
  decline: answering(follow(false)),
  hear: answering(({ locals }, id) => acceptRequests(locals.ctx, [id])),
  dismiss: answering(({ locals }, id) =>
    isId(id) ? dismissAnnouncement(locals.ctx, id) : Promise.resolve(),
  ),
  ignore: answering(({ locals }, id) => dismissRequests(locals.ctx, [id])),
};
