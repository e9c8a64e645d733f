import type { Runner } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A letter that an account needs: to confirm an address, or to say that it is known already. */
export type AccountLetter = { to: string } & ({ kind: 'confirm'; token: string } | { kind: 'alreadyHere' });

/** Has a letter sent by a job. */
export async function sendLetterLater(
  { db, jobs }: Pick<Services, 'jobs' | 'config' | 'clock'> & { db: Runner },
  letter: AccountLetter,
): Promise<void> {
  await jobs.send(db, 'letter', letter);
}

/** The job: writes the letter in plain words and hands it to the mailer. */
export async function sendLetter({ mailer, config }: Services, letter: AccountLetter): Promise<void> {
  await mailer.send({ to: letter.to, ...wordsOf(letter, config.origin) });
}

function wordsOf(letter: AccountLetter, origin: string): { subject: string; text: string } {
  if (letter.kind === 'alreadyHere') {
    return {
      subject: 'You have an account here already',
      text: `Somebody, perhaps you, asked for a new account with this address. You have one already.\n\nSign in here: ${origin}/sign-in\n\nIf it was not you, you need to do nothing.\n`,
    };
  }
  return {
    subject: 'Please confirm your address',
    text: `Welcome. Please confirm that this address is yours:\n\n${origin}/confirm?token=${encodeURIComponent(letter.token)}\n\nThe link works for one day. If it was not you, you need to do nothing.\n`,
  };
}
