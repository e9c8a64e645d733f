/**
 * The facts that advice rests on, each with every value it can have. They are what the person who is advised
 * knows or answers, and what is public of both; nothing of the other's private facts is ever one of them.
 *
 * - `care`: between the two, whichever of them is the professional. `endedLongAgo` is longer ago than our
 *   default: twelve months, or five years where it was mental health (`questions.ts`).
 * - `careKind`: one visit or picture, a course of treatment, or mental health.
 * - `account`: whether the professional opens the channel from a page that says what they are by profession.
 * - `tie`: what joins the two besides care: both work in health care; they were friends before care began; the
 *   other is cared for by the professional's team, or elsewhere in the same house; somebody close to the other
 *   is in the professional's care.
 */
export const factValues = {
  channel: ['follow', 'reply', 'clubAnswer', 'friend', 'directMessage', 'contact', 'meet'],
  care: ['never', 'active', 'endedRecently', 'endedLongAgo', 'undeclared'],
  starts: ['other', 'professional'],
  tie: ['none', 'colleague', 'friendsBefore', 'careTeam', 'sameOrganisation', 'family'],
  careKind: ['episode', 'course', 'mentalHealth'],
  minor: [false, true],
  vulnerable: [false, true],
  purpose: ['social', 'clinical', 'coproduction'],
  account: ['professional', 'personal'],
} as const;

/** A situation as rules see it: one value for each fact, said of "the professional" and "the other". */
export type Situation = { -readonly [Name in FactName]: (typeof factValues)[Name][number] };

/** The name of a fact. */
export type FactName = keyof typeof factValues;

/** Every fact, in the order in which tables ask for them. */
export const factNames = Object.keys(factValues) as FactName[];

/** What somebody may be about to do: seen by all, or between two. */
export type Channel = Situation['channel'];

/** The channels that only two people see. */
export const privateChannels: readonly Channel[] = ['friend', 'directMessage', 'contact', 'meet'];

/** Which of the two is advised: whoever cares for people by profession, or the other, who gets the other words. */
export type Side = 'professional' | 'other';

/** The facts as the person who is advised gives them: `me` is always that person. */
export interface Facts extends Omit<Situation, 'starts'> {
  side: Side;
  initiator: 'me' | 'them';
}

/** Which of the two starts, in the words of rules. */
export function situationOf({ side, initiator, ...rest }: Facts): Situation {
  const professionalStarts = (side === 'professional') === (initiator === 'me');
  return { ...rest, starts: professionalStarts ? 'professional' : 'other' };
}

/** The situation in which nothing in particular is the case, with what is said otherwise. */
export function aSituation(said: Partial<Situation> = {}): Situation {
  return {
    channel: 'follow',
    care: 'never',
    starts: 'other',
    tie: 'none',
    careKind: 'episode',
    minor: false,
    vulnerable: false,
    purpose: 'social',
    account: 'professional',
    ...said,
  };
}

/** Every situation there is over some facts (all of them if none are named), the last fact turning fastest. */
export function* everySituation(
  over: readonly FactName[] = factNames,
  base: Situation = aSituation(),
): Generator<Situation> {
  const [first, ...rest] = over;
  if (!first) {
    yield base;
    return;
  }
  for (const value of factValues[first]) yield* everySituation(rest, { ...base, [first]: value });
}
