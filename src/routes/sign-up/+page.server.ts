import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies } from '../account.ts';
import { contactOf } from '#domain/house/contact.server.ts';
import { placeWords } from '../place-words.ts';
import { waysElsewhere } from '../sign-in/elsewhere.ts';
import { maySignUp } from '#domain/people/arriving.server.ts';
import { readInvitation } from '#domain/people/invitations.server.ts';
import { asInvitation } from '#domain/people/joining.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { passwordWords } from '#domain/people/password.ts';
import {
  addressForm,
  credentialsForm,
  fieldsOf,
  readForm,
  typedIn,
  type Typed,
} from '#domain/people/rules.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';
import { signUp, type SignUpRefused } from '#domain/people/sign-up.server.ts';

export const load: PageServerLoad = async ({ locals, request, url }) => {
  const { ctx } = locals;
  const next = safeNext(url.searchParams.get('next'));
  if (ctx.viewer) redirect(303, next);
  if (await findLogin(ctx, request.headers.get('cookie')))
    redirect(303, withNext('/welcome', next));
  const asked = url.searchParams.get('invitation');
  const token = asInvitation(asked);
  return {
    signIn: withNext('/sign-in', next),
    next,
    closed: 'refused' in (await maySignUp(ctx, token)),
    invited: token ? await readInvitation(ctx, token) : undefined,
    /** An invitation was brought that opens nothing. */
    spent: Boolean(asked),
    contact: await contactOf(ctx),
    otherWays: await waysElsewhere(ctx, next, token),
  };
};

const words: Record<Exclude<SignUpRefused['refused'], 'notInvited'>, string> = {
  tooFast: 'A lot has come from your side in a short time. Please try again in an hour.',
  otherAddress: 'This invitation is for another address: write the one that our letter came to.',
};

/** What comes back when nothing that was typed mattered. */
const nothing: Typed = { text: {}, roles: [] };

export const actions: Actions = {
  default: async ({ locals, request, url, cookies, getClientAddress }) => {
    const next = safeNext(url.searchParams.get('next'));
    const invitation = asInvitation(url.searchParams.get('invitation'));
    // Said before the form is read: no address makes a difference here.
    const may = await maySignUp(locals.ctx, invitation);
    if ('refused' in may) return fail(403, { faults: {}, typed: nothing });
    const form = await request.formData();
    const read = form.get('password')
      ? readForm(credentialsForm, fieldsOf(form))
      : readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form) });
    const typed = { password: '', ...read.value };
    const answer = await signUp(locals.ctx, {
      ...typed,
      address: getClientAddress(),
      next,
      invitation,
      places: await placeWords(locals.ctx),
    });
    if ('cookies' in answer) {
      setCookies(cookies, answer.cookies);
      redirect(303, withNext('/sign-up/letter', next));
    }
    if (answer.refused === 'weak')
      return fail(400, {
        faults: { password: passwordWords[answer.fault] },
        typed: typedIn(form),
      });
    if (answer.refused === 'notInvited') return fail(403, { faults: {}, typed: nothing });
    const status = answer.refused === 'tooFast' ? 429 : 403;
    return fail(status, { faults: { email: words[answer.refused] }, typed: typedIn(form) });
  },
};
