import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { notTaken } from './refusals.ts';
import {
  answerQuestion,
  deleteAnswer,
  editAnswer,
  findOwnText,
} from '#domain/club/answers.server.ts';
import { chatOf, chatViewerOf, findChatId } from '#domain/club/chat.server.ts';
import { optOutOfStudy, sayHere } from '#domain/club/presence.server.ts';
import { withNext } from '#domain/people/next.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const monthId = await chatId(locals, params);
  const asked = wholeNumber(url.searchParams.get('before'));
  const view = await chatOf(ctx, monthId, { before: asked });
  if (!view) error(404, 'Not here');
  const plain = [...url.searchParams.keys()].every((key) => key === 'before');
  const tags = [`chat:${monthId}`, `month:${monthId}`, 'club:all'];
  if (plain) locals.keep = { tags, seconds: 20 };
  const me = await chatViewerOf(ctx, monthId);
  const editId = url.searchParams.get('edit');
  const editing = editId ? ((await findOwnText(ctx, editId)) ?? null) : null;
  return {
    view,
    me,
    editing,
    replyTo: wholeNumber(url.searchParams.get('reply')) ?? null,
    question: url.searchParams.get('question'),
    /** Older lines than the newest are a page of their own, and stand still. */
    before: asked ?? null,
    key: ctx.viewer ? randomUUID() : '',
    zone: ctx.viewer?.zone ?? 'UTC',
    now: ctx.clock.now().toISOString(),
    signIn: withNext('/sign-in', `${url.pathname}#write`),
    signUp: withNext('/sign-up', `${url.pathname}#write`),
  };
};

export const actions: Actions = {
  answer: async (event) => {
    const monthId = await chatId(event.locals, event.params);
    const form = await event.request.formData();
    const sent = {
      text: field(form, 'text'),
      question: field(form, 'question'),
      parent: field(form, 'parent'),
      key: field(form, 'key'),
    };
    const made = await answerQuestion(event.locals.ctx, {
      monthId,
      questionId: sent.question || null,
      parentId: sent.parent || null,
      text: sent.text,
      key: sent.key,
      looked: field(form, 'looked') === 'yes',
    });
    if ('refused' in made) return notTaken(made, { at: 'answer', ...sent });
    redirect(303, `${event.url.pathname}#answer-${made.number}`);
  },
  edit: async (event) => {
    const form = await event.request.formData();
    const [id, text] = [field(form, 'id'), field(form, 'text')];
    const looked = field(form, 'looked') === 'yes';
    const made = await editAnswer(event.locals.ctx, { id, text, looked });
    if ('refused' in made) return notTaken(made, { at: 'edit', id, text });
    redirect(303, `${event.url.pathname}#answer-${made.number}`);
  },
  delete: async (event) => {
    const form = await event.request.formData();
    const made = await deleteAnswer(event.locals.ctx, field(form, 'id'));
    if ('refused' in made) return notTaken(made, { at: 'delete' });
    redirect(303, `${event.url.pathname}#answer-${made.number}`);
  },
  here: async (event) => {
    const monthId = await chatId(event.locals, event.params);
    const made = await sayHere(event.locals.ctx, monthId);
    if ('refused' in made) return notTaken(made, { at: 'here' });
    redirect(303, `${event.url.pathname}#here`);
  },
  study: async (event) => {
    const monthId = await chatId(event.locals, event.params);
    const out = field(await event.request.formData(), 'out') === 'yes';
    const made = await optOutOfStudy(event.locals.ctx, { monthId, out });
    if ('refused' in made) return notTaken(made, { at: 'study' });
    redirect(303, `${event.url.pathname}#study`);
  },
};

async function chatId({ ctx }: App.Locals, params: RequestEvent['params']): Promise<string> {
  return (await findChatId(ctx, params.club, params.date)) ?? error(404, 'Not here');
}

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function wholeNumber(text: string | null): number | undefined {
  return text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
