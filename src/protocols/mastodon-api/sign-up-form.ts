import { flagOf, textOf, type Body } from './body.server.ts';
import { handleFault, tidyHandle } from '#domain/people/handle.ts';
import { asInvitation, longestWords, wishForm } from '#domain/people/joining.ts';
import { passwordFault, passwordLength, type PasswordFault } from '#domain/people/password.ts';
import { addressForm, readForm } from '#domain/people/rules.ts';
import type { HouseSettings } from '#domain/house/rules.ts';

/** What is wrong with a field, in Mastodon's words for programs and in ours for people. */
export interface SignUpFault {
  error: string;
  description: string;
}

/** All that is wrong, by field. */
export type SignUpFaults = Record<string, SignUpFault[]>;

/** What somebody typed into an app, as it can be used. */
export interface SignUpWords {
  handle: string;
  email: string;
  password: string;
  words: string;
  invitation: string | undefined;
}

const fault = (error: string, description: string): SignUpFault => ({ error, description });
const blank = fault('ERR_BLANK', 'is missing');

/** Why a handle cannot be had. */
export const handleFaults = {
  shape: fault('ERR_INVALID', 'has 3 to 30 small letters, digits and _, one letter at least'),
  reserved: fault('ERR_RESERVED', 'sounds like the people who run this place'),
  taken: fault('ERR_TAKEN', 'is taken already'),
} as const;

/** Why a password is not taken. */
export const passwordFaults: Readonly<Record<PasswordFault, SignUpFault>> = {
  short: fault('ERR_TOO_SHORT', `has fewer than ${passwordLength.least} characters`),
  long: fault('ERR_TOO_LONG', `has more than ${passwordLength.most} characters`),
  address: fault('ERR_INVALID', 'is the e-mail address'),
  own: fault('ERR_INVALID', 'is close to the name, the address or the place, so easy to guess'),
  common: fault('ERR_INVALID', 'is easy to guess: many people use it, or something like it'),
};

/** Reads what an app sent, or says all that is wrong with it. The date of birth is looked at and not kept. */
export function readSignUp(
  body: Body,
  { signUp, leastAge }: HouseSettings,
  now: Date,
): SignUpWords | { faults: SignUpFaults } {
  const text = (name: string) => textOf(body, name) ?? '';
  const [typed, password] = [text('username'), text('password')];
  const handle = tidyHandle(typed);
  const wrongHandle = handleFault(handle);
  const email = readForm(addressForm, { email: text('email') });
  const wrongPassword = passwordFault(password, text('email'));
  const reason = text('reason').trim();
  const wish = readForm(wishForm, { words: reason || '-' });
  const faults: [field: string, wrong: SignUpFault | undefined][] = [
    ['username', typed === '' ? blank : wrongHandle && handleFaults[wrongHandle]],
    ['email', emailFault(text('email'), 'faults' in email)],
    ['password', password === '' ? blank : wrongPassword && passwordFaults[wrongPassword]],
    ['agreement', flagOf(body, 'agreement') ? undefined : fault('ERR_ACCEPTED', 'is needed')],
    ['reason', reasonFault(reason, signUp === 'approval', 'faults' in wish)],
    ['date_of_birth', birthFault(text('date_of_birth'), leastAge, now)],
  ];
  const found = faults.flatMap(([field, wrong]) => (wrong ? [{ field, wrong }] : []));
  if (found.length > 0 || 'faults' in email || 'faults' in wish)
    return { faults: Object.fromEntries(found.map(({ field, wrong }) => [field, [wrong]])) };
  const words = reason ? wish.value.words : '';
  const invitation = asInvitation(textOf(body, 'invite_code')) || undefined;
  return { handle, email: email.value.email, password, words, invitation };
}

function emailFault(typed: string, wrong: boolean): SignUpFault | undefined {
  if (typed.trim() === '') return blank;
  return wrong ? fault('ERR_INVALID', 'is no e-mail address') : undefined;
}

function reasonFault(reason: string, asked: boolean, wrong: boolean): SignUpFault | undefined {
  if (asked && reason === '') return blank;
  return wrong ? fault('ERR_TOO_LONG', `has more than ${longestWords} characters`) : undefined;
}

/** Nobody asks for papers: whoever says that they are old enough is. */
function birthFault(typed: string, leastAge: number, now: Date): SignUpFault | undefined {
  if (typed === '') return blank;
  const day = /^\d{4}-\d\d-\d\d$/.test(typed) ? new Date(`${typed}T00:00:00Z`) : undefined;
  if (!day || Number.isNaN(day.getTime()) || day > now || day.getUTCFullYear() < 1900)
    return fault('ERR_INVALID', 'is no day, such as 1980-12-24');
  day.setUTCFullYear(day.getUTCFullYear() + leastAge);
  return day > now ? fault('ERR_BELOW_LIMIT', `is below ${leastAge} years ago`) : undefined;
}
