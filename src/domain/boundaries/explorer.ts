import { advise, type Advice } from './advise.ts';
import { aSituation, factNames, factValues, type FactName, type Situation } from './facts.ts';
import type { Pack } from './pack.ts';
import { valueWords } from './situation-words.ts';

/** A fact that one can play with: its name in the form, its title, and every value in words. */
export interface FactField {
  name: FactName;
  legend: string;
  choices: readonly { value: string; label: string }[];
}

const legends: Readonly<Record<FactName, string>> = {
  channel: 'What somebody is about to do',
  care: 'The care between the two',
  starts: 'Who starts',
  tie: 'What else joins them',
  careKind: 'What kind of care it was',
  minor: 'How old the other is',
  vulnerable: 'How the other is',
  purpose: 'What it is for',
  account: 'The page of the one who works in health care',
};

/** Every fact with every value, for the page where anybody can try what the rules would say. */
export const factFields: readonly FactField[] = factNames.map((name) => {
  const words: Record<string, string> = valueWords[name];
  const choices = factValues[name].map((value) => ({
    value: String(value),
    label: capital(words[String(value)] ?? ''),
  }));
  return { name, legend: legends[name], choices };
});

/** What the explorer begins with: somebody in care asks to be friends. */
export const firstSituation: Situation = aSituation({ channel: 'friend', care: 'active' });

/** The situation in a form; what is left out or is no value of a fact counts as in the first situation. */
export function situationIn(form: FormData): Situation {
  const chosen = factNames.flatMap((name) => {
    const values: readonly unknown[] = factValues[name];
    const value = values.find((one) => String(one) === form.get(name));
    return value === undefined ? [] : [[name, value]];
  });
  return { ...firstSituation, ...Object.fromEntries(chosen) };
}

/** What the rules say in a situation to each of the two. The grade is one; the words differ. */
export function adviseBoth(
  packs: readonly Pack[],
  { starts, ...facts }: Situation,
): { professional: Advice; other: Advice } {
  const byProfessional = starts === 'professional';
  return {
    professional: advise(packs, {
      ...facts,
      side: 'professional',
      initiator: byProfessional ? 'me' : 'them',
    }),
    other: advise(packs, { ...facts, side: 'other', initiator: byProfessional ? 'them' : 'me' }),
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
