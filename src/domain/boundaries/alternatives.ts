import type { Side } from './facts.ts';

/** What one can do instead, in the words of each side. Absent: that side has no use for it. */
const words = {
  followInPublic: {
    professional: 'Follow each other here, where everybody can read.',
    other: 'Follow them here, where everybody can read.',
  },
  club: { professional: 'Meet in the club.', other: 'Meet in the club.' },
  remindMe: {
    professional: 'Put a note in your own calendar to think of it again when care is over.',
    other: 'Put a note in your own calendar to ask when your care is over.',
  },
  kindText: {
    professional: 'Send a kind line that says why not now. We have some words to begin with.',
  },
  letThemStart: { professional: 'Leave the first step to them.' },
  professionalPage: {
    professional: 'Answer from the page that says what you do.',
    other: 'Look for the page that says what they do.',
  },
  tellColleague: { professional: 'Talk it over with a colleague or your lead, without names.' },
  colleagueTreats: { professional: 'Ask whether a colleague can care for them.' },
  noteToSelf: { professional: 'Write a note for yourself: what you weighed, and why.' },
  organisation: {
    professional: 'Go through your organisation: an event, a group, an address of the house.',
    other: 'Ask their organisation: an event, a group, an address of the house.',
  },
  guardian: {
    professional: 'Talk with a parent or guardian.',
    other: 'Ask a parent or guardian to talk with them.',
  },
  generalAnswer: { professional: 'Answer in general, as if anybody had asked.' },
  teamContact: {
    professional: 'Point to the number or the portal of the team.',
    other: 'Ask your team, by their number or their portal.',
  },
  urgent: {
    professional: 'If it cannot wait: say where help is now.',
    other: 'If it cannot wait, call for help now.',
  },
  talkInSession: {
    professional: 'Talk about it when you next meet.',
    other: 'Talk about it when you next meet.',
  },
} as const satisfies Record<string, Partial<Record<Side, string>>>;

/** The name of something one can do instead, for a page that can offer it as a link or a button. */
export type AlternativeName = keyof typeof words;

/** Something one can do instead. `name` is absent where an operator's pack said it in a sentence. */
export interface Alternative {
  name: AlternativeName | null;
  words: string;
}

/** Whether a word names something one can do instead. */
export function isAlternative(word: string): word is AlternativeName {
  return Object.hasOwn(words, word);
}

/** All names, for whoever writes a pack. */
export const alternativeNames = Object.keys(words) as AlternativeName[];

/** What a rule's `instead` says to one side: nothing where that side has no use for it. */
export function alternativeFor(side: Side, said: string): Alternative | null {
  if (!isAlternative(said)) return { name: null, words: said };
  const spoken: Partial<Record<Side, string>> = words[said];
  return spoken[side] === undefined ? null : { name: said, words: spoken[side] };
}
