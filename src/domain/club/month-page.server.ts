import { cite, citationStyles, type CitationStyle } from './citation.ts';
import { explainInPlace } from './glossary.ts';
import { hourWords, nextHour, type HourWords } from './month-times.server.ts';
import type { Month, MonthLine, MonthPaper, MonthQuestion } from './months.server.ts';
import type { MonthState } from './month-state.ts';
import { authorNames, paperOfMonth } from './paper-form.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { htmlFromPlainText } from '#platform/text.server.ts';

/** One citation of the paper. `html` is escaped. */
export interface CitationView {
  style: CitationStyle;
  text: string;
  html: string;
}

/** A paper as a page shows it. */
export interface PaperView {
  title: string;
  authors: string;
  journal: string;
  doi: string | null;
  pmid: string | null;
  openAccessUrl: string | null;
  licence: string | null;
  abstract: string[];
  note: string;
  source: string;
  citations: CitationView[];
}

/** Everything that the month's page says, in words. */
export interface MonthPage {
  id: string;
  date: string;
  day: string;
  theme: string;
  state: MonthState;
  summary: string;
  plainSummary: string;
  studyNotice: string;
  notices: string[];
  source: string;
  club: Month['club'];
  hours: HourWords[];
  next: { at: string; words: string } | undefined;
  paper: PaperView | undefined;
  readings: PaperView[];
  questions: MonthQuestion[];
  guestPost: { title: string; authorName: string; about: string; open: boolean } | undefined;
  curates: boolean;
  hosts: boolean;
  /** Whoever reads has chosen a zone, in which the times are said. */
  chosenZone: boolean;
}

/** Makes a month ready to be read, with the times of whoever asks and the club's hard words explained. */
export function monthPage(ctx: Pick<Ctx, 'viewer' | 'clock'>, month: Month): MonthPage {
  const zone = ctx.viewer?.zone;
  const { hours, club, glossary, guestPost } = month;
  return {
    id: month.id,
    date: month.date,
    day: dayWords(month.date),
    theme: month.theme,
    state: month.state,
    summary: explainInPlace(
      htmlFromPlainText(month.summary),
      month.plainSummary ? [] : glossary,
      'summary',
    ),
    plainSummary: explainInPlace(htmlFromPlainText(month.plainSummary), glossary, 'plain'),
    studyNotice: month.studyNotice,
    notices: month.notices,
    source: month.source,
    club,
    hours: hourWords({ hours, worldLine: club.worldLine }, zone),
    next: nextHour(hours, ctx.clock.now(), zone ?? hours[0]?.zone),
    paper: month.paper && paperView(month.paper, citationStyles),
    readings: month.readings.map((reading) => paperView(reading, ['apa'])),
    questions: month.questions.filter(({ kind }) => kind === 'question'),
    guestPost: guestPost ? guestView(guestPost) : undefined,
    curates: month.curates,
    hosts: month.hosts,
    chosenZone: hasZone(ctx),
  };
}

function guestView({ title, authorName, about, published }: NonNullable<Month['guestPost']>) {
  return { title, authorName, about, open: published !== null };
}

function paperView(kept: MonthPaper, styles: readonly CitationStyle[]): PaperView {
  const paper = paperOfMonth(kept);
  return {
    title: kept.title,
    authors: authorNames(kept.authors),
    journal: [kept.journal, kept.year].filter(Boolean).join(', '),
    doi: kept.doi,
    pmid: kept.pmid,
    openAccessUrl: kept.openAccessUrl,
    licence: kept.licence,
    abstract: kept.abstract,
    note: kept.note,
    source: kept.source,
    citations: styles.map((style) => ({ style, ...cite(paper, style) })),
  };
}

/** A month of a list, in words. */
export interface MonthCard extends Omit<MonthLine, 'hours'> {
  day: string;
  next: { at: string; words: string } | undefined;
  own: string;
  chosenZone: boolean;
}

/** Makes the lines of a list ready to be read. */
export function monthCards(
  ctx: Pick<Ctx, 'viewer' | 'clock'>,
  lines: readonly MonthLine[],
): MonthCard[] {
  return lines.map(({ hours, ...line }) => ({
    ...line,
    day: dayWords(line.date),
    next: nextHour(hours, ctx.clock.now(), ctx.viewer?.zone ?? hours[0]?.zone),
    own: hourWords({ hours, worldLine: [] }, ctx.viewer?.zone)[0]?.own ?? '',
    chosenZone: hasZone(ctx),
  }));
}

/** UTC is what an account begins with: the browser knows better then. */
function hasZone({ viewer }: Pick<Ctx, 'viewer'>): boolean {
  return viewer !== null && viewer.zone !== 'UTC';
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** "18 January 2018" */
export function dayWords(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`));
}
