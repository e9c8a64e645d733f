import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { setCookies, visitOf } from '../../account.ts';
import { typedIn } from '#domain/people/rules.ts';
import { findSetupLink, setUp } from '#domain/people/setup.server.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!(await findSetupLink(locals.ctx, params.token))) error(404);
  return {};
};

export const actions: Actions = {
  default: async (event) => {
    const { locals, params, request, cookies } = event;
    const form = await request.formData();
    const field = (name: string) => String(form.get(name) ?? '');
    const about = {
      email: field('email'),
      password: field('password'),
      handle: field('handle'),
      name: field('name'),
    };
    const answer = await setUp(locals.ctx, params.token, about, visitOf(event));
    if ('faults' in answer) return fail(400, { faults: answer.faults, typed: typedIn(form) });
    if ('refused' in answer) error(404);
    setCookies(cookies, answer.cookies);
    redirect(303, '/operator?welcome');
  },
};
