import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedOperator } from '../../account.ts';
import { readHouse } from '#domain/people/house-report.server.ts';
import { sendTestLetter } from '#domain/people/test-letter.server.ts';

export const load: PageServerLoad = async (event) => {
  const { email } = await provedOperator(event);
  const house = await readHouse(event.locals.ctx);
  if ('refused' in house) error(404);
  const { mailbox, deadLetters } = house;
  const failed = deadLetters.find(({ name }) => name === 'letter.dead')?.count ?? 0;
  return { email, mailbox, failed, sent: event.url.searchParams.has('sent') };
};

const words = {
  tooFast: 'Five letters in a quarter of an hour are enough. Please wait.',
  unreachable: 'The mail server did not answer. Look at the host and port in SMTP_URL.',
  signIn: 'The mail server did not take our name and password. Look at them in SMTP_URL.',
  notTaken:
    'The mail server did not take the letter. Look at MAIL_FROM: may it send for that name?',
};

export const actions: Actions = {
  default: async (event) => {
    const login = await provedOperator(event);
    const answer = await sendTestLetter(event.locals.ctx, login);
    if ('sent' in answer) redirect(303, '/operator/letters?sent');
    if (answer.refused === 'gone') error(404);
    return fail(answer.refused === 'tooFast' ? 429 : 502, { fault: words[answer.refused] });
  },
};
