import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin, setCookies } from '../../../account.ts';
import {
  addPasskey,
  listPasskeys,
  passkeyToAdd,
  removePasskey,
  renamePasskey,
} from '#domain/people/passkeys.server.ts';
import { passkeyNameForm, readForm } from '#domain/people/rules.ts';

const page = '/settings/ways-in/passkeys';

export const load: PageServerLoad = async (event) => {
  const login = await provedLogin(event);
  const { ctx } = event.locals;
  const days = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeZone: ctx.viewer?.zone ?? 'UTC',
  });
  const passkeys = await listPasskeys(ctx, login);
  return {
    email: login.email,
    toAdd: await passkeyToAdd(ctx, login),
    passkeys: passkeys.map(({ id, name, since, used, backedUp }) => ({
      ...{ id, name, backedUp, since: days.format(since) },
      used: used && days.format(used),
    })),
    done: event.url.searchParams.get('done'),
  };
};

const refused = {
  wrong: 'Your browser brought something else than a new passkey. Please try again.',
  late: 'The page was open for longer than five minutes. Please press the button once more.',
  known: 'This device has a passkey for you here already.',
  tooMany: 'You have twenty passkeys, which is as many as we keep. Remove one first.',
  tooFast: 'That was a lot in a short time. Please wait a while and try again.',
};

export const actions: Actions = {
  add: async (event) => {
    const login = await provedLogin(event);
    const given = String((await event.request.formData()).get('answer') ?? '');
    const agent = event.request.headers.get('user-agent') ?? '';
    const answer = await addPasskey(event.locals.ctx, login, { answer: given, agent });
    if ('refused' in answer)
      return fail(answer.refused === 'tooFast' ? 429 : 400, {
        faults: { add: refused[answer.refused] },
      });
    setCookies(event.cookies, answer.cookies);
    redirect(303, `${page}?done=added`);
  },
  rename: async (event) => {
    const login = await provedLogin(event);
    const form = await event.request.formData();
    const id = String(form.get('id') ?? '');
    const read = readForm(passkeyNameForm, { name: form.get('name') });
    if ('faults' in read) {
      const typed = String(form.get('name') ?? '').slice(0, 200);
      return fail(400, { faults: { [`name-${id}`]: read.faults['name'] }, renaming: id, typed });
    }
    if (await renamePasskey(event.locals.ctx, login, { id, ...read.value })) error(404);
    redirect(303, `${page}?done=renamed`);
  },
  remove: async (event) => {
    const login = await provedLogin(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const answer = await removePasskey(event.locals.ctx, login, id);
    if ('refused' in answer) error(404);
    setCookies(event.cookies, answer.cookies);
    redirect(303, `${page}?done=removed`);
  },
};
