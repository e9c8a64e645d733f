import { spacedCode } from './inner/letter-code.server.ts';
import {
  credentialLetters,
  type CredentialLetterFacts,
} from './inner/credential-letters.server.ts';
import type { LetterPlace } from './inner/letter-place.ts';
import { withNext } from './next.ts';

/** What each kind of letter needs to know. */
export interface LetterFacts extends CredentialLetterFacts {
  confirm: { token: string; next: string; code?: string };
  invited: { token: string };
  somebodyWaits: Record<never, never>;
  somebodyReported: Record<never, never>;
  admitted: { next: string };
  notAdmitted: { words: string };
  alreadyHere: { next: string };
  newPassword: { token: string };
  newDevice: { device: string; at: string; zone: string };
  keysChanged: { change: KeysChange; at: string; zone: string };
  proveCode: { code: string };
  signInCode: { code: string; next: string };
  noAccount: { next: string };
  outsideAddress: { token: string; code: string };
  secondStepOffAsked: { token: string; at: string; zone: string };
  wrongSecondSteps: { at: string; zone: string };
  newAddress: { token: string };
  addressTaken: Record<never, never>;
  addressChanged: { token: string; at: string; zone: string };
  copyReady: Record<never, never>;
  leaving: { at: string; zone: string };
}

/** What was changed about the ways into an account, as its owner is told. */
const keysChanges = {
  passkeyAdded: 'A passkey was added.',
  passkeyRemoved: 'A passkey was removed.',
  passwordSet: 'A password was set.',
  passwordChanged: 'The password was changed.',
  passwordRemoved: 'The password was removed.',
  secondStepOn: 'The second step was switched on.',
  secondStepOff: 'The second step was switched off.',
  recoveryCodesNew: 'New recovery codes were made. The old ones are void.',
  recoveryCodeUsed: 'A recovery code was used.',
  outsideAdded: 'An account elsewhere was connected. It can open this account now.',
  outsideRemoved: 'An account elsewhere was disconnected.',
} as const;

/** A change of what opens an account. */
export type KeysChange = keyof typeof keysChanges;

/** A letter's words. Neutral: no name of another person, no club, nothing that somebody wrote. */
export interface LetterWords {
  subject: string;
  paragraphs: string[];
}

const nothingToDo = 'If it was not you, you need to do nothing.';

