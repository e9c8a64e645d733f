/** Why a text of a form is refused when `isSound` says no. */
export const unsoundWords = 'There is a broken character in it.';

/** Whether a text can be kept: no NUL, no half characters, no pile of accents (UAX 15's bound of 30). */
export function isSound(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0') && !/\p{M}{31}/u.test(value);
}

/**
 * A text as pages can carry it: NFC, line ends as `\n`, and without control characters or marks that
 * turn the direction of the words around them (a club's name stands in the middle of other texts).
 */
export function calmText(value: string): string {
  return value
    .replaceAll('\r\n', '\n')
    .replace(/(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .normalize('NFC');
}
