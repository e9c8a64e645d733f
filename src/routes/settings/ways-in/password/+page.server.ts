import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin } from '../../../account.ts';
import { placeWords } from '../../../place-words.ts';
import { passwordWords } from '#domain/people/password.ts';
import {
  changePassword,
  hasOtherWays,
  hasPassword,
  removePassword,
} from '#domain/people/passwords.server.ts';

export const load: PageServerLoad = async (event) => {
  const login = await provedLogin(event);
  const { ctx } = event.locals;
  return {
    email: login.email,
    has: await hasPassword(ctx, login),
    mayRemove: await hasOtherWays(ctx, login),
    saved: event.url.searchParams.get('saved'),
  };
};

const refused = {
  wrong: 'This is not your password of until now.',
  tooFast: 'That was a lot in a short time. Please wait a while and try again.',
};

export const actions: Actions = {
  change: async (event) => {
    const login = await provedLogin(event);
    const { ctx } = event.locals;
    const form = await event.request.formData();
    const old = String(form.get('old-password') ?? '').slice(0, 1000);
    const fresh = String(form.get('password') ?? '');
    const places = await placeWords(ctx);
    const answer = await changePassword(ctx, login, { old, fresh, places });
    if (answer?.refused === 'weak')
      return fail(400, { faults: { password: passwordWords[answer.fault] } });
    if (answer) {
      const status = answer.refused === 'wrong' ? 403 : 429;
      return fail(status, { faults: { 'old-password': refused[answer.refused] } });
    }
    redirect(303, '/settings/ways-in/password?saved=changed');
  },
  remove: async (event) => {
    const answer = await removePassword(event.locals.ctx, await provedLogin(event));
    if (answer) return fail(409, { faults: {}, last: true });
    redirect(303, '/settings/ways-in/password?saved=removed');
  },
};
