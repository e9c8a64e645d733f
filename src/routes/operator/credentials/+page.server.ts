import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { dateWords } from '../../day-words.ts';
import {
  answerRegisterRequest,
  listRegisterChecks,
  listRegisterRequests,
  registerAnswers,
  withdrawRegisterCheck,
} from '#domain/people/register-desk.server.ts';
import { statementWords } from '#domain/people/work-rules.ts';

export const load: PageServerLoad = async (event) => {
  await provedOperator(event);
  const requests = await listRegisterRequests(event.locals.ctx);
  const checks = await listRegisterChecks(event.locals.ctx);
  if ('refused' in requests || 'refused' in checks) error(404);
  return {
    requests: requests.map(({ statement, asked, register, ...rest }) => ({
      ...rest,
      said: statement ? statementWords(statement) : '',
      register: { whole: register.whole, lookUp: register.lookUp },
      asked: dateWords(asked),
      version: asked.toISOString(),
    })),
    checks,
    done: event.url.searchParams.get('done'),
  };
};

const words = {
  own: 'This is your own wish. Another person who looks after this place has to answer it.',
  gone: 'Somebody has answered it already, or its owner has changed it or taken it back. Nothing was done.',
};

export const actions: Actions = {
  answer: async (event) => {
    await provedOperator(event);
    const form = await event.request.formData();
    const personId = String(form.get('person') ?? '');
    const asked = new Date(String(form.get('version') ?? ''));
    const answer = registerAnswers.find((one) => one === form.get('answer'));
    const field = `answer-${personId}`;
    if (Number.isNaN(asked.getTime())) error(400);
    if (!answer) return fail(400, { faults: { [field]: 'Choose what you found.' } });
    const no = await answerRegisterRequest(event.locals.ctx, { personId, asked, answer });
    if (no) return fail(409, { faults: { [field]: words[no.refused] } });
    redirect(303, `/operator/credentials?done=${answer === 'yes' ? 'yes' : 'no'}`);
  },
  withdraw: async (event) => {
    await provedOperator(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const no = await withdrawRegisterCheck(event.locals.ctx, id);
    redirect(303, `/operator/credentials?done=${no ? 'gone' : 'withdrawn'}`);
  },
};
