import { isVerdict, type Policy } from './kinds.ts';

/** How long quiet hours can last, in hours; from a night to a treatment. */
export const quietLengths = [
  { value: '8', label: 'For 8 hours' },
  { value: '24', label: 'For a day' },
  { value: '168', label: 'For a week' },
  { value: '672', label: 'For four weeks' },
  { value: '2160', label: 'For three months' },
] as const;

/** What the form of notifications says: who is let through, whether it shall be quiet, what devices say. */
export interface SettingsForm {
  policy: Partial<Policy>;
  /** Hours from now; `off` ends the quiet, `as` leaves it as it is. */
  quiet: number | 'off' | 'as';
  quietClub: boolean;
  pushSaysWords: boolean;
}

/** The matters of a policy that the page asks about, with words for them. */
export const askedMatters = [
  { matter: 'notFollowing', label: 'People you do not follow' },
  { matter: 'notFollowers', label: 'People who do not follow you' },
  { matter: 'newAccounts', label: 'People who came within the last 30 days' },
  { matter: 'privateMentions', label: 'Private messages of strangers' },
] as const satisfies readonly { matter: keyof Policy; label: string }[];

/** What can be done with what they do, with words for it. */
export const verdictWords = [
  { value: 'accept', label: 'Tell me' },
  { value: 'filter', label: 'Let it wait as a request' },
  { value: 'drop', label: 'Never tell me' },
] as const;

/** Reads the form; what does not fit counts as not said. */
export function settingsIn(form: FormData): SettingsForm {
  const policy: Partial<Policy> = {};
  for (const { matter } of askedMatters) {
    const verdict = String(form.get(matter) ?? '');
    if (isVerdict(verdict)) policy[matter] = verdict;
  }
  const asked = String(form.get('quiet') ?? 'as');
  const known = quietLengths.some(({ value }) => value === asked);
  const also = form.getAll('also');
  return {
    policy,
    quiet: known ? Number(asked) : asked === 'off' ? 'off' : 'as',
    quietClub: also.includes('quietClub'),
    pushSaysWords: also.includes('pushSaysWords'),
  };
}
