import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { safeNext, withNext } from '#domain/people/next.ts';
import { boostPost, unboostPost } from '#domain/posts/boosts.server.ts';
import {
  bookmarkPost,
  changeRights,
  favouritePost,
  foldReply,
  muteThread,
  pinPost,
  unbookmarkPost,
  unfavouritePost,
  unmuteThread,
  unpinPost,
} from '#domain/posts/marks.server.ts';
import { vote } from '#domain/posts/polls.server.ts';
import { replyRights } from '#domain/posts/rules.ts';

type Ctx = App.Locals['ctx'];
type Act = (ctx: Ctx, id: string, form: FormData) => Promise<object | undefined>;

const onOff =
  (on: (ctx: Ctx, id: string) => Promise<object | undefined>, off: typeof on): Act =>
  (ctx, id, form) =>
    form.get('on') === 'no' ? off(ctx, id) : on(ctx, id);

/** What one can do with a post, by the name of its form. */
const acts = {
  favourite: onOff(favouritePost, unfavouritePost),
  boost: onOff((ctx, id) => boostPost(ctx, { id }), unboostPost),
  bookmark: onOff(bookmarkPost, unbookmarkPost),
  pin: onOff(pinPost, unpinPost),
  mute: onOff(muteThread, unmuteThread),
  fold: (ctx, id, form) => foldReply(ctx, { id, folded: form.get('on') !== 'no' }),
  vote: (ctx, id, form) => vote(ctx, { id, choices: form.getAll('choice').map(Number) }),
  replies: async (ctx, id, form) => {
    const repliesFrom = replyRights.find((one) => one === form.get('repliesFrom'));
    return repliesFrom && changeRights(ctx, { id, repliesFrom });
  },
} satisfies Record<string, Act>;

/** The form action that does it, and goes back to where it was asked for. */
export function actOn(name: keyof typeof acts) {
  return async ({ locals, params, request, url }: RequestEvent<{ post: string }>) => {
    const { ctx } = locals;
    const back = url.pathname;
    if (!ctx.viewer) redirect(303, withNext('/sign-in', back));
    const form = await request.formData();
    const done = await acts[name](ctx, params.post, form);
    if (done && 'refused' in done) error(statusOf(done.refused));
    redirect(303, safeNext(form.get('back'), back));
  };
}

/** A vote that came too late or twice, or a sixth pin, is shown by how the post stands then. */
function statusOf(refused: unknown): number {
  if (refused === 'gone') return 404;
  return refused === 'tooFast' ? 429 : 409;
}
