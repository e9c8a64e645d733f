import { redirect } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { momentWords } from '../day-words.ts';
import { olderThan, windowOf } from '../window-of.ts';
import type { Actions, PageServerLoad } from './$types';
import { listScheduled, unschedule } from '#domain/posts/scheduled.server.ts';
import { writeWords } from '#domain/posts/writing-form.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const planned = await listScheduled(event.locals.ctx, windowOf(event.url));
  const ids = planned.map(({ id }) => id);
  return onlyRendered(event, {
    planned: planned.map(({ id, writing, due, failed }) => ({
      id,
      text: typeof writing.text === 'string' ? writing.text : '',
      files: writing.mediaIds?.length ?? 0,
      due: momentWords(due),
      failed: failed === null ? undefined : whyFailed(failed),
    })),
    older: olderThan(event.url, ids),
  });
};

function whyFailed(failed: string): string {
  const known: Readonly<Record<string, string>> = writeWords;
  return known[failed] ?? 'It could not be sent at its hour.';
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const id = String((await request.formData()).get('post') ?? '');
    await unschedule(locals.ctx, id);
    redirect(303, '/planned');
  },
};
