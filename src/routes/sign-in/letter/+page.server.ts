import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { onwards, setCookies, visitOf } from '../../account.ts';
import {
  asksForCode,
  askForSignInLetter,
  signInByCode,
} from '#domain/people/letter-sign-in.server.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { addressForm, fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const next = safeNext(searchParams.get('next'));
  return {
    sent: searchParams.has('sent'),
    code: searchParams.get('code')?.slice(0, 40) ?? '',
    asked: await asksForCode(event.locals.ctx, visitOf(event)),
    ask: withNext('?/ask', next),
    give: withNext('?/code', next),
    again: withNext('/sign-in/letter', next),
    signIn: withNext('/sign-in', next),
    posted: event.locals.ctx.config.smtpUrl !== undefined,
  };
};

const words = {
  wrong: 'This is not the code of our newest letter. Please look at it once more.',
  tooMuch: 'A lot has come from your side in a short time. Please try again in an hour.',
};

export const actions: Actions = {
  ask: async (event) => {
    const next = safeNext(event.url.searchParams.get('next'));
    const form = await event.request.formData();
    const read = readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const asked = { ...read.value, next };
    const answer = await askForSignInLetter(event.locals.ctx, asked, visitOf(event));
    if ('refused' in answer)
      return fail(429, { faults: { email: words.tooMuch }, typed: typedIn(form) });
    setCookies(event.cookies, answer.cookies);
    redirect(303, withNext('/sign-in/letter?sent', next));
  },
  code: async (event) => {
    const form = await event.request.formData();
    const code = String(form.get('code') ?? '').slice(0, 40);
    const answer = await signInByCode(event.locals.ctx, code, visitOf(event));
    if ('refused' in answer) {
      if (answer.refused === 'gone') return fail(410, { gone: true });
      return fail(403, { faults: { code: words.wrong } });
    }
    setCookies(event.cookies, answer.cookies);
    redirect(303, onwards(answer, safeNext(event.url.searchParams.get('next'))));
  },
};
