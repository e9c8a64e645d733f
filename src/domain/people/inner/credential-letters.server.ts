import { spacedCode } from './letter-code.server.ts';
import type { LetterPlace } from './letter-place.ts';

/** What the letters about checks need to know; none says what was checked, or of which profession. */
export interface CredentialLetterFacts {
  /** Goes to an address at work. `account` lets it be forgotten with its owner; it is not in the letter. */
  workCode: { code: string; account: string };
  checkAnswered: { answer: CheckAnswer };
  checkEnds: { day: string };
}

/** How a wish to have something checked ended, or why a check was taken back. */
export const checkAnswers = {
  yes: 'It fits. Your page says so now, with the day and who looked.',
  noEntry: 'We could not find an entry with that number. Please look at the number again.',
  otherName: 'The entry with that number has another name than the one you gave us.',
  notCurrent: 'The entry says that the registration does not hold now.',
  unclear: 'We could not tell whether the entry is yours.',
  nobodyLooked: 'Nobody found the time to look. We are sorry. You can ask once more.',
  noMore:
    'We looked again and found no entry that fits any more. Your page says that it was taken back.',
  linkGone:
    'Your page elsewhere does not lead to your page here any more. Your page here says so now.',
} as const;

/** One of the answers. */
export type CheckAnswer = keyof typeof checkAnswers;

/** The letters about checks. */
export const credentialLetters = {
  workCode: ({ code }: CredentialLetterFacts['workCode'], { name }: LetterPlace) => ({
    subject: `Your code: ${spacedCode(code)}`,
    paragraphs: [
      `Somebody, we hope you, wants to show at ${name} that letters to this address reach them. If it was you, type this code on the page that asked for it:`,
      spacedCode(code),
      'The code works once, and for one hour. We do not keep this address.',
      'If it was not you, you need to do nothing. Give the code to nobody.',
    ],
  }),
  checkAnswered: (
    { answer }: CredentialLetterFacts['checkAnswered'],
    { origin, name }: LetterPlace,
  ) => ({
    subject: 'About a check',
    paragraphs: [
      `This is about something that you asked to have checked at ${name}.`,
      checkAnswers[answer],
      `You see it here: ${origin}/settings/work`,
    ],
  }),
  checkEnds: ({ day }: CredentialLetterFacts['checkEnds'], { origin, name }: LetterPlace) => ({
    subject: 'A check ends soon',
    paragraphs: [
      `A check that stands on your page at ${name} ends on ${day}.`,
      'If you want it to stay, have it looked at again here:',
      `${origin}/settings/work`,
      'If you do nothing, it is taken off on that day. You can ask for a new check later.',
    ],
  }),
};
