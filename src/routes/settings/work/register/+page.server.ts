import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { professional, tooFast } from '../professional.ts';
import {
  askForRegisterCheck,
  findRegisterRequest,
  registerForm,
} from '#domain/people/register-checks.server.ts';
import { registersFor } from '#domain/people/registers.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';
import { statementWords } from '#domain/people/work-rules.ts';

export const load: PageServerLoad = async (event) => {
  const { work } = await professional(event);
  const { statement } = work;
  return {
    said: statement && statementWords(statement),
    registers: statement
      ? registersFor(statement).map(({ id, whole, lookUp }) => ({ id, whole, lookUp }))
      : [],
    waits: (await findRegisterRequest(event.locals.ctx)) !== undefined,
  };
};

const words = {
  tooFast,
  notTheirs: 'Choose a register in which people of your profession stand.',
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const typed = typedIn(form).text;
    const read = readForm(registerForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const no = await askForRegisterCheck(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(409, { faults: { register: words[no.refused] }, typed });
    redirect(303, '/settings/work?done=asked');
  },
};
