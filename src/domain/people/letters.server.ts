import { randomUUID } from 'node:crypto';
import { withNext } from './next.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A letter about an account: confirm an address, say that it is known, or set a new password. */
export type AccountLetter = { to: string } & (
  | { kind: 'confirm'; token: string; next: string }
  | { kind: 'alreadyHere'; next: string }
  | { kind: 'newPassword'; token: string }
);

/** Whether an address got its five letters of this half hour, whatever they were about and whoever asked. */
export function tooManyLetters(ctx: Ctx, email: string): Promise<boolean> {
  return limited(ctx, `letter to ${email}`, { times: 5, seconds: 30 * 60 });
}

/** Has a letter sent by a job, which commits with whatever caused it. */
export async function sendLetterLater(
  { db, jobs }: Pick<Ctx, 'db' | 'jobs'>,
  letter: AccountLetter,
): Promise<void> {
  await jobs.send(db, 'letter', { ...letter, id: randomUUID() });
}

/** The job: writes the letter in plain words and hands it to the mailer. A retry is the same letter. */
export async function sendLetter(
  { mailer, config }: Pick<Services, 'mailer' | 'config'>,
  letter: AccountLetter & { id: string },
): Promise<void> {
  const messageId = `<${letter.id}@${new URL(config.origin).hostname.replace(/[^\w.-]/g, '') || 'localhost'}>`;
  await mailer.send({ to: letter.to, messageId, ...wordsOf(letter, config.origin) });
}

function wordsOf(letter: AccountLetter, origin: string): { subject: string; text: string } {
  const { kind } = letter;
  if (kind === 'confirm') {
    const link = withNext(`${origin}/confirm?token=${letter.token}`, letter.next);
    return {
      subject: 'Please confirm your address',
      text: paragraphs(
        'Hello,',
        'Somebody, we hope you, wants to join Pocket Friends with this address. If it was you, open this link and press the button there:',
        link,
        'The link works once, and for one day.',
        'If it was not you, you need to do nothing. Without your answer there will be no account.',
      ),
    };
  }
  if (kind === 'alreadyHere') {
    return {
      subject: 'You have an account here already',
      text: paragraphs(
        'Hello,',
        'Somebody, perhaps you, asked for a new account at Pocket Friends with this address. You have one already, so we made no other. You can sign in here:',
        withNext(`${origin}/sign-in`, letter.next),
        `If you have lost your password, ask for a new one: ${origin}/sign-in/forgot`,
        'If it was not you, you need to do nothing. Nothing has changed.',
      ),
    };
  }
  return {
    subject: 'Choose a new password',
    text: paragraphs(
      'Hello,',
      'Somebody, we hope you, asked for a new password at Pocket Friends. You can choose one here:',
      `${origin}/sign-in/new-password?token=${letter.token}`,
      'The link works once, and for one hour. It ends the sign-in on all your devices.',
      'If it was not you, you need to do nothing. Your password stays as it is.',
    ),
  };
}

function paragraphs(...texts: string[]): string {
  return `${texts.join('\n\n')}\n`;
}
