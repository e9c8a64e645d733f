import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import { dateWords } from '../../day-words.ts';
import { namedBy } from '../named.ts';
import type { Actions, PageServerLoad } from './$types';
import { listFriends } from '#domain/connections/friends.server.ts';
import { introduce } from '#domain/connections/introductions.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const ids = (await listFriends(ctx)).map(({ personId }) => personId);
  return { friends: [...(await namedBy(ctx, ids)).values()] };
};

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const form = await event.request.formData();
    const [one, other] = [String(form.get('one') ?? ''), String(form.get('other') ?? '')];
    const note = String(form.get('note') ?? '');
    const done = await introduce(event.locals.ctx, { ids: [one, other], note });
    if (!('refused' in done)) redirect(303, '/friends?did=introduced');
    if (done.refused === 'signIn') error(401);
    if (done.refused === 'tooFast') error(429);
    const faults = {
      gone: { one: 'Choose two of your friends.' },
      self: { other: 'Choose two different friends.' },
      tooLong: { note: 'That is longer than 300 characters.' },
      notText: { note: 'There is something in it that is no text.' },
    };
    const tooSoon = (again: Date) => ({
      other: `You have introduced these two. You can do it again from ${dateWords(again)}.`,
    });
    const shown = done.refused === 'tooSoon' ? tooSoon(done.again) : faults[done.refused];
    return fail(400, { faults: shown as Record<string, string>, one, other, note });
  },
};
