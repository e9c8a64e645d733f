import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { emergencyFor } from '#domain/boundaries/emergency.server.ts';
import { answersIn, isMomentWord, momentChannels } from '#domain/boundaries/moment.ts';
import { momentWith } from '#domain/boundaries/moment-shown.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';
import type { Answers } from '#domain/boundaries/questions.ts';
import type { RequestEvent } from '@sveltejs/kit';

/** What the rules say before a message, a shared address or a meeting: a page to read, with nothing to send. */
async function shown(event: RequestEvent<{ handle: string }>, answers?: Answers) {
  await signedIn(event);
  const { ctx } = event.locals;
  const word = event.url.searchParams.get('for');
  const met = await meetByHandle(ctx, event.params.handle);
  if (!isMomentWord(word) || !met || met.id === ctx.viewer?.personId) error(404);
  // Who was introduced has begun nothing: they are asked.
  const initiator = word === 'introduction' ? 'them' : 'me';
  const before = { channel: momentChannels[word], initiator } as const;
  const moment = await momentWith(ctx, met.handle, before, answers);
  const { name, handle } = met;
  const emergency = await emergencyFor(ctx, [{ handle }]);
  return { word, person: { name, handle }, moment, emergency, origin: ctx.config.origin };
}

export const load: PageServerLoad = async (event) => onlyRendered(event, await shown(event));

export const actions: Actions = {
  // Read in memory for the page that answers; kept and logged nowhere.
  advise: async (event) => {
    const answers = answersIn(await event.request.formData());
    const { moment } = await shown(event, answers);
    return { moment };
  },
};
