import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { listReports, reopenReport, resolveReport } from '#domain/moderation/report-desk.server.ts';
import { outcomeForm } from '#domain/moderation/rules.ts';
import { isId } from '#domain/people/id.ts';
import { fieldsOf, readForm } from '#domain/people/rules.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';

const atOnce = 50;

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const { ctx } = event.locals;
  const { searchParams: asked } = event.url;
  const resolved = asked.has('resolved');
  const before = asked.get('before');
  const window = { limit: atOnce, ...(isId(before) && { maxId: before }) };
  const reports = await listReports(ctx, { resolved }, window);
  if ('refused' in reports) error(404);
  const people = await readAuthors(
    ctx,
    reports.flatMap(({ aboutId, reporterId }) => [aboutId, reporterId ?? '0']),
  );
  // An operator reads of the posts only what everybody may read.
  const posts = await readPosts(
    { ...ctx, viewer: null },
    reports.flatMap(({ postIds }) => postIds),
  );
  const texts = new Map(posts.map(({ id, text }) => [id, text]));
  const { rules } = await readSettings(ctx);
  const handleOf = (id: string | null) => people.get(id ?? '')?.handle;
  return {
    reports: reports.map((one) => ({
      ...{ id: one.id, category: one.category, comment: one.comment, created: one.created },
      ...{ outcome: one.outcome, about: handleOf(one.aboutId), by: handleOf(one.reporterId) },
      rules: one.rules.flatMap((rule) => rules[rule - 1] ?? []),
      posts: one.postIds.flatMap((id) => texts.get(id) ?? []),
      hidden: one.postIds.filter((id) => !texts.has(id)).length,
    })),
    resolved,
    more: reports.length === atOnce ? reports.at(-1)?.id : undefined,
    done: asked.get('done'),
  };
};

export const actions: Actions = {
  resolve: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const id = form.get('id');
    const read = readForm(outcomeForm, fieldsOf(form));
    if ('faults' in read)
      return fail(400, { faults: { [`outcome-${id}`]: read.faults['outcome'] } });
    const { outcome } = read.value;
    const done = isId(id) && (await resolveReport(event.locals.ctx, id, outcome));
    if (!done || 'refused' in done) error(404);
    redirect(303, '/operator/reports?done=resolved');
  },
  reopen: async (event) => {
    await provedOperator(event);
    const id = (await event.request.formData()).get('id');
    const done = isId(id) && (await reopenReport(event.locals.ctx, id));
    if (!done || 'refused' in done) error(404);
    redirect(303, '/operator/reports?done=open');
  },
};
