import { advisedGrade } from './advise.ts';
import { everySituation, factNames, factValues, type FactName, type Situation } from './facts.ts';
import { grades, type Pack } from './pack.ts';
import { lookUp } from './table.ts';

/** Two values of a fact, of which the second is never advised more loosely than the first. */
interface Step {
  fact: FactName;
  from: Situation[FactName];
  to: Situation[FactName];
  says: string;
}

const steps: readonly Step[] = [
  {
    fact: 'care',
    from: 'never',
    to: 'endedLongAgo',
    says: 'Care that is long over is advised more loosely than none.',
  },
  {
    fact: 'care',
    from: 'endedLongAgo',
    to: 'endedRecently',
    says: 'Care that ended not long ago is advised more loosely than care that is long over.',
  },
  {
    fact: 'care',
    from: 'endedRecently',
    to: 'active',
    says: 'Care that goes on is advised more loosely than care that has ended.',
  },
  {
    fact: 'care',
    from: 'never',
    to: 'undeclared',
    says: 'Somebody who would rather not say is advised more loosely than somebody who never cared for the other.',
  },
  {
    fact: 'minor',
    from: false,
    to: true,
    says: 'A child is advised about more loosely than a grown-up.',
  },
  {
    fact: 'vulnerable',
    from: false,
    to: true,
    says: 'Somebody in a fragile place is advised about more loosely than others.',
  },
  {
    fact: 'careKind',
    from: 'episode',
    to: 'mentalHealth',
    says: 'Care for the mind is advised about more loosely than other care.',
  },
  {
    fact: 'careKind',
    from: 'course',
    to: 'mentalHealth',
    says: 'Care for the mind is advised about more loosely than other care.',
  },
  {
    fact: 'channel',
    from: 'follow',
    to: 'friend',
    says: 'Becoming friends is advised more loosely than following.',
  },
  {
    fact: 'starts',
    from: 'other',
    to: 'professional',
    says: 'A professional who starts is advised more loosely than the other who starts.',
  },
];

const unreasoned = 'In some situation no reason is given.';

/** The laws of boundaries that some packs together break, each once, as a sentence. */
export function brokenLaws(packs: readonly Pack[]): string[] {
  const broken = new Set<string>();
  const graded = [...everySituation()].map((situation) => {
    const grade = grades.indexOf(advisedGrade(packs, situation));
    const silent = grade === 0 && packs.every(({ table }) => lookUp(table, situation).length === 0);
    if (silent) broken.add(unreasoned);
    return grade;
  });
  for (const { fact, from, to, says } of steps) {
    const [values, apart] = [factValues[fact] as readonly unknown[], distance(fact)];
    const [first, further] = [
      values.indexOf(from),
      (values.indexOf(to) - values.indexOf(from)) * apart,
    ];
    const looser = graded.some((grade, at) => {
      const here = Math.floor(at / apart) % values.length === first;
      return here && (graded[at + further] ?? 0) < grade;
    });
    if (looser) broken.add(says);
  }
  return [...broken];
}

/** How far apart two situations stand in the list of all that differ in the next value of one fact alone. */
function distance(fact: FactName): number {
  const after = factNames.slice(factNames.indexOf(fact) + 1);
  return after.reduce((product, name) => product * factValues[name].length, 1);
}

/**
 * The rules that change nothing anywhere: taking one away changes neither a grade nor a list of reasons. They are
 * noise, or hidden behind others by mistake.
 */
export function deadRules(pack: Pack): string[] {
  const alive = new Set<number>();
  for (const situation of everySituation())
    for (const place of lookUp(pack.table, situation)) alive.add(place);
  return pack.rules.filter((_, place) => !alive.has(place)).map(({ id }) => id);
}
