import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import { connectionShown } from '../connection-shown.ts';
import type { Actions, PageServerLoad } from './$types';
import {
  blockPerson,
  mutePerson,
  unblockPerson,
  unmutePerson,
} from '#domain/connections/blocks.server.ts';
import { muteSecondsIn, type Done } from '#domain/connections/connection-words.ts';
import {
  answerFollowRequest,
  followPerson,
  removeFollower,
  unfollowPerson,
} from '#domain/connections/follows.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { notePerson } from '#domain/connections/notes.server.ts';

type Ctx = App.Locals['ctx'];
type Event = RequestEvent<{ handle: string }>;
type Refused = { refused: 'signIn' | 'gone' | 'self' | 'tooFast' };
type Act = (ctx: Ctx, id: string, form: FormData) => Promise<Done | Refused>;

/** All that one can do about somebody, on a page of its own: where a form comes back to that was refused. */
export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const met = await meetByHandle(ctx, event.params.handle);
  if (!met || met.id === ctx.viewer?.personId) error(404);
  const { id, handle, name, locked, host, kind } = met;
  return {
    person: { handle, name, locked, host, kind },
    shown: await connectionShown(ctx, { id, name }, event.url),
  };
};

export const actions: Actions = {
  follow: does(async (ctx, id) => {
    const done = await followPerson(ctx, id);
    return 'refused' in done ? done : done.state === 'asked' ? 'asked' : 'followed';
  }),
  change: does(async (ctx, id, form) => {
    const wishes = form.getAll('wishes');
    const [boosts, notify] = [wishes.includes('boosts'), wishes.includes('notify')];
    const done = await followPerson(ctx, id, { boosts, notify });
    return 'refused' in done ? done : done.state === 'asked' ? 'asked' : 'changed';
  }),
  unfollow: does(async (ctx, id) => (await unfollowPerson(ctx, id)) ?? 'unfollowed'),
  remove: does(async (ctx, id) => (await removeFollower(ctx, id)) ?? 'removed'),
  mute: does(async (ctx, id, form) => {
    const seconds = muteSecondsIn(form.get('seconds'));
    const notifications = form.getAll('quiet').includes('notifications');
    return (await mutePerson(ctx, id, { seconds, notifications })) ?? 'muted';
  }),
  unmute: does(async (ctx, id) => (await unmutePerson(ctx, id)) ?? 'unmuted'),
  block: does(async (ctx, id) => (await blockPerson(ctx, id)) ?? 'blocked'),
  unblock: does(async (ctx, id) => (await unblockPerson(ctx, id)) ?? 'unblocked'),
  answer: does(async (ctx, id, form) => {
    const yes = form.get('answer') === 'yes';
    return (await answerFollowRequest(ctx, id, yes)) ?? (yes ? 'answeredYes' : 'answeredNo');
  }),
  note: async (event) => {
    const { id, form } = await about(event);
    const note = String(form.get('note') ?? '');
    const no = await notePerson(event.locals.ctx, id, note);
    if (no && 'refused' in no && (no.refused === 'tooLong' || no.refused === 'notText'))
      return fail(400, { note, fault: noteFaults[no.refused] });
    return finish(event, no ? { refused: 'gone' } : 'noted');
  },
};

const noteFaults = {
  tooLong: 'That is longer than 2,000 characters. Make it shorter, and keep it again.',
  notText: 'There is something in it that is no text. Type it again, please.',
};

function does(act: Act) {
  return async (event: Event): Promise<never> => {
    const { id, form } = await about(event);
    return finish(event, await act(event.locals.ctx, id, form));
  };
}

/** Whom a form is about, and what it says; absent alike for a handle that nobody has and one who may not be met. */
async function about(event: Event): Promise<{ id: string; form: FormData }> {
  await signedIn(event as Parameters<typeof signedIn>[0]);
  const met = await meetByHandle(event.locals.ctx, event.params.handle);
  if (!met) error(404);
  return { id: met.id, form: await event.request.formData() };
}

function finish({ params }: Event, done: Done | Refused): never {
  if (typeof done === 'string') redirect(303, `/@${params.handle}?did=${done}`);
  if (done.refused === 'signIn') error(401);
  error(done.refused === 'tooFast' ? 429 : 404);
}
