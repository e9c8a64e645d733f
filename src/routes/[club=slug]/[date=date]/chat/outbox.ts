import { asRefusal, refusalWords } from './words.ts';

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

/** Reads what was kept; nothing when the device keeps nothing or somebody bent it. */
export function readShelf<T>(shelf: string, fit: (value: unknown) => value is T): T | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(shelf) ?? 'null');
    return fit(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value, or takes it from the shelf when it is empty. Says whether the device did. */
export function keepOnShelf(shelf: string, value: string | readonly unknown[]): boolean {
  try {
    if (value.length > 0) localStorage.setItem(shelf, JSON.stringify(value));
    else localStorage.removeItem(shelf);
    return true;
  } catch {
    return false;
  }
}

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

/** A key that nobody else makes; also where the address is not https. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
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

/** What SvelteKit answers to a form that is sent by script. */
interface Result {
  type: string;
  location?: string;
  data?: unknown;
}

/** Sends a form of this page by script. Throws when the server cannot be reached. */
export async function postForm(action: string, fields: Record<string, string>): Promise<Result> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
  const response = await fetch(`?/${action}`, { method: 'POST', body, headers });
  return (await response.json()) as Result;
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

/**
 * The failure's own fields. SvelteKit writes them with devalue: a list whose first entry maps names to
 * places in the list. Ours are flat, so that reading them needs no parser on the page.
 */
function failureOf(data: unknown): unknown {
  const list: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  if (!Array.isArray(list) || typeof list[0] !== 'object' || list[0] === null) return undefined;
  const places = Object.entries(list[0] as Record<string, unknown>);
  return Object.fromEntries(places.map(([name, at]) => [name, list[Number(at)] as unknown]));
}
