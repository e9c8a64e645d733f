import { isRole, type Role } from '#domain/people/roles.ts';

/** The longest name of a place, in characters, and how many places one may name. */
export const longestPlace = 80;
export const mostPlaces = 20;

/** What lets a request wait in the tray instead of coming before its owner. */
export interface Holds {
  /** Who says of themselves that they are one of these. */
  roles: Role[];
  /** Whose public profile names one of these places. */
  places: string[];
  /** Who was never in the same club. */
  noSharedClub: boolean;
}

/** What of the asker is public, as far as holds look at it. */
export interface PublicOfAsker {
  roles: string[];
  words: string[];
  sharesClub: boolean;
}

/** Whether a request is one of those that are held. */
export function isHeld(holds: Holds, asker: PublicOfAsker): boolean {
  if (holds.noSharedClub && !asker.sharesClub) return true;
  if (holds.roles.some((role) => asker.roles.includes(role))) return true;
  return holds.places.some((place) => asker.words.some((words) => names(words, place)));
}

/** Whether a text names a place, in whole words, however its letters are written. */
export function names(text: string, place: string): boolean {
  const sought = plainWords(place);
  return sought !== '' && ` ${plainWords(text)} `.includes(` ${sought} `);
}

function plainWords(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The roles that a form named; other words are left out. */
export function rolesIn(words: readonly unknown[]): Role[] {
  return words.filter((word): word is Role => typeof word === 'string' && isRole(word));
}
