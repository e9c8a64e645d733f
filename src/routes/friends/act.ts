import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { acceptRequest, bringBack, setAside } from '#domain/connections/friend-answers.server.ts';
import type { FriendsDone } from '#domain/connections/friend-words.ts';
import { withdraw } from '#domain/connections/friend-requests.server.ts';
import {
  answerIntroduction,
  setIntroductionAside,
} from '#domain/connections/introduction-answers.server.ts';
import { withdrawIntroduction } from '#domain/connections/introductions.server.ts';

type Ctx = App.Locals['ctx'];
type Refused = { refused: 'signIn' | 'gone' };
type Act = (ctx: Ctx, id: string) => Promise<FriendsDone | Refused>;

/** What the pages of friends do with a request or an introduction, each by a form of its own. */
export const friendActs = {
  accept: act(async (ctx, id) => (await acceptRequest(ctx, id)) ?? 'accepted'),
  aside: act(async (ctx, id) => (await setAside(ctx, id)) ?? 'aside'),
  back: act(async (ctx, id) => (await bringBack(ctx, id)) ?? 'back'),
  withdraw: act(async (ctx, id) => (await withdraw(ctx, id)) ?? 'withdrawn'),
  introductionYes: act(async (ctx, id) => {
    const done = await answerIntroduction(ctx, { id, yes: true });
    return 'refused' in done ? done : done.state === 'friends' ? 'accepted' : 'saidYes';
  }),
  introductionNo: act(async (ctx, id) => {
    const done = await answerIntroduction(ctx, { id, yes: false });
    return 'refused' in done ? done : 'tookBack';
  }),
  introductionAside: act(async (ctx, id) => (await setIntroductionAside(ctx, id)) ?? 'aside'),
  introductionWithdraw: act(
    async (ctx, id) => (await withdrawIntroduction(ctx, id)) ?? 'withdrawn',
  ),
};

function act(does: Act) {
  return async (event: RequestEvent): Promise<never> => {
    await signedIn(event);
    const form = await event.request.formData();
    const done = await does(event.locals.ctx, String(form.get('id') ?? ''));
    if (typeof done !== 'string') error(done.refused === 'signIn' ? 401 : 404);
    redirect(303, `/friends?did=${done}`);
  };
}
