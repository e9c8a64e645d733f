import { factNames, factValues, type FactName, type Situation } from './facts.ts';
import type { When } from './table.ts';

/** Each value of each fact, as whoever reads or writes rules says it of "the professional" and "the other". */
export const valueWords: {
  [Name in FactName]: Record<`${Situation[Name]}`, string>;
} = {
  channel: {
    follow: 'following',
    reply: 'answering in public',
    clubAnswer: 'answering in the club',
    friend: 'becoming pocket friends',
    directMessage: 'a direct message',
    contact: 'sharing how to be reached',
    meet: 'arranging to meet',
  },
  care: {
    never: 'there was never care between them',
    active: 'care goes on',
    endedRecently: 'care ended not long ago',
    endedLongAgo: 'care ended long ago',
    undeclared: 'the person would rather not say',
  },
  starts: { other: 'the other starts', professional: 'the professional starts' },
  tie: {
    none: 'nothing else joins them',
    colleague: 'both work in health care',
    friendsBefore: 'they were friends before',
    careTeam: 'the professional’s team cares for the other',
    sameOrganisation: 'the other is cared for in the same house',
    family: 'somebody close to the other is in care',
  },
  careKind: {
    episode: 'it was one visit or picture',
    course: 'it was a course of treatment',
    mentalHealth: 'it was care for the mind',
  },
  minor: { false: 'the other is grown up', true: 'the other is a child' },
  vulnerable: { false: 'the other is well settled', true: 'the other is in a fragile place' },
  purpose: {
    social: 'it is social',
    clinical: 'it is about care',
    coproduction: 'it is about working together',
  },
  account: {
    professional: 'it is a page for work',
    personal: 'it is a personal page',
  },
};

/** Says some values of some facts in one sentence: "Becoming pocket friends; care goes on." */
export function sayWhen(when: When): string {
  const parts = factNames.flatMap((name) => {
    const values: readonly unknown[] | undefined = when[name];
    if (!values || values.length === factValues[name].length) return [];
    const words: Record<string, string> = valueWords[name];
    return [values.map((value) => words[String(value)]).join(', or ')];
  });
  const sentence = `${parts.join('; ') || 'always'}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
