import type { Told } from './asking-story.ts';

/** Where two worlds were told apart: the step, what was looked at, and the first words that differ. */
export function apart(one: Told, other: Told): string[] {
  return (Object.keys(one) as (keyof Told)[]).flatMap((step) => {
    const longest = Math.max(one[step].length, other[step].length);
    return Array.from({ length: longest }, (_, n) => [one[step][n] ?? '', other[step][n] ?? ''])
      .filter(([here, there]) => here !== there)
      .map(
        ([here = '', there = '']) =>
          `${step}, ${here.split('\n', 1)[0]}: ${firstWords(here, there)}`,
      );
  });
}

function firstWords(here: string, there: string): string {
  let at = 0;
  while (here[at] === there[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 80), at + 80));
  return `${around(here)} is ${around(there)}`;
}
