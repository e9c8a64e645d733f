import type { ChatHead, ChatLine, ChatQuestion } from '#domain/club/chat-view.ts';

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
