import { findRegister } from '../registers.ts';

const kinds = ['orcid', 'backLink', 'address', 'register'] as const;

/** How something was checked. */
export type CredentialKind = (typeof kinds)[number];

/** A kind as it was kept; nothing for one of a newer version. */
export function readKind(kept: string): CredentialKind | undefined {
  return kinds.find((kind) => kind === kept);
}

/** What a check found: an iD, a host, or a register's id, on which day; `place` is what this place is called. */
export interface Finding {
  kind: CredentialKind;
  found: string;
  on: Date;
  place: string;
}

/** The sentence that stands on a profile: who checked what, and when. */
export function sentenceOf({ kind, found, on, place }: Finding): string {
  const day = dayWords(on);
  switch (kind) {
    case 'orcid':
      return `ORCID confirmed on ${day} that this is ${found}.`;
    case 'backLink':
      return `A page of ${found} linked to this profile on ${day}.`;
    case 'address':
      return `On ${day} this person answered a letter to an address at ${found}.`;
    case 'register':
      return `A moderator of ${place} looked at the public register of ${findRegister(found)?.name ?? found} on ${day} and found an entry that fits.`;
  }
}

/** Why a check does not count any more. `unknown` stands for a word that was taken away. */
export const overWords = {
  takenBack: 'It was taken back by the person themselves.',
  disconnected: 'The ORCID account is not connected any more.',
  linkGone: 'The page does not lead here any more.',
  changed: 'The person now says something else about their work.',
  noEntry: 'A moderator looked again and found no entry that fits.',
  ended: 'Its time was over, and it was not checked again.',
  unknown: 'It was taken back.',
} as const;

/** One of the reasons. */
export type OverReason = keyof typeof overWords;

/** The words of a reason as it was kept. */
export function reasonWords(reason: string | null): string {
  const known: Readonly<Record<string, string>> = overWords;
  return (reason !== null && Object.hasOwn(known, reason) && known[reason]) || overWords.unknown;
}

/** "22 November 2026", the same for every reader: the day in UTC. */
export function dayWords(day: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}
