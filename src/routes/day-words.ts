/** A day in words, as it is said in English here: `2026-11-22` -> "22 November 2026". */
export function dayWords(day: string): string {
  return words.format(new Date(`${day}T00:00:00Z`));
}

/** The day of a moment, in UTC. */
export function dateWords(at: Date): string {
  return words.format(at);
}

const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const toTheMinute = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** A day and its time, for `TimeText`: said in UTC, until the reader's own zone takes its place. */
export function momentWords(at: Date): { at: string; words: string } {
  return { at: at.toISOString(), words: `${toTheMinute.format(at)} UTC` };
}
