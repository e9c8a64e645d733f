import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin, signedIn } from '../../../account.ts';
import { momentWords } from '../../../day-words.ts';
import { safeNext } from '#domain/people/next.ts';
import { newRecoveryCodes } from '#domain/people/recovery-codes.server.ts';
import { stopOwnSwitchOff } from '#domain/people/second-step-lost.server.ts';
import {
  beginSecondStep,
  confirmSecondStep,
  readSecondStep,
  switchOffSecondStep,
  type SecondStep,
} from '#domain/people/second-step.server.ts';

const here = '/settings/ways-in/second-step';

export const load: PageServerLoad = async (event) => {
  const login = await provedLogin(event);
  const { searchParams } = event.url;
  return {
    step: shown(await readSecondStep(event.locals.ctx, login)),
    done: searchParams.get('done'),
    /** After a recovery code was used to sign in: where they wanted to go. */
    onwards: searchParams.has('paper') ? safeNext(searchParams.get('next')) : undefined,
  };
};

function shown(step: SecondStep) {
  if (step.state === 'off') return step;
  if (step.state === 'waits') return { ...step, secret: inGroups(step.secret) };
  const { since, offFrom, ...rest } = step;
  return { ...rest, since: momentWords(since), offFrom: offFrom && momentWords(offFrom) };
}

/** To be typed without losing the place. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

const words = {
  wrong:
    'This is not the code that the app shows now. Look whether the time of your phone is right, and try the next one.',
  tooFast: 'That was a lot in a short time. Please wait a quarter of an hour.',
};

export const actions: Actions = {
  begin: async (event) => {
    await beginSecondStep(event.locals.ctx, await provedLogin(event));
    redirect(303, here);
  },
  // Codes are shown by the answer itself and by nothing else: they are kept as hashes only.
  confirm: async (event) => {
    const login = await provedLogin(event);
    const code = String((await event.request.formData()).get('code') ?? '').slice(0, 100);
    const answer = await confirmSecondStep(event.locals.ctx, login, code);
    if (!('refused' in answer)) return { codes: answer.codes, first: true };
    const status = answer.refused === 'wrong' ? 403 : 429;
    return fail(status, { faults: { code: words[answer.refused] } });
  },
  codes: async (event) => {
    const answer = await newRecoveryCodes(event.locals.ctx, await provedLogin(event));
    if ('refused' in answer) redirect(303, here);
    return { codes: answer.codes, first: false };
  },
  off: async (event) => {
    await switchOffSecondStep(event.locals.ctx, await provedLogin(event));
    redirect(303, `${here}?done=off`);
  },
  // It protects: whoever sees it stops it at once, without showing first that it is them.
  stop: async (event) => {
    await stopOwnSwitchOff(event.locals.ctx, await signedIn(event));
    redirect(303, `${here}?done=stopped`);
  },
};
