import { error } from '@sveltejs/kit';
import { id, press, whole } from './press.ts';
import type { Actions, PageServerLoad } from './$types';
import {
  addHostNote,
  closeChat,
  hideAnswer,
  setSlowMode,
  showAnswer,
} from '#domain/club/chat-hosting.server.ts';
import { consoleOf, findLineId, moveQuestion } from '#domain/club/host-console.server.ts';
import { dayWords } from '#domain/club/month-page.server.ts';
import {
  addQuestion,
  extendQuestion,
  holdQuestion,
  releaseQuestion,
  resumeQuestion,
  skipQuestion,
} from '#domain/club/questions.server.ts';

import { leaveOut, letIn } from '#domain/club/waiting-answers.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const found = await consoleOf(ctx, params.club, params.date);
  if (!found) error(404, 'Not here');
  const { month, view, participants, notes, hidden, waiting, outside } = found;
  const now = ctx.clock.now().getTime();
  return {
    here: `/${month.club.slug}/${month.date}`,
    monthId: month.id,
    theme: month.theme,
    day: dayWords(month.date),
    head: view.head,
    minute:
      view.head.clock === null ? null : Math.floor((now - Date.parse(view.head.clock)) / 60_000),
    questions: view.questions,
    newest: view.lines
      .filter(({ gone }) => gone === null)
      .slice(-20)
      .reverse(),
    waiting,
    participants: participants.map(({ handle, name, firstTime, answers, answered }) => ({
      handle,
      name,
      firstTime,
      answers,
      answered,
    })),
    notes: notes.map(({ id, text, author, published }) => ({
      id,
      text,
      name: author.name,
      published,
    })),
    hidden,
    outside,
    done: url.searchParams.get('done') ?? '',
  };
};

export const actions: Actions = {
  ask: press('asked', 'questions', (ctx, _month, form) => releaseQuestion(ctx, id(form))),
  hold: press('held', 'questions', (ctx, _month, form) => holdQuestion(ctx, id(form))),
  resume: press('resumed', 'questions', (ctx, _month, form) => resumeQuestion(ctx, id(form))),
  skip: press('skipped', 'questions', (ctx, _month, form) => skipQuestion(ctx, id(form))),
  up: press('moved', 'questions', (ctx, monthId, form) =>
    moveQuestion(ctx, { monthId, id: id(form), step: -1 }),
  ),
  down: press('moved', 'questions', (ctx, monthId, form) =>
    moveQuestion(ctx, { monthId, id: id(form), step: 1 }),
  ),
  extend: press('extended', 'questions', (ctx, monthId, form) =>
    extendQuestion(ctx, { monthId, minutes: whole(form, 'minutes') }),
  ),
  add: press('added', 'questions', (ctx, monthId, form) => {
    const minute = String(form.get('minute') ?? '').trim();
    return addQuestion(ctx, {
      monthId,
      text: form.get('text'),
      minute: /^\d{1,4}$/.test(minute) ? Number(minute) : undefined,
    });
  }),
  note: press('noted', 'notes', (ctx, monthId, form) =>
    addHostNote(ctx, { monthId, text: form.get('note') }),
  ),
  slow: press('slowed', 'pace', (ctx, monthId, form) =>
    setSlowMode(ctx, { monthId, seconds: whole(form, 'seconds') }),
  ),
  close: press('closed', 'pace', (ctx, monthId) => closeChat(ctx, monthId)),
  hide: press('hidden', 'lines', async (ctx, monthId, form) => {
    const line = id(form) || (await findLineId(ctx, monthId, whole(form, 'number')));
    return line ? hideAnswer(ctx, { id: line, reason: form.get('reason') }) : { refused: 'noLine' };
  }),
  letIn: press('letIn', 'elsewhere', (ctx, _month, form) =>
    letIn(ctx, id(form), String(form.get('version') ?? '')),
  ),
  leaveOut: press('leftOut', 'elsewhere', (ctx, _month, form) => leaveOut(ctx, id(form))),
  show: press('shown', 'lines', (ctx, _month, form) => showAnswer(ctx, id(form))),
};
