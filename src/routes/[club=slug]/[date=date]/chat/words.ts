import type { AnswerRefused } from '#domain/club/answers.server.ts';
import type { ChatHead, ChatLine, ChatQuestion } from '#domain/club/chat-view.ts';

type Refusal = AnswerRefused['refused'];

/** What each refusal is over HTTP. */
export const statusOf: Record<Refusal, number> = {
  empty: 422,
  tooLong: 422,
  notText: 422,
  signIn: 401,
  notOpen: 409,
  tooFast: 429,
  slowMode: 429,
  gone: 404,
};

/** What each refusal says to the person, and what to do. Their words are always kept. */
const says: Record<Refusal, string> = {
  empty: 'There is nothing in the box yet. Write something, then send it.',
  tooLong: 'This is longer than 5,000 characters. Please make it shorter, or send it in two parts.',
  notText: 'There is something in the box that is not text. Try typing it instead of pasting.',
  signIn: 'You are not signed in any more. Your words are kept; sign in and send them again.',
  notOpen: 'This cannot be answered now: it has not been asked yet, or the chat is closed.',
  tooFast: 'That was a lot in a short time. Wait a minute, then send it again.',
  slowMode: 'The host asked everybody to take their time.',
  gone: 'What you wanted to answer is not there any more. Your words are kept.',
};

/** A refusal in words. */
export function refusalWords({ refused, seconds }: { refused: Refusal; seconds?: number }): string {
  if (refused !== 'slowMode' || !seconds) return says[refused];
  const wait = seconds === 1 ? 'one second' : `${seconds} seconds`;
  return `${says[refused]} You can send this in ${wait}.`;
}

/** Whether what came back from a form is one of our refusals. */
export function asRefusal(data: unknown): { refused: Refusal; seconds?: number } | undefined {
  if (typeof data !== 'object' || data === null || !('refused' in data)) return undefined;
  const { refused } = data;
  if (typeof refused !== 'string' || !(refused in says)) return undefined;
  const seconds = 'seconds' in data && typeof data.seconds === 'number' ? data.seconds : undefined;
  return { refused: refused as Refusal, ...(seconds !== undefined && { seconds }) };
}

/** How a round of the chat is called. */
export function roundName({ kind, number }: Pick<ChatQuestion, 'kind' | 'number'>): string {
  if (kind === 'opening') return 'Opening round';
  if (kind === 'closing') return 'Closing round';
  return `Question ${number ?? ''}`.trim();
}

/** How far off something is, in calm words; never seconds. */
export function untilWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'any moment now';
  if (minutes < 60) return `in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`;
  const hours = Math.round(minutes / 60);
  if (hours < 36) return `in ${hours === 1 ? 'an hour' : `${hours} hours`}`;
  return `in ${Math.round(hours / 24)} days`;
}

/** How many people are here, in words. */
export function peopleWords(people: number): string {
  if (people === 0) return 'Nobody has said that they are here yet.';
  return people === 1 ? 'One person is here.' : `${people} people are here.`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in a zone: the clock on the day of the chat, with the day on others. */
export function momentWords(at: string, zone: string, { clock }: Pick<ChatHead, 'clock'>): string {
  const far = clock === null || Math.abs(Date.parse(at) - Date.parse(clock)) > 12 * 3_600_000;
  return formatOf(zone, far).format(Date.parse(at));
}

function formatOf(timeZone: string, far: boolean): Intl.DateTimeFormat {
  const key = `${timeZone} ${far}`;
  const kept = formats.get(key);
  if (kept) return kept;
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(far && day),
  });
  formats.set(key, made);
  return made;
}

/** The beginning of what a line says, without its markup. */
export function startOf({ html }: Pick<ChatLine, 'html'>): string {
  const text = (html ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = Array.from(text);
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : text;
}
