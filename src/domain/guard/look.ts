import type { About, Finding, Kind, Looked, Span } from './finding.ts';
import { judge, marksOf } from './inner/judge.ts';
import { isDirect, mostOf, type Mark } from './inner/mark.ts';
import { readPage, type ReadPage } from './inner/page.ts';
import { secondLook } from './inner/second-look.ts';
import { everyDetail } from './inner/seen.ts';
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
  // While somebody writes the same posts stand around every look.
  const known = before.length === 0 ? nothing : (kept.get(about) ?? knownFrom(before, about));
  if (before.length > 0) kept.set(about, known);
  return secondLook(page, about, judge(page, about, known));
}

const nothing: ReadonlyMap<string, number> = new Map();
const kept = new WeakMap<About, ReadonlyMap<string, number>>();

/** What adds up in the posts that stand around the text, each kind with the heaviest of its weights. */
function knownFrom(texts: readonly string[], about: About): Map<string, number> {
  const known = new Map<string, number>();
  for (const text of texts)
    for (const [kind, weight] of mostOf(marksOf(readPage(text, about.language), about)))
      if (!isDirect(kind)) known.set(kind, Math.max(weight, known.get(kind) ?? 0));
  return known;
}

/**
 * Whether a text holds anything that could count, whoever wrote it and whatever stands around it. Where it does not,
 * `look` says `clear`: nobody need look closer.
 */
export function mayTell(text: string, language: string | undefined): boolean {
  const page = readPage(text, language);
  if (!page.known) return page.sights.length > 0;
  return marksOf(page, { role: 'other' }).length > 0 || everyDetail(page).length > 0;
}

/** A place that a text names first, as the rules of its language see it: an author's page may say where they work. */
export function placeIn(text: string): string | undefined {
  const page = readPage(text, undefined);
  const place = page.sights.find(({ says }) => says === 'place');
  return place && text.slice(place.from, place.to);
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
