import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin, signedIn } from '../../account.ts';
import {
  askToChangeAddress,
  changeAddress,
  findNewAddress,
} from '#domain/people/address.server.ts';
import { addressForm, fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

const here = '/settings/address';
const tokenOf = (url: URL) => url.searchParams.get('token') ?? '';

export const load: PageServerLoad = async (event) => {
  const { locals, url } = event;
  const token = tokenOf(url);
  // The link of the letter needs no fresh proof: it is one, and asking for it was behind another.
  const login = token ? await signedIn(event) : await provedLogin(event);
  return {
    email: login.email,
    token: encodeURIComponent(token.slice(0, 100)),
    linked: token !== '',
    fresh: token ? await findNewAddress(locals.ctx, login, token) : undefined,
    done: url.searchParams.get('done'),
  };
};

const refused = {
  same: 'This is your address already.',
  tooFast: 'That was a lot in a short time. Please try again tomorrow.',
};

export const actions: Actions = {
  ask: async (event) => {
    const login = await provedLogin(event);
    const form = await event.request.formData();
    const read = readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const answer = await askToChangeAddress(event.locals.ctx, login, read.value.email);
    if (answer) {
      const status = answer.refused === 'same' ? 400 : 429;
      return fail(status, { faults: { email: refused[answer.refused] }, typed: typedIn(form) });
    }
    redirect(303, `${here}?done=asked`);
  },
  // Opening the link changes nothing: programs that check mail open links too.
  confirm: async (event) => {
    const login = await signedIn(event);
    const answer = await changeAddress(event.locals.ctx, login, tokenOf(event.url));
    if (answer?.refused === 'gone') return fail(410, { gone: true });
    if (answer) return fail(429, { later: true });
    redirect(303, `${here}?done=changed`);
  },
};
