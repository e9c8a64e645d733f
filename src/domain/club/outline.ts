import type { Line, Round } from './transcript.ts';

/** What stands out in a chat, counted from its posts. Every word in it was written by somebody. */
export interface Outline {
  /** The rounds that were asked, in their order. */
  questions: { id: string; name: string; text: string; answers: number; people: number }[];
  /** The lines that most people answered, the most answered first. */
  mostAnswered: { number: number; name: string; handle: string; begins: string; replies: number }[];
  /** The addresses that most people named, with the numbers of the lines that name them. */
  links: { url: string; shown: string; people: number; numbers: number[] }[];
}

const most = 5;

/** Counts a transcript. Lines that were removed or hidden are not in it. */
export function outlineOf(rounds: readonly Round[]): Outline {
  const lines = rounds.flatMap((round) => round.lines).filter(({ state }) => state === 'said');
  return {
    questions: rounds.filter(({ id }) => id !== '').map(countRound),
    mostAnswered: mostAnswered(lines),
    links: namedLinks(lines),
  };
}

function countRound({ id, name, text, lines }: Round): Outline['questions'][number] {
  const said = lines.filter(({ state }) => state === 'said');
  const people = new Set(said.map(({ handle }) => handle)).size;
  return { id, name, text, answers: said.length, people };
}

/** Counts people, not replies: two who talk to each other for long do not make a line stand out. */
function mostAnswered(lines: readonly Line[]): Outline['mostAnswered'] {
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  const answering = new Map<number, Set<string>>();
  for (const { to, handle } of lines) {
    const answered = to && byNumber.get(to.number);
    if (!answered || answered.handle === handle) continue;
    const people = answering.get(answered.number) ?? new Set();
    answering.set(answered.number, people.add(handle));
  }
  return [...answering]
    .sort(([a, one], [b, other]) => other.size - one.size || a - b)
    .slice(0, most)
    .flatMap(([number, people]) => {
      const line = byNumber.get(number);
      if (!line) return [];
      const { name, handle } = line;
      return [{ number, name, handle, begins: beginning(line.html), replies: people.size }];
    });
}

function namedLinks(lines: readonly Line[]): Outline['links'] {
  const named = new Map<string, { people: Set<string>; numbers: number[] }>();
  for (const { html, handle, number } of lines) {
    for (const url of new Set(
      [...html.matchAll(/<a href="([^"]+)"/g)].map((found) => found[1] ?? ''),
    )) {
      const entry = named.get(url) ?? { people: new Set(), numbers: [] };
      entry.people.add(handle);
      entry.numbers.push(number);
      named.set(url, entry);
    }
  }
  return [...named]
    .sort(
      ([, one], [, other]) =>
        other.people.size - one.people.size || (one.numbers[0] ?? 0) - (other.numbers[0] ?? 0),
    )
    .slice(0, most)
    .map(([href, { people, numbers }]) => {
      const url = plainOf(href);
      const shown = url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
      return { url, shown: shorten(shown, 60), people: people.size, numbers: numbers.slice(0, 10) };
    });
}

/** The first words of a post, as they were written. */
export function beginning(html: string): string {
  return shorten(plainOf(html.replace(/<br \/>|<\/p>/g, ' ').replace(/<[^>]*>/g, '')).trim(), 120);
}

function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1).toWellFormed();
  return `${/^.{40,}(?=\s)/su.exec(cut)?.[0] ?? cut}…`;
}

const signs: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Undoes what was escaped when the post was rendered. */
function plainOf(escaped: string): string {
  return escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? sign);
}

/** The outline as plain lines, for whoever writes the summary. */
export function outlineText({ questions, mostAnswered, links }: Outline): string {
  const part = (title: string, lines: string[]) =>
    lines.length > 0 ? [[title, ...lines].join('\n')] : [];
  return [
    ...part(
      'Questions',
      questions.map(
        ({ name, text, answers, people }) =>
          `${name}: ${text} (${some(answers, 'line', 'lines')}, ${peopleWords(people)})`,
      ),
    ),
    ...part(
      'Answered by most people',
      mostAnswered.map(
        ({ number, name, begins, replies }) =>
          `${number} · ${name}: “${begins}” (${peopleWords(replies)} answered)`,
      ),
    ),
    ...part(
      'Links named by most people',
      links.map(
        ({ url, people, numbers }) => `${url} (${peopleWords(people)}, in ${numbers.join(', ')})`,
      ),
    ),
  ].join('\n\n');
}

const peopleWords = (count: number) => some(count, 'person', 'people');
const some = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
