/** Longest parts of a guest post, in characters as a reader counts them. */
export const longest = {
  title: 200,
  authorName: 100,
  about: 1_000,
  body: 40_000,
  comment: 2_000,
  alt: 500,
  note: 500,
} as const;

/** The most bytes of a picture that is sent to us. */
export const maxPictureBytes = 10 * 1024 * 1024;

/** How many days a guest's link is good for. */
export const inviteDays = 30;

/** Comments of one page. */
export const commentsAPage = 100;

/** The page on which a comment stands; its number never changes, so its address does not either. */
export function pageOf(number: number): number {
  return Math.max(1, Math.ceil(number / commentsAPage));
}

/** What a writer sends of a guest post. */
export interface GuestPostWords {
  title: string;
  authorName: string;
  about: string;
  body: string;
}

/** Whether a value from outside has the form of a write token: 192 random bits in base64url. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{32}$/.test(value);
}

/** Minutes that a text takes at 200 words a minute, one at least. A hint, not a measure of anybody. */
export function readingMinutes(text: string): number {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / 200));
}

/** The first sentences as plain words, for previews elsewhere: at most 200 characters. */
export function opening(markdown: string): string {
  const plain = markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[#>\s*-]+/gm, '')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length <= 200 ? plain : `${plain.slice(0, plain.lastIndexOf(' ', 199))}…`;
}

/** The line of Markdown that puts a picture into a text. */
export function pictureLine({ name, alt }: { name: string; alt: string }): string {
  return `![${alt.replace(/\s+/g, ' ').replace(/[\\[\]]/g, '\\$&')}](/media/${name})`;
}

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** A day in words, for example `22 November 2026`, by UTC. By hand: a page says it a hundred times. */
export function dayWords(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** An instant (`2026-11-22T20:00:00.000Z`) in words that say their zone: `22 November 2026 at 20:00 UTC`. */
export function momentWords(at: string): string {
  const month = months[Number(at.slice(5, 7)) - 1];
  return `${Number(at.slice(8, 10))} ${month} ${at.slice(0, 4)} at ${at.slice(11, 16)} UTC`;
}