/** Kind of letter -> its words. */
export const letterWords: {
  [Kind in keyof LetterFacts]: (facts: LetterFacts[Kind], place: LetterPlace) => LetterWords;
} = {
  ...credentialLetters,
  confirm: ({ token, next, code }, { origin, name }) => ({
    subject: 'Please confirm your address',
    paragraphs: [
      `Somebody, we hope you, wants to join ${name} with this address.`,
      ...(code
        ? [
            `If it was you, type this code on the page that waits for it: ${spacedCode(code)}`,
            'It counts for one hour. You can also open this link and press the button there:',
          ]
        : ['If it was you, open this link and press the button there:']),
      withNext(`${origin}/confirm?token=${token}`, next),
      'The link works once, and for one day.',
      `${nothingToDo} Without your answer there will be no account. Give the code to nobody: we never ask for it by letter or telephone.`,
    ],
  }),
  invited: ({ token }, { origin, name }) => ({
    subject: 'An invitation',
    paragraphs: [
      `Whoever looks after a place called ${name} would like to have you there. This link says what it is:`,
      `${origin}/join/${token}`,
      'It is for this address only, works once, and for two weeks.',
      'If you do not want to come, you need to do nothing. We will not write again because of it.',
    ],
  }),
  somebodyWaits: (_, { origin, name }) => ({
    subject: 'Somebody waits to be let in',
    paragraphs: [
      `At ${name} somebody has asked to join, and waits for your answer:`,
      `${origin}/operator/admissions`,
      'More may be waiting there. For a day we write no second letter about it.',
    ],
  }),
  somebodyReported: (_, { origin, name }) => ({
    subject: 'Somebody asks you to look at something',
    paragraphs: [
      `At ${name} somebody has reported something to whoever looks after the place:`,
      `${origin}/operator/reports`,
      'More may be there. For a day we write no second letter about it.',
    ],
  }),
  admitted: ({ next }, { origin, name }) => ({
    subject: 'You can come in',
    paragraphs: [
      `You asked to join ${name}. You are welcome. Choose your name here, and you are in:`,
      withNext(`${origin}/welcome`, next),
    ],
  }),
  notAdmitted: ({ words }, { origin, name }) => ({
    subject: 'About your wish to join',
    paragraphs: [
      `You asked to join ${name}. We are sorry: we cannot make room for you now.`,
      ...(words ? ['Whoever looks after the place adds:', words] : []),
      `What you wrote to us and your address are deleted. Everything that is public stays open to you without an account: ${origin}/clubs`,
    ],
  }),
  alreadyHere: ({ next }, { origin, name }) => ({
    subject: 'You have an account here already',
    paragraphs: [
      `Somebody, perhaps you, asked for a new account at ${name} with this address. You have one already, so we made no other. You can sign in here:`,
      withNext(`${origin}/sign-in`, next),
      `If you have lost your password, ask for a new one: ${origin}/sign-in/forgot`,
      `${nothingToDo} Nothing has changed.`,
    ],
  }),
  newPassword: ({ token }, { origin, name }) => ({
    subject: 'Choose a new password',
    paragraphs: [
      `Somebody, we hope you, asked for a new password at ${name}. You can choose one here:`,
      `${origin}/sign-in/new-password?token=${token}`,
      'The link works once, and for one hour. It ends the sign-in on all your devices.',
      `${nothingToDo} Your password stays as it is.`,
    ],
  }),
  newDevice: ({ device, at, zone }, { origin, name }) => ({
    subject: 'A new device signed in',
    paragraphs: [
      `Your account at ${name} was opened on a device that is new to us: ${device}, ${timeWords(at, zone)}.`,
      'If it was you, all is well.',
      `If it was not you, sign that device out and change how you sign in: ${origin}/settings/devices`,
    ],
  }),
  proveCode: ({ code }, { origin }) => ({
    subject: 'A code to show that it is you',
    paragraphs: [
      `You are about to change something important. Type this code on the page that waits for it: ${spacedCode(code)}`,
      'It counts for ten minutes. Give it to nobody: we never ask for it by letter or telephone.',
      `If it was not you, somebody holds a device on which you are signed in. Sign it out: ${origin}/settings/devices`,
    ],
  }),
  keysChanged: ({ change, at, zone }, { origin }) => ({
    subject: 'Your ways to sign in have changed',
    paragraphs: [
      `${keysChanges[change]} This was ${timeWords(at, zone)}.`,
      'If it was you, all is well.',
      `If it was not you, look at your ways to sign in: ${origin}/settings/ways-in`,
      `Then sign out every device that you do not know: ${origin}/settings/devices`,
    ],
  }),
  signInCode: ({ code, next }, { origin, name }) => ({
    subject: 'Your code to sign in',
    paragraphs: [
      `Somebody, we hope you, wants to sign in to ${name}. This is the code:`,
      code,
      'You can also open this link on the device where you asked:',
      withNext(`${origin}/sign-in/letter?code=${code}`, next),
      'The code works once, for ten minutes, and only where it was asked for. Tell it to nobody: we never ask you for it.',
      nothingToDo,
    ],
  }),
  noAccount: ({ next }, { origin, name }) => ({
    subject: 'There is no account with this address',
    paragraphs: [
      `Somebody, perhaps you, wanted to sign in to ${name} with this address. It has no account there yet.`,
      'If you have just joined, open the link in the letter that we sent you then. Perhaps you joined with another of your addresses. Or you can join now:',
      withNext(`${origin}/sign-up`, next),
      `${nothingToDo} We keep nothing of this.`,
    ],
  }),
  outsideAddress: ({ token, code }, { origin, name }) => ({
    subject: 'Is this address yours?',
    paragraphs: [
      `Somebody, we hope you, signed in to ${name} with an account elsewhere and gave this address. If it was you, type this code on the page that waits for it:`,
      spacedCode(code),
      'You can also open this link on the device where you began, and press the button there:',
      `${origin}/sign-in/with/letter?token=${token}`,
      'Both work once, for one hour, and only where you began. Tell the code to nobody: we never ask you for it.',
      `${nothingToDo} Nothing has changed.`,
    ],
  }),
  secondStepOffAsked: ({ token, at, zone }, { origin, name }) => ({
    subject: 'Your second step will be switched off, unless you stop it',
    paragraphs: [
      `Somebody said that they have lost the app and the recovery codes of your account at ${name}. They had the password, or could read your mail.`,
      `If it was you: wait. From ${timeWords(at, zone)} on you can sign in without the second step.`,
      'If it was not you, stop it here, and then choose a new password:',
      `${origin}/sign-in/second-step/stop?token=${token}`,
      'You can also stop it in the settings of a device that is still signed in.',
    ],
  }),
  wrongSecondSteps: ({ at, zone }, { origin, name }) => ({
    subject: 'Somebody may know your password',
    paragraphs: [
      `Somebody signed in to your account at ${name} as far as the second step, and gave wrong codes there. The last time was ${timeWords(at, zone)}. They did not get in.`,
      'If it was you, all is well.',
      `If it was not you, choose a new password: ${origin}/sign-in/forgot`,
    ],
  }),
  newAddress: ({ token }, { origin, name }) => ({
    subject: 'Please confirm your new address',
    paragraphs: [
      `Somebody, we hope you, wants letters from ${name} to come to this address from now on. If it was you, open this link where you are signed in, and press the button there:`,
      `${origin}/settings/address?token=${token}`,
      'The link works once, and for one day.',
      `${nothingToDo} Nothing changes then.`,
    ],
  }),
  addressTaken: (_, { name }) => ({
    subject: 'This address has an account already',
    paragraphs: [
      `Somebody, perhaps you, wanted to use this address for an account at ${name}. It belongs to an account there already, so nothing was changed.`,
      nothingToDo,
    ],
  }),
  addressChanged: ({ token, at, zone }, { origin, name }) => ({
    subject: 'Your address was changed',
    paragraphs: [
      `Your account at ${name} has another e-mail address now. This was ${timeWords(at, zone)}. From now on letters go there.`,
      'If it was you, all is well.',
      'If it was not you, undo it here. Every device is signed out, and you choose a new password:',
      `${origin}/settings/address/undo?token=${token}`,
      'The link works once, and for seven days.',
    ],
  }),
  copyReady: (_, { origin, name }) => ({
    subject: 'What you asked for is ready',
    paragraphs: [
      `You asked ${name} for a copy. It is ready, and you can fetch it here, once, within one day:`,
      `${origin}/settings/copy`,
      `If it was not you, sign out the devices that you do not know: ${origin}/settings/devices`,
    ],
  }),
  leaving: ({ at, zone }, { origin, name }) => ({
    subject: 'Your account will be erased, unless you stop it',
    paragraphs: [
      `Somebody, we hope you, asked us to erase your account at ${name}. We do so on ${timeWords(at, zone)}. Until then everything stays as it is.`,
      'If you have changed your mind, or if it was not you, stop it here:',
      `${origin}/settings/leave`,
      'If you want to go, you need to do nothing. This is our last letter to you about it.',
    ],
  }),
};

function timeWords(at: string, zone: string): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: zone } as const;
  return `${new Intl.DateTimeFormat('en-GB', style).format(new Date(at))} (${zone})`;
}
