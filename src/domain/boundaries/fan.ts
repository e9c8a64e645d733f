import { advise, type Advice } from './advise.ts';
import { aSituation, factValues, type Facts, type Side, type Situation } from './facts.ts';
import { grades, type Grade, type Pack } from './pack.ts';

/** One "if ... then ...": a condition in the words of a side, and the advice that follows from it. */
export interface Leaf {
  condition: string;
  facts: Facts;
  advice: Advice;
}

/** The leaves that lead to one grade. */
export interface FanGroup {
  grade: Grade;
  leaves: readonly Leaf[];
}

/** What is known before anything is answered. */
export type Known = Pick<Facts, 'side' | 'channel' | 'initiator'> &
  Partial<Pick<Facts, 'account' | 'purpose'>>;

/**
 * The whole fan before anything is answered: every answer about care, from open to not now, and what else would
 * change it. Each leaf is what `advise` says to exactly those answers; nobody has to give one in order to read it.
 */
export function fanOf(packs: readonly Pack[], known: Known): FanGroup[] {
  const leaf = (condition: string, said: Partial<Situation>): Leaf => {
    const facts: Facts = { ...aSituation(said), ...known };
    return { condition, facts, advice: advise(packs, facts) };
  };
  const words = conditionWords[known.side];
  const plain = factValues.care.map((care) => leaf(`If ${words.care[care]}`, { care }));
  const also = details.flatMap(({ name, said }) => {
    const those = plain.map(({ facts: { care }, condition }) =>
      leaf(`${condition}, and ${words.details[name]}`, { care, ...said }),
    );
    return joined(`If ${words.details[name]}, whatever the care`, those, plain);
  });
  const ties = (['careTeam', 'sameOrganisation', 'family'] as const).map((tie) =>
    leaf(`If ${words.ties[tie]}`, { tie }),
  );
  const never = plain[0]?.advice.grade;
  const all = [...asOne(plain), ...also, ...ties.filter(({ advice }) => advice.grade !== never)];
  return grades
    .map((grade) => ({ grade, leaves: all.filter(({ advice }) => advice.grade === grade) }))
    .filter(({ leaves }) => leaves.length > 0);
}

/** Where care makes no difference at all, one leaf says so. */
function asOne(plain: readonly Leaf[]): readonly Leaf[] {
  const reasons = plain.map(({ advice }) =>
    advice.reasons.map(({ pack, id }) => `${pack} ${id}`).join(),
  );
  const [first] = plain;
  return first && new Set(reasons).size === 1
    ? [{ ...first, condition: 'Whatever the care between you' }]
    : plain;
}

/** Only what a detail changes: one leaf where it leads to the same everywhere, else one for each care it changes. */
function joined(everywhere: string, those: readonly Leaf[], plain: readonly Leaf[]): Leaf[] {
  const changed = those.filter(({ advice }, at) => advice.grade !== plain[at]?.advice.grade);
  const same = new Set(those.map(({ advice }) => advice.grade)).size === 1;
  const [first] = those;
  return same && first && changed.length > 0 ? [{ ...first, condition: everywhere }] : changed;
}

const details = [
  { name: 'minor', said: { minor: true } },
  { name: 'mentalHealth', said: { careKind: 'mentalHealth' } },
  { name: 'vulnerable', said: { vulnerable: true } },
  { name: 'friendsBefore', said: { tie: 'friendsBefore' } },
] as const satisfies readonly { name: string; said: Partial<Situation> }[];

interface ConditionWords {
  care: Record<Situation['care'], string>;
  details: Record<(typeof details)[number]['name'], string>;
  ties: Record<'careTeam' | 'sameOrganisation' | 'family', string>;
}

const conditionWords: Readonly<Record<Side, ConditionWords>> = {
  professional: {
    care: {
      never: 'you never cared for them',
      active: 'you care for them now',
      endedRecently: 'your care ended not long ago',
      endedLongAgo: 'your care ended long ago',
      undeclared: 'you would rather not say',
    },
    details: {
      minor: 'they are a child or a young person',
      mentalHealth: 'it was about mental health',
      vulnerable: 'they were or are in a fragile place',
      friendsBefore: 'you were friends before the care began',
    },
    ties: {
      careTeam: 'your team cares for them',
      sameOrganisation: 'they are cared for where you work',
      family: 'somebody close to them is in your care',
    },
  },
  other: {
    care: {
      never: 'they never cared for you',
      active: 'they care for you now',
      endedRecently: 'their care ended not long ago',
      endedLongAgo: 'their care ended long ago',
      undeclared: 'you would rather not say',
    },
    details: {
      minor: 'you are under 18',
      mentalHealth: 'it was about mental health',
      vulnerable: 'it was or is a hard time',
      friendsBefore: 'you were friends before the care began',
    },
    ties: {
      careTeam: 'their team cares for you',
      sameOrganisation: 'you are cared for where they work',
      family: 'they care for somebody close to you',
    },
  },
};
