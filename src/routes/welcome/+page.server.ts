import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { readSettings } from '#domain/house/settings.server.ts';
import { standingOf } from '#domain/people/arriving.server.ts';
import { newcomerForm } from '#domain/people/joining.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { becomePerson } from '#domain/people/persons.server.ts';
import { fieldsOf, handleWords, listZones, readForm, typedIn } from '#domain/people/rules.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

/** The login that may choose its handle now; everybody else is sent to where they belong. */
async function newcomer({
  locals,
  request,
  url,
}: RequestEvent): Promise<{ id: string; next: string }> {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (!login) redirect(303, withNext('/sign-in', next));
  if (login.person) redirect(303, next);
  const standing = await standingOf(locals.ctx, login.id);
  if (standing !== 'mayEnter') redirect(303, withNext('/welcome/wait', next));
  return { id: login.id, next };
}

export const load: PageServerLoad = async (event) => {
  await newcomer(event);
  const { rules, leastAge } = await readSettings(event.locals.ctx);
  return { zones: listZones(), rules, leastAge };
};

const words = {
  taken: { handle: handleWords.taken },
  tooFast: { handle: 'That was a lot in a short time. Please try again in an hour.' },
};

export const actions: Actions = {
  default: async (event) => {
    const { id, next } = await newcomer(event);
    const form = await event.request.formData();
    const typed = typedIn(form);
    const read = readForm(newcomerForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const answer = await becomePerson(event.locals.ctx, id, read.value);
    if (!('refused' in answer) || answer.refused === 'already') {
      redirect(303, next === '/' ? `/@${read.value.handle}?welcome` : next);
    }
    if (answer.refused === 'notAdmitted') redirect(303, withNext('/welcome/wait', next));
    return fail(409, { faults: words[answer.refused], typed });
  },
};
