import type { MonthState } from '../month-state.ts';

interface StateWords {
  badge: string;
  kind: 'plain' | 'club' | 'live';
  /** What one can do now. */
  now: string;
}

/** What each state of a month is called, and what it means for whoever comes by. */
export const stateWords: Record<MonthState, StateWords> = {
  draft: { badge: 'Draft', kind: 'plain', now: 'Only those who plan the club see this.' },
  announced: {
    badge: 'Announced',
    kind: 'club',
    now: 'The questions are shown a few days before the chat.',
  },
  open: {
    badge: 'Open',
    kind: 'club',
    now: 'Read the paper and the questions, and take your time.',
  },
  live: {
    badge: 'Live now',
    kind: 'live',
    now: 'The chat is on. You can join in, or just read along.',
  },
  wrapUp: {
    badge: 'Late answers welcome',
    kind: 'club',
    now: 'The live hour is over. You can still answer.',
  },
  archived: {
    badge: 'Past month',
    kind: 'plain',
    now: 'This chat is over. Everything that was said is here to read.',
  },
};
