import { eq } from 'drizzle-orm';
import type { CheckAnswer } from './credential-letters.server.ts';
import { dayWords } from './credential-words.ts';
import { sendLetterLater } from '../letters.server.ts';
import { login, person } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** Writes to somebody how their wish for a check ended, or why a check was taken back. */
export async function tellOfAnswer(tx: Tx, personId: string, answer: CheckAnswer): Promise<void> {
  const to = await findAddress(tx, personId);
  if (to) await sendLetterLater(tx, { kind: 'checkAnswered', to, answer });
}

/** Writes to somebody that a check of theirs ends soon. */
export async function tellOfEnd(tx: Tx, personId: string, ends: Date): Promise<void> {
  const to = await findAddress(tx, personId);
  if (to) await sendLetterLater(tx, { kind: 'checkEnds', to, day: dayWords(ends) });
}

async function findAddress(tx: Tx, personId: string): Promise<string | undefined> {
  const [own] = await tx.db
    .select({ email: login.email })
    .from(person)
    .innerJoin(login, eq(login.id, person.loginId))
    .where(eq(person.id, personId));
  return own?.email;
}
