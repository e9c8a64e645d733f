import type { About, Role } from '../finding.ts';
import { isDirect, mostOf, sumOf, type Mark } from './mark.ts';
import type { ReadPage } from './page.ts';
import { everyDetail } from './seen.ts';
import { weigh } from './weigh.ts';

/** From here on cues alone are enough. The own stories of people in treatment are to be left alone. */
const sure: Readonly<Record<Role, number>> = {
  professional: 0,
  other: 0.5,
  carer: 0.7,
  patient: 2,
};

/** Where the details that were seen count less than two, cues must say more by this. */
const alone = 0.5;

/** Below this, names and details that add up are let go where care is told as work. */
const doubtful = -1;

/**
 * What cues say beside the rules: rules see a detail for certain, cues see whom the words are about where no rule has
 * them. A number, a bed, a birth date are never let go.
 */
export function secondLook(page: ReadPage, { role }: About, marks: Mark[]): Mark[] {
  const weight = weigh(page, role);
  if (weight > sure[role]) return withEveryDetail(page, marks, weight - sure[role]);
  const letGo = weight < doubtful && role !== 'patient' && role !== 'carer';
  return letGo && marks.every(({ kind }) => kind === 'name' || !isDirect(kind)) ? [] : marks;
}

function withEveryDetail(page: ReadPage, marks: Mark[], over: number): Mark[] {
  const all = [...marks, ...everyDetail(page)];
  const sum = sumOf(mostOf(all));
  return marks.length > 0 || sum >= 2 || (sum >= 1 && over > alone) ? all : [];
}
