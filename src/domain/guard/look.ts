import type { About, Finding, Kind, Looked, Span } from './finding.ts';
import { isDirect, judge, marksOf, mostOf, type Mark } from './inner/judge.ts';
import { readPage, type ReadPage } from './inner/page.ts';
import { secondLook } from './inner/second-look.ts';
import { softened } from './inner/vaguer.ts';

/**
 * Could these words let somebody recognise a person in care? Pure, and the same in a browser's worker
 * and on the server; the time grows in step with the text. It keeps nothing and asks nobody; `clear`
 * means that nothing was found, never that nothing is there.
 */
export function look(text: string, about: About): Finding {
  const page = readPage(text, about.language);
  const marks = page.known ? judgePage(page, about) : numbersAlone(page, about);
  const spans = softened(together(marks), page.tokens, page.language, about.role).map(
    ({ from, to, kind, vaguer }): Span => ({
      from,
      to,
      kind,
      direct: isDirect(kind),
      why: kind,
      vaguer,
    }),
  );
  const verdict = spans.length > 0 ? 'caution' : 'clear';
  return { verdict, spans, looked: lookedFor(page, about), language: page.language };
}

function judgePage(page: ReadPage, about: About): Mark[] {
  const before = [...(about.thread ?? []), ...(about.recent ?? [])];
  const known = new Map<string, number>();
  for (const text of before)
    for (const [kind, weight] of mostOf(marksOf(readPage(text, about.language), about)))
      if (!isDirect(kind as Kind)) known.set(kind, Math.max(weight, known.get(kind) ?? 0));
  return secondLook(page, about, judge(page, about, known));
}

/** Without rules for the language nobody can tell whom it is about: a patient's own numbers are left alone. */
function numbersAlone(page: ReadPage, about: About): Mark[] {
  if (about.role === 'patient') return [];
  return page.sights.map(({ says, from, to }) => ({ kind: says as Kind, weight: 1, from, to }));
}

/** Marks in order of the text; those that touch, or go on in the next word, become one, of the more telling kind. */
function together(marks: readonly Mark[]): Mark[] {
  const sorted = [...marks].sort((a, b) => a.from - b.from || b.to - a.to);
  const spans: Mark[] = [];
  for (const mark of sorted) {
    const last = spans.at(-1);
    const goesOn = last?.kind === mark.kind && mark.from === last.to + 1;
    if (!last || (mark.from >= last.to && !goesOn)) spans.push({ ...mark });
    else {
      last.to = Math.max(last.to, mark.to);
      if (isDirect(mark.kind) && !isDirect(last.kind)) last.kind = mark.kind;
    }
  }
  return spans;
}

function lookedFor(page: ReadPage, about: About): Looked[] {
  const words: Looked[] = page.known ? ['names', 'dates', 'places'] : [];
  const pictures: Looked[] = page.known || about.pictures ? ['pictures'] : [];
  return [...words, 'numbers', 'contacts', ...pictures];
}
