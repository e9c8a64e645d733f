import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../account.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { fileReport, type ReportRefused } from '#domain/moderation/reports.server.ts';
import { reportForm } from '#domain/moderation/rules.ts';
import { asHandle } from '#domain/people/handle.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { findProfile } from '#domain/people/profile.server.ts';
import { readForm } from '#domain/people/rules.ts';
import { findPost } from '#domain/posts/read.server.ts';

/** Whom the address names; and the post, if it is theirs and can be read. */
async function reported(event: RequestEvent) {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const asked = event.url.searchParams;
  const handle = asHandle(`@${(asked.get('person') ?? '').replace(/^@/, '')}`);
  const address = event.getClientAddress();
  if (await guessesHandles(ctx, address)) error(429);
  const about = handle && (await findProfile(ctx, handle));
  if (!about) await noteWrongHandle(ctx, address);
  if (!about || about.id === ctx.viewer.personId) error(404);
  const post = await findPost(ctx, asked.get('post') ?? '');
  return { about, post: post?.author.id === about.id ? post : undefined };
}

export const load: PageServerLoad = async (event) => {
  const { about, post } = await reported(event);
  const { rules } = await readSettings(event.locals.ctx);
  return {
    person: { handle: about.handle, name: about.name },
    text: post?.text.slice(0, 300),
    rules,
  };
};

const words: Readonly<Record<ReportRefused['refused'], string>> = {
  gone: 'This account is gone.',
  self: 'This is your own account.',
  rules: 'The rules have changed meanwhile. Please tick them again.',
  tooFast: 'That was a lot in a short time. Please send it again in an hour.',
};

export const actions: Actions = {
  default: async (event) => {
    const { about, post } = await reported(event);
    const form = await event.request.formData();
    const fields = { ...Object.fromEntries(form), rules: form.getAll('rules') };
    const typed = {
      category: String(form.get('category') ?? ''),
      comment: String(form.get('comment') ?? ''),
      rules: form.getAll('rules').map(String),
    };
    const read = readForm(reportForm, fields);
    if ('faults' in read) return fail(400, { faults: read.faults, typed });
    const made = await fileReport(event.locals.ctx, {
      ...{ ...read.value, aboutId: about.id, postIds: post ? [post.id] : [], forward: false },
    });
    if ('refused' in made)
      return fail(made.refused === 'tooFast' ? 429 : 409, {
        faults: { comment: words[made.refused] },
        typed,
      });
    redirect(303, '/settings/reports?sent');
  },
};
