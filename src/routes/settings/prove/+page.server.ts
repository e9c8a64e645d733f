import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLately, setCookies, signedIn } from '../../account.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import {
  findWaysToProve,
  proveByLetter,
  proveByPasskey,
  proveByPassword,
  sendProveCode,
  type Proved,
} from '#domain/people/prove.server.ts';

const nextOf = ({ url }: Pick<RequestEvent, 'url'>) =>
  safeNext(url.searchParams.get('next'), '/settings');

export const load: PageServerLoad = async (event) => {
  const login = await signedIn(event);
  const next = nextOf(event);
  if (event.request.method === 'GET' && provedLately(event, login)) redirect(303, next);
  const ways = await findWaysToProve(event.locals.ctx, login);
  const to = (action: string) => `?/${action}&next=${encodeURIComponent(next)}`;
  return {
    ...ways,
    email: login.email,
    actions: {
      passkey: to('passkey'),
      password: to('password'),
      send: to('send'),
      letter: to('letter'),
    },
  };
};

/** Which field a refusal belongs to, and what it says. */
const refused = {
  passkey: {
    unknown: 'This passkey gave no good answer. Please try again, or take another way.',
    late: 'The page was open for longer than five minutes. Please press the button once more.',
  },
  wrong: {
    password: 'This is not your password.',
    letter: 'This is not the code of our newest letter. Please look at it again.',
  },
  late: 'This code is over: it counts for ten minutes, once, and for five tries. Have another one sent.',
  wrongStep: 'This is not the code that your app shows now, nor an unused recovery code.',
  tooFast: 'That was a lot in a short time. Please wait a quarter of an hour.',
  letters: 'We have sent you five letters in half an hour. Please wait a while.',
};

const text = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 1000);

export const actions: Actions = {
  passkey: async (event) => {
    const login = await signedIn(event);
    const form = await event.request.formData();
    const given = String(form.get('answer') ?? '');
    const answer = await proveByPasskey(event.locals.ctx, login, given);
    if (!('refused' in answer)) return goOn(event, answer);
    if (answer.refused === 'gone') return signInAgain(event);
    if (answer.refused === 'tooFast') return fail(429, { faults: { passkey: refused.tooFast } });
    return fail(403, { faults: { passkey: refused.passkey[answer.refused] } });
  },
  password: async (event) => {
    const login = await signedIn(event);
    const form = await event.request.formData();
    const given = { password: text(form, 'password'), step: text(form, 'password-step') };
    const answer = await proveByPassword(event.locals.ctx, login, given);
    if (!('refused' in answer)) return goOn(event, answer);
    if (answer.refused === 'gone') return signInAgain(event);
    if (answer.refused === 'tooFast') return fail(429, { faults: { password: refused.tooFast } });
    const wrong = { password: refused.wrong.password };
    const step = { 'password-step': refused.wrongStep };
    return fail(403, { faults: answer.refused === 'wrong' ? wrong : step });
  },
  send: async (event) => {
    const answer = await sendProveCode(event.locals.ctx, await signedIn(event));
    if (answer) return fail(429, { faults: { code: refused.letters } });
    redirect(303, withNext('/settings/prove', nextOf(event)));
  },
  letter: async (event) => {
    const login = await signedIn(event);
    const form = await event.request.formData();
    const given = { code: text(form, 'code'), step: text(form, 'letter-step') };
    const answer = await proveByLetter(event.locals.ctx, login, given);
    if (!('refused' in answer)) return goOn(event, answer);
    if (answer.refused === 'gone') return signInAgain(event);
    if (answer.refused === 'tooFast') return fail(429, { faults: { code: refused.tooFast } });
    if (answer.refused === 'late') return fail(410, { faults: { code: refused.late } });
    const wrong = { code: refused.wrong.letter };
    const step = { 'letter-step': refused.wrongStep };
    return fail(403, { faults: answer.refused === 'wrong' ? wrong : step });
  },
};

function goOn(event: RequestEvent, { cookies }: Proved): never {
  setCookies(event.cookies, cookies);
  redirect(303, nextOf(event));
}

/** The session ended while they were typing. */
function signInAgain(event: RequestEvent): never {
  redirect(303, withNext('/sign-in', nextOf(event)));
}
