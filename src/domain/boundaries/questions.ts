import {
  factValues,
  type Channel,
  type FactName,
  type Facts,
  type Side,
  type Situation,
} from './facts.ts';
import type { Pack } from './pack.ts';
import { bySide, type Choice } from './question-words.ts';
import { factsThatMatter } from './table.ts';

/** One thing that is asked: `one` of the choices, or as `many` as are true. Its name is the form's field. */
export interface Field {
  name: AnswerName;
  kind: 'one' | 'many';
  legend: string;
  choices: readonly Choice[];
}

/** One of at most three questions, with what belongs to it. */
export interface Question {
  title: string;
  hint: string;
  fields: readonly Field[];
}

/** The fields of the form. */
export type AnswerName = 'ended' | 'about' | 'tie' | 'initiator' | 'purpose' | 'account';

/** What somebody answered, as a form has it: words that are none of ours count as no answer. */
export type Answers = { readonly [Name in Exclude<AnswerName, 'about'>]?: string | null } & {
  readonly about?: readonly string[];
};

/** The facts that each field is asked for. */
const askedFor: Record<AnswerName, readonly FactName[]> = {
  ended: ['care'],
  about: ['careKind', 'minor', 'vulnerable'],
  tie: ['tie'],
  initiator: ['starts'],
  purpose: ['purpose'],
  account: ['account'],
};

/**
 * The private questions before somebody opens a channel: at most three, from what can change the advice of these
 * packs on this channel. They depend on nothing else, and never on the other person; where nothing can change the
 * advice, nothing is asked. The answers stay with whoever gives them.
 */
export function questionsFor(
  packs: readonly Pack[],
  { channel, side }: { channel: Channel; side: Side },
): Question[] {
  const matter = new Set(packs.flatMap(({ table }) => [...factsThatMatter(table, { channel })]));
  const asked = (name: AnswerName) => askedFor[name].some((fact) => matter.has(fact));
  return bySide[side]
    .map(({ fields, ...words }) => ({ ...words, fields: fields.filter(({ name }) => asked(name)) }))
    .filter(({ fields }) => fields.length > 0);
}

/**
 * How long ago counts as long: twelve months, and five years where it was mental health. Both are Pocket Friends
 * defaults; no body that we have read gives a time for friendship.
 */
export const longAgo = { months: 12, monthsOfMentalHealth: 60, by: 'pocket friends' } as const;

const careOf: Record<string, (mentalHealth: boolean) => Situation['care']> = {
  never: () => 'never',
  now: () => 'active',
  withinYear: () => 'endedRecently',
  withinFive: (mentalHealth) => (mentalHealth ? 'endedRecently' : 'endedLongAgo'),
  longer: () => 'endedLongAgo',
};

/** Reads the answers as facts. Who does not answer whether they cared for the other has not said "never". */
export function factsFrom(
  answers: Answers,
  { channel, side, initiator }: Pick<Facts, 'channel' | 'side' | 'initiator'>,
): Facts {
  const about = new Set(answers.about);
  const mentalHealth = about.has('mentalHealth');
  const ended = answers.ended ?? '';
  return {
    side,
    channel,
    initiator: oneOf(['me', 'them'], answers.initiator) ?? initiator,
    care: Object.hasOwn(careOf, ended)
      ? (careOf[ended]?.(mentalHealth) ?? 'undeclared')
      : 'undeclared',
    careKind: mentalHealth ? 'mentalHealth' : about.has('course') ? 'course' : 'episode',
    minor: about.has('minor'),
    vulnerable: about.has('vulnerable'),
    tie: oneOf(factValues.tie, answers.tie) ?? 'none',
    purpose: oneOf(factValues.purpose, answers.purpose) ?? 'social',
    account: oneOf(factValues.account, answers.account) ?? 'personal',
  };
}

function oneOf<Value extends string>(
  values: readonly Value[],
  word?: string | null,
): Value | undefined {
  return values.find((value) => value === word);
}
