import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { LiveChat, Place, Visitor } from './place.ts';

/** What the product was asked for, and what it acknowledged. */
export interface Work {
  /** Texts of answers. */
  answers: { tried: string[]; kept: string[] };
  /** Addresses of sign-ups, each of which makes a letter. */
  letters: { tried: string[]; kept: string[] };
}

/** People who answer and people who join, without pause until they are stopped. */
export function startWriters(
  place: Place,
  chat: LiveChat,
  visitors: Visitor[],
): { work: Work; stop(): Promise<void> } {
  const work: Work = { answers: { tried: [], kept: [] }, letters: { tried: [], kept: [] } };
  let going = true;
  let turn = 0;
  const answering = async () => {
    while (going) {
      const visitor = visitors[turn++ % visitors.length];
      if (visitor) await answerUntilTaken(place, chat, visitor, work, () => going);
    }
  };
  const joining = async () => {
    while (going) {
      await join(place, work);
      await pause(150);
    }
  };
  const running = Promise.all([answering(), answering(), answering(), answering(), joining()]);
  return {
    work,
    stop: async () => {
      going = false;
      await running;
    },
  };
}

/** One answer under one key, sent again until it is acknowledged or the test ends. */
async function answerUntilTaken(
  place: Place,
  chat: LiveChat,
  visitor: Visitor,
  { answers }: Work,
  going: () => boolean,
): Promise<void> {
  const text = `answer ${randomUUID()}`;
  answers.tried.push(text);
  while (going()) {
    const answer = await postAnswer(place.origin, chat, visitor, text).catch(() => 0);
    if (answer === 303) return void answers.kept.push(text);
    // Anything that the product itself refuses is no promise, and is not tried again.
    if (answer >= 400 && answer < 500) return;
    await pause(30);
  }
}

/** Sends the form of the chat's page as a browser without script does, under a key of the text's own. */
export function postAnswer(
  origin: string,
  chat: LiveChat,
  visitor: Visitor,
  text: string,
): Promise<number> {
  const fields = { question: chat.questionId, parent: '', text, key: text.slice(-36) };
  return post(`${origin}${chat.path}?/answer`, origin, fields, { cookie: visitor.cookie });
}

/** A sign-up of a new address, once: trying again would ask for a second letter. */
async function join(place: Place, { letters }: Work): Promise<void> {
  const email = `joins_${randomUUID()}@example.org`;
  letters.tried.push(email);
  const fields = { email, password: 'a kettle sings at nine' };
  const from = { 'x-forwarded-for': `10.0.0.${letters.tried.length % 250}` };
  const answer = await post(`${place.origin}/sign-up`, place.origin, fields, from).catch(() => 0);
  if (answer === 303) letters.kept.push(email);
}

/** Posts a form and answers with the status. */
export async function post(
  address: string,
  origin: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    // Without it SvelteKit takes the request for one of a script, and answers in JSON.
    headers: { origin, accept: 'text/html', ...headers },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
  return response.status;
}
