import type { RoundRow } from './transcript.ts';

/** A post has room for so much of a question, and for its address. */
const longest = 4500;

/** What a month is announced by. `hours` are in words. */
export interface MonthNews {
  theme: string;
  paper: string | null;
  hours: readonly string[];
  address: string;
  hashtag: string;
}

/** The post that announces a month: what it is about, what is read, when, and where. */
export function monthWords({ theme, paper, hours, address, hashtag }: MonthNews): string {
  const when = hours.map((hour) => `The chat: ${hour}.`).join('\n');
  const read = paper ? `We read: ${paper}` : '';
  return paragraphs(theme, read, when, withTag(address, hashtag));
}

/** The post by which a question is asked. What a round is called is said in a word: `Q2`, `Welcome`. */
export function questionWords(
  { kind, number, text }: Pick<RoundRow, 'kind' | 'number' | 'text'>,
  { address, hashtag }: Pick<MonthNews, 'address' | 'hashtag'>,
): string {
  const called =
    kind === 'question' ? `Q${number ?? ''}: ` : kind === 'closing' ? 'To close: ' : '';
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return paragraphs(`${called}${short}`, withTag(address, hashtag));
}

/** The post that tells of a guest post. */
export function guestPostWords(
  { title, authorName }: { title: string; authorName: string },
  { address, hashtag }: Pick<MonthNews, 'address' | 'hashtag'>,
): string {
  return paragraphs(`${title}\nA guest post by ${authorName}`, withTag(address, hashtag));
}

/** A question has room for so much in a digest: there it is named, and not asked. */
const longestNamed = 280;

/**
 * The post that tells of a chat which is over: what was asked, how much was said, and where it stands. Nobody is named
 * in it; a question that names somebody is called by its number alone, and they are not told of it once more.
 */
export function digestWords(
  about: { club: string; theme: string; day: string } & Pick<MonthNews, 'address' | 'hashtag'>,
  { lines, questions }: { lines: number; questions: readonly CountedQuestion[] },
): string {
  const over = `The chat of ${about.club} about “${about.theme}” on ${about.day} is over.`;
  const asked = questions.map(({ name, text, answers }) => {
    const short = text.length > longestNamed ? `${text.slice(0, longestNamed)}…` : text;
    return `${text.includes('@') ? name : `${name}: ${short}`} (${linesWords(answers)})`;
  });
  return paragraphs(
    `${over} Its transcript has ${linesWords(lines)}.`,
    asked.join('\n'),
    withTag(about.address, about.hashtag),
  );
}

/** A round of the chat, with how many lines answer it. */
export interface CountedQuestion {
  name: string;
  text: string;
  answers: number;
}

const linesWords = (count: number) => `${count} ${count === 1 ? 'line' : 'lines'}`;

const withTag = (address: string, hashtag: string) =>
  hashtag ? `${address} #${hashtag}` : address;

const paragraphs = (...parts: string[]) => parts.filter(Boolean).join('\n\n');
