import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { provedOperator } from '../../account.ts';
import { dateWords } from '../../day-words.ts';
import { problemsOf } from './words.ts';
import type { Actions, PageServerLoad } from './$types';
import { reasonForm } from '#domain/boundaries/own-pack-rules.ts';
import { checkSwitch, editionOf, switchRule } from '#domain/boundaries/own-packs.server.ts';
import { listKept } from '#domain/boundaries/pack-history.server.ts';
import { listPacks } from '#domain/boundaries/rule-packs.server.ts';
import { readForm, typedIn } from '#domain/people/rules.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { ctx } = event.locals;
  const kept = await listKept(ctx);
  if ('refused' in kept) error(404);
  const house = (await listPacks(ctx)).filter(({ own }) => !own);
  return {
    edition: await editionOf(ctx),
    own: kept
      .filter(({ own }) => own)
      .map(({ key, name, number, published, inForce }) => ({
        ...{ key, name, number, inForce, published: dateWords(published) },
      })),
    house: house.map(({ slug, name, switchedOff }) => ({ slug, name, switchedOff })),
    stale: kept.some(({ stale }) => stale),
    done: event.url.searchParams.has('done'),
  };
};

async function read(event: RequestEvent) {
  await provedOperator(event);
  const form = await event.request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const asked = { key: text('pack'), rule: text('rule').trim() };
  return { form, asked, from: Number(text('from')), typed: typedIn(form).text };
}

export const actions: Actions = {
  check: async (event) => {
    const { asked, typed } = await read(event);
    const checked = await checkSwitch(event.locals.ctx, { ...asked, reason: '?' });
    if ('pack' in checked) return { typed, changes: checked.changes };
    return fail(422, { typed, problems: problemsOf(checked) ?? error(404) });
  },
  off: async (event) => {
    const { form, asked, from, typed } = await read(event);
    const said = readForm(reasonForm, { reason: form.get('reason') ?? '' });
    if ('faults' in said) return fail(400, { typed, faults: said.faults });
    const done = await switchRule(event.locals.ctx, { ...asked, ...said.value, from });
    if ('key' in done) redirect(303, '/operator/boundaries?done');
    return fail(422, { typed, problems: problemsOf(done) ?? error(404) });
  },
  on: async (event) => {
    const { asked, from } = await read(event);
    const done = await switchRule(event.locals.ctx, { ...asked, reason: null, from });
    if ('key' in done) redirect(303, '/operator/boundaries?done');
    return fail(422, { typed: {}, problems: problemsOf(done) ?? error(404) });
  },
};
