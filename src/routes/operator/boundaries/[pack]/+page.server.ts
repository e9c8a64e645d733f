import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { provedOperator } from '../../../account.ts';
import { momentWords } from '../../../day-words.ts';
import { problemsOf } from '../words.ts';
import type { Actions, PageServerLoad } from './$types';
import { packFields, packForm, template } from '#domain/boundaries/own-pack-rules.ts';
import {
  checkDraft,
  editionOf,
  endPack,
  publishPack,
} from '#domain/boundaries/own-packs.server.ts';
import { findDraft, listVersions } from '#domain/boundaries/pack-history.server.ts';
import { readForm } from '#domain/people/rules.ts';

const keyOf = ({ params }: RequestEvent<{ pack: string }>) =>
  params.pack === 'new' ? undefined : params.pack;

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { ctx } = event.locals;
  const key = keyOf(event);
  const draft = key === undefined ? undefined : await findDraft(ctx, key);
  if (key !== undefined && !draft) error(404);
  const versions = key === undefined ? [] : await listVersions(ctx, key);
  if ('refused' in versions) error(404);
  return {
    key,
    edition: await editionOf(ctx),
    draft: {
      name: draft?.name ?? '',
      text: draft?.text ?? template,
      host: draft?.scope.host ?? '',
      professions: draft?.scope.professions ?? [],
      jurisdictions: draft?.scope.jurisdictions ?? [],
    },
    versions: versions.map(({ published, ...one }) => ({
      ...one,
      published: momentWords(published),
    })),
    done: event.url.searchParams.has('done'),
  };
};

async function read(event: RequestEvent<{ pack: string }>) {
  await provedOperator(event);
  const form = await event.request.formData();
  const fields = packFields(form);
  const typed = {
    ...{ name: String(fields['name']), host: String(fields['host']), text: String(fields['text']) },
    professions: form.getAll('professions').map(String),
    jurisdictions: form.getAll('jurisdictions').map(String),
  };
  return { form, typed, draft: readForm(packForm, fields), from: Number(form.get('from')) };
}

export const actions: Actions = {
  check: async (event) => {
    const { typed, draft } = await read(event);
    if ('faults' in draft) return fail(400, { typed, faults: draft.faults });
    const checked = await checkDraft(event.locals.ctx, keyOf(event), draft.value);
    if ('pack' in checked) return { typed, changes: checked.changes };
    return fail(422, { typed, problems: problemsOf(checked) ?? error(404) });
  },
  publish: async (event) => {
    const { typed, draft, from } = await read(event);
    if ('faults' in draft) return fail(400, { typed, faults: draft.faults });
    const key = keyOf(event);
    const done = await publishPack(event.locals.ctx, { key, from, draft: draft.value });
    if ('key' in done) redirect(303, `/operator/boundaries/${done.key}?done`);
    return fail(422, { typed, problems: problemsOf(done) ?? error(404) });
  },
  restore: async (event) => {
    const { form, from } = await read(event);
    const { ctx } = event.locals;
    const key = keyOf(event) ?? error(404);
    const draft = (await findDraft(ctx, key, Number(form.get('number')))) ?? error(404);
    const done = await publishPack(ctx, { key, from, draft });
    if ('key' in done) redirect(303, `/operator/boundaries/${key}?done`);
    return fail(422, { problems: problemsOf(done) ?? error(404) });
  },
  end: async (event) => {
    const { from } = await read(event);
    const key = keyOf(event) ?? error(404);
    const done = await endPack(event.locals.ctx, { key, from });
    if ('key' in done) redirect(303, `/operator/boundaries/${key}?done`);
    return fail(422, { problems: problemsOf(done) ?? error(404) });
  },
};
