import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { enough, professional, tooFast } from '../professional.ts';
import {
  answerWorkCode,
  askForWorkCode,
  findWorkCode,
} from '#domain/people/institution-address.server.ts';
import { addressForm, fieldsOf, readForm } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  const { login } = await professional(event);
  return { waiting: await findWorkCode(event.locals.ctx, login.id) };
};

const askWords = {
  tooFast,
  enough,
  anybodysMail:
    'Anybody can get an address there, so it says nothing about work. Please use one of a hospital, a practice or a university.',
  anybodysPages:
    'Anybody can get a name there, so it says nothing about work. Please use an address of a hospital, a practice or a university.',
  notAHost: 'We cannot tell whose address this is. Please look at the part after the @.',
};

const codeWords = {
  wrong: 'This is not the code. Please look at it again. After five tries you need a new one.',
  gone: 'This code does not work any more. Ask for a new one.',
};

export const actions: Actions = {
  ask: async (event) => {
    const { login } = await professional(event);
    const form = await event.request.formData();
    const typed = String(form.get('email') ?? '');
    const read = readForm(addressForm, fieldsOf(form));
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const asked = { email: read.value.email, from: event.getClientAddress() };
    const no = await askForWorkCode(event.locals.ctx, login.id, asked);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(409, { faults: { email: askWords[no.refused] }, typed });
    redirect(303, '/settings/work/address');
  },
  code: async (event) => {
    const { login } = await professional(event);
    const code = String((await event.request.formData()).get('code') ?? '');
    const no = await answerWorkCode(event.locals.ctx, login.id, code);
    if (!no) redirect(303, '/settings/work?done=address');
    return fail(409, {
      faults: { [no.refused === 'wrong' ? 'code' : 'email']: codeWords[no.refused] },
    });
  },
};
