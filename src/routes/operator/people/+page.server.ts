import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { provedOperator } from '../../account.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { endOperator, makeOperator, signOutEverywhere } from '#domain/people/operators.server.ts';
import { listPeople, peopleAtOnce } from '#domain/people/people-list.server.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const handle = (event.url.searchParams.get('handle') ?? '').slice(0, 40);
  const before = /^\d{1,18}$/.exec(event.url.searchParams.get('before') ?? '')?.[0];
  const people = await listPeople(event.locals.ctx, { handle, before });
  if ('refused' in people) error(404);
  const last = people.length === peopleAtOnce ? people.at(-1)?.id : undefined;
  const more = last && `?${new URLSearchParams({ handle, before: last })}`;
  return { people, handle, more, done: event.url.searchParams.get('done') };
};

const words = {
  gone: 'There is nobody of that handle any more.',
  operator: 'They look after this place. Take the duty from them first.',
  sure: 'Please tick that you are sure. Nobody was erased.',
  lastOperator: 'Somebody has to look after this place: make another person operator first.',
};

type Ctx = App.Locals['ctx'];
type Answer = { refused: keyof typeof words } | undefined;
type Verb = (ctx: Ctx, handle: string, form: FormData) => Promise<Answer>;

async function act(event: RequestEvent, verb: Verb, done: string) {
  await provedOperator(event);
  const form = await event.request.formData();
  const handle = String(form.get('handle') ?? '');
  const answer = await verb(event.locals.ctx, handle, form);
  if (answer) return fail(409, { faults: { [`of-${handle}`]: words[answer.refused] } });
  redirect(303, `/operator/people?${new URLSearchParams({ handle, done })}`);
}

async function eraseWhenSure(ctx: Ctx, handle: string, form: FormData): Promise<Answer> {
  return form.has('sure') ? eraseByOperator(ctx, handle) : { refused: 'sure' };
}

export const actions: Actions = {
  operator: (event) => act(event, makeOperator, 'operator'),
  end: (event) => act(event, endOperator, 'end'),
  erase: (event) => act(event, eraseWhenSure, 'erase'),
  signOut: (event) => act(event, signOutEverywhere, 'signOut'),
};
