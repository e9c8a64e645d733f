import { asRefusal, refusalWords } from './words.ts';
import { failureOf, postForm, type Result } from '../../../post-form.ts';

/** An answer on its way. It is kept on the device until the server has it. */
export interface Letter {
  key: string;
  text: string;
  questionId: string;
  parentId: string;
  /** Why it waits for its writer; absent while it is tried again by itself. */
  says?: string;
}

/** How a try to send went. `later`: nothing was refused, it is tried again after so many seconds. */
export type Sent = { number: number } | { says: string } | { later: number; says: string };

/** Whether something kept is a list of letters. */
export function areLetters(value: unknown): value is Letter[] {
  const parts = ['key', 'text', 'questionId', 'parentId'] as const;
  const isLetter = (one: unknown) =>
    typeof one === 'object' &&
    one !== null &&
    parts.every(
      (part) => part in one && typeof (one as Record<string, unknown>)[part] === 'string',
    );
  return Array.isArray(value) && value.every(isLetter);
}

/** Sends an answer by the page's own form. Throws when the server cannot be reached. */
export async function sendLetter(letter: Letter): Promise<Sent> {
  return readResult(
    await postForm('answer', {
      key: letter.key,
      text: letter.text,
      question: letter.questionId,
      parent: letter.parentId,
    }),
  );
}

function readResult({ type, location, data }: Result): Sent {
  const number = /#answer-(\d+)$/.exec(location ?? '')?.[1];
  if (type === 'redirect' && number) return { number: Number(number) };
  const refusal = type === 'failure' ? asRefusal(failureOf(data)) : undefined;
  if (!refusal) return { later: 5, says: 'Something broke on our side. We try again.' };
  const says = refusalWords(refusal);
  if (refusal.refused === 'slowMode') return { later: refusal.seconds ?? 5, says };
  return refusal.refused === 'tooFast' ? { later: 20, says } : { says };
}
