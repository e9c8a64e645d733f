import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { contactOf } from '#domain/house/contact.server.ts';
import { askToBeLetIn, takeBackWish } from '#domain/people/admissions.server.ts';
import { standingOf, type Standing } from '#domain/people/arriving.server.ts';
import { wishForm } from '#domain/people/joining.ts';
import { safeNext, withNext } from '#domain/people/next.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';
import { findLogin } from '#domain/people/sign-in.server.ts';

interface Waiting {
  id: string;
  standing: Exclude<Standing, 'mayEnter'>;
  next: string;
}

/** A login that stands before the door; everybody else is sent to where they belong. */
async function waiting({ locals, request, url }: RequestEvent): Promise<Waiting> {
  const next = safeNext(url.searchParams.get('next'));
  const login = await findLogin(locals.ctx, request.headers.get('cookie'));
  if (!login) redirect(303, withNext('/sign-in', next));
  const standing = await standingOf(locals.ctx, login.id);
  if (login.person || standing === 'mayEnter') redirect(303, withNext('/welcome', next));
  return { id: login.id, standing, next };
}

export const load: PageServerLoad = async (event) => {
  const { standing } = await waiting(event);
  return { standing, contact: await contactOf(event.locals.ctx) };
};

export const actions: Actions = {
  ask: async (event) => {
    const { id, next } = await waiting(event);
    const form = await event.request.formData();
    const read = readForm(wishForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed: typedIn(form).text });
    await askToBeLetIn(event.locals.ctx, id, read.value.words);
    redirect(303, withNext('/welcome/wait', next));
  },
  back: async (event) => {
    const { id } = await waiting(event);
    await takeBackWish(event.locals.ctx, id);
    redirect(303, '/');
  },
};
