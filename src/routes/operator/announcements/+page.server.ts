import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { announcementForm } from '#domain/house/announcement-form.ts';
import {
  announceToAll,
  changeAnnouncement,
  endAnnouncement,
  listAnnouncements,
} from '#domain/house/announcements.server.ts';
import { isId } from '#domain/people/id.ts';
import { fieldsOf, readForm, typedIn } from '#domain/people/rules.ts';

const here = '/operator/announcements';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { searchParams: asked } = event.url;
  const list = await listAnnouncements(event.locals.ctx, { dismissed: true });
  return {
    list: list.map(({ id, text, starts, ends, published }) => ({
      ...{ id, text, starts: dayOf(starts), ends: dayOf(ends), published },
    })),
    changes: asked.get('change') ?? '',
    done: asked.get('done'),
  };
};

const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';
const asId = (value: unknown) => (isId(value) ? value : '0');

export const actions: Actions = {
  say: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const read = readForm(announcementForm, fieldsOf(form));
    const typed = typedIn(form).text;
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const { ctx } = event.locals;
    const id = form.get('id');
    const said = id
      ? await changeAnnouncement(ctx, asId(id), read.value)
      : await announceToAll(ctx, read.value);
    if ('refused' in said) error(404);
    redirect(303, `${here}?done=${id ? 'changed' : 'said'}`);
  },
  end: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const ended = await endAnnouncement(event.locals.ctx, asId(form.get('id')));
    if ('refused' in ended) error(404);
    redirect(303, `${here}?done=ended`);
  },
};
