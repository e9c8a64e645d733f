/** Why a password is not taken. */
export type PasswordFault = 'short' | 'long' | 'address' | 'own' | 'common';

/** Shortest and longest password, in characters; a face is one character, however many bytes it has. */
export const passwordLength = { least: 10, most: 256 } as const;

/**
 * What is wrong with a password at first sight, or nothing. No rule about signs or capitals. Whether it
 * is easily guessed is asked on the server (`password-quality.server.ts`).
 */
export function passwordFault(password: string, email: string): PasswordFault | undefined {
  const characters = [...password].length;
  if (characters < passwordLength.least) return 'short';
  if (characters > passwordLength.most) return 'long';
  return password.trim().toLowerCase() === email.trim().toLowerCase() ? 'address' : undefined;
}

/** The fault in words, with what to do. */
export const passwordWords: Readonly<Record<PasswordFault, string>> = {
  short: `Use at least ${passwordLength.least} characters. Three or four words work well.`,
  long: `Use at most ${passwordLength.most} characters.`,
  address: 'Use something other than your e-mail address.',
  own: 'This is close to your name, your address or the name of this place, so it is easy to guess. Try three or four words that do not belong together.',
  common:
    'This is easy to guess: many people use it, or something like it. Try three or four words that do not belong together.',
};
