import type { Bar, Figures, Shown } from './figures.ts';

/** How many people were in the chat, in a sentence. */
export function peopleSay(people: Shown): string {
  if (people === null) return 'Fewer than ten people are counted, so no numbers are shown.';
  return `${people} or more people took part, by writing or by saying that they were there.`;
}

/** How many of them were new and how many came back. */
export function halvesSay({ people, firstTimers, returning }: Figures): string {
  if (people === null) return '';
  if (firstTimers === null || returning === null) {
    return 'How many of them were new is not shown, because a group could be very small.';
  }
  return `${firstTimers} or more were here for the first time, ${returning} or more had been before.`;
}

/** Where the posts were thickest. */
export function postsSay(bars: readonly Bar[]): string {
  const busiest = bars.reduce<Bar | undefined>(
    (best, bar) => ((bar.count ?? 0) > (best?.count ?? 0) ? bar : best),
    undefined,
  );
  if (!busiest) return 'Too few posts to draw.';
  return bars.length === 1
    ? `${busiest.label}: ${busiest.count} posts.`
    : `Most were written in: ${busiest.label} (${busiest.count}).`;
}

/** How much was said between people whose roles differ; nothing is said of why a number is missing. */
export function acrossSays(across: Shown, over: boolean): string {
  if (across !== null) {
    return `${across} or more replies went between people whose roles differ, such as a patient and a radiographer.`;
  }
  return over
    ? 'This is not shown: some of the groups behind it are small.'
    : 'This is shown after the chat, when it does not single anybody out.';
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `2018-01-18` as "18 Jan"; any other label as it is. */
export function dayLabel(label: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(label) ? day.format(new Date(`${label}T00:00:00Z`)) : label;
}
