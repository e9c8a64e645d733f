import type { About } from '#domain/guard/finding.ts';

const mostTexts = 10;

/** What the server says of the author, to themselves. It never hears what is written. */
let author: Promise<About> | undefined;

/** Asks once; what comes is for this device alone. */
export function aboutAuthor(): Promise<About> {
  const nobody: About = { role: 'other' };
  author ??= fetch('/guard/about', { headers: { accept: 'application/json' } })
    .then((answer) => (answer.ok ? (answer.json() as Promise<About>) : nobody))
    .catch(() => nobody);
  return author;
}

/** Everything that stands around a text: who writes, in which language, what they answer, and how many files go along. */
export async function around(area: HTMLTextAreaElement): Promise<About> {
  const language = area.form?.querySelector<HTMLSelectElement>('select[name=language]')?.value;
  const pictures = area.form?.querySelectorAll('[data-file]').length ?? 0;
  return {
    ...(await aboutAuthor()),
    ...(language && { language }),
    ...(pictures > 0 && { pictures }),
    thread: answeredBy(area),
  };
}

/** The words of what is answered, as the page shows them. */
function answeredBy({ dataset }: HTMLTextAreaElement): string[] {
  const place = document.getElementById(dataset['guardAnswers'] ?? '');
  const words = [...(place?.querySelectorAll<HTMLElement>('[dir=auto]') ?? [])];
  return words.slice(-mostTexts).map(({ textContent }) => textContent);
}
