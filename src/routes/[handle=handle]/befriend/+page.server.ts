import { error, fail, redirect } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import { dateWords } from '../../day-words.ts';
import type { Actions, PageServerLoad } from './$types';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const met = await meetByHandle(ctx, event.params.handle);
  if (!met || met.id === ctx.viewer?.personId) error(404);
  return { person: { handle: met.handle, name: met.name } };
};

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const { ctx } = event.locals;
    const met = await meetByHandle(ctx, event.params.handle);
    if (!met) error(404);
    const note = String((await event.request.formData()).get('note') ?? '');
    const done = await askToBefriend(ctx, { id: met.id, note });
    if (!('refused' in done))
      redirect(303, `/friends?did=${done.state === 'friends' ? 'accepted' : 'sent'}`);
    if (done.refused === 'signIn') error(401);
    if (done.refused === 'gone' || done.refused === 'self') error(404);
    const faults = {
      tooFast: 'That is enough asking for today. Tomorrow you can ask again.',
      tooLong: 'That is longer than 300 characters. Make it shorter, and send it again.',
      notText: 'There is something in it that is no text. Type it again, please.',
    };
    const fault =
      done.refused === 'tooSoon'
        ? `You have asked before. You can ask again from ${dateWords(done.again)}.`
        : faults[done.refused];
    return fail(400, { note, fault });
  },
};
