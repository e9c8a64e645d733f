import { advise, type Advice } from './advise.ts';
import { privateChannels, type Channel, type Facts } from './facts.ts';
import type { FanGroup } from './fan.ts';
import type { Grade, Pack } from './pack.ts';
import type { PackRef } from './packs-of.ts';
import { factsFrom, type Answers, type Question } from './questions.ts';

/** What is known of a moment before anything is answered: who is advised, about which channel, and who asks. */
export type Before = Pick<Facts, 'side' | 'channel' | 'initiator'>;

/** What somebody is told once they have answered. `leadsAway`: no button to send stands beside it. */
export interface Told {
  facts: Facts;
  advice: Advice;
  leadsAway: boolean;
}

/** A moment as a page shows it, before and after it was answered. */
export interface MomentShown {
  /** What the page's script needs in order to advise by itself. */
  before: Before & { packs: readonly PackRef[]; kind: string };
  questions: readonly Question[];
  fan: readonly FanGroup[];
  answers: Answers;
  told: Told | undefined;
}

/** The answers in a form, by the names of its fields; what is no text counts as no answer. */
export function answersIn(form: FormData): Answers {
  const one = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : null;
  };
  return {
    ended: one('ended'),
    tie: one('tie'),
    initiator: one('initiator'),
    purpose: one('purpose'),
    account: one('account'),
    about: form.getAll('about').filter((value) => typeof value === 'string'),
  };
}

/**
 * What the rules say to these answers; nothing until the first question is answered, for which "I would rather
 * not say" is enough. It knows what is passed in, and keeps nothing.
 */
export function tell(packs: readonly Pack[], before: Before, answers: Answers): Told | undefined {
  if (!answers.ended) return undefined;
  const facts = factsFrom(answers, before);
  return { facts, advice: advise(packs, facts), leadsAway: leadsAway(facts) };
}

/**
 * Whether the page leads away instead of offering a button: a professional who would start a private contact with
 * somebody in their care, or with a child they treated. All else is advice, and sending stays possible. It is the
 * page that does so, for whoever answered; the server knows of no answer and stops nobody.
 */
export function leadsAway({ side, initiator, channel, care, minor }: Facts): boolean {
  if (side !== 'professional' || initiator !== 'me' || !privateChannels.includes(channel))
    return false;
  return care === 'active' || (minor && care !== 'never');
}

/** A channel that a page can advise about, by its word in an address. */
export const momentChannels = {
  follow: 'follow',
  friend: 'friend',
  introduction: 'friend',
  message: 'directMessage',
  contact: 'contact',
  meet: 'meet',
} as const satisfies Record<string, Channel>;

/** One of those words. */
export type MomentWord = keyof typeof momentChannels;

/** Whether a word is one of them. */
export function isMomentWord(word: unknown): word is MomentWord {
  return typeof word === 'string' && Object.hasOwn(momentChannels, word);
}

/** A grade as people read it: its name, its badge, and one sentence. */
export const gradeWords: Readonly<
  Record<Grade, { name: string; kind: 'open' | 'caution' | 'not-now'; says: string }>
> = {
  open: { name: 'Open', kind: 'open', says: 'Nothing that we know stands in the way.' },
  withCaution: {
    name: 'With caution',
    kind: 'caution',
    says: 'It can be well, if you think of this first.',
  },
  notNow: { name: 'Not now', kind: 'not-now', says: 'For now there is a better way.' },
};
