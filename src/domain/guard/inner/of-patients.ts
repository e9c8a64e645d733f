import { isDirect, isIndirect, markOf, type Mark } from './mark.ts';
import { isImplied, isLifted, pageOf, type Page, type Scene } from './scene.ts';
import type { Sight } from './sight.ts';

/** Details about people in the author's care. */
export function ofPatients(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const reply = page.has('confirms') && !page.has('hello');
  const marks = scene.sights.flatMap((sight) => markFor(page, sight, reply) ?? []);
  const told = ['care', 'health', 'rare', 'event'].some(page.has);
  return told ? marks : marks.filter(({ kind }) => isDirect(kind));
}

function markFor(page: Page, sight: Sight, reply: boolean): Mark | undefined {
  switch (sight.says) {
    case 'confirms':
      return confirmsOne(page, sight) ? markOf(sight) : undefined;
    case 'first':
      return namesOne(page, sight) ? { ...markOf(sight), kind: 'name' } : undefined;
    case 'yours':
      return answersOne(page, sight) ? { ...markOf(sight), kind: 'confirms' } : undefined;
    default:
      return tellsOfOne(page, sight, reply) ? markOf(sight) : undefined;
  }
}

/** A kind word to somebody whom one has seen; not a greeting, a supposed case or a word to all. */
function confirmsOne(page: Page, { sentence }: Sight): boolean {
  return !['hello', 'supposed', 'general'].some((says) => page.at(says, sentence));
}

/** A first name, gone on with as "she" or "he", where care is told; not of staff. */
function namesOne(page: Page, sight: Sight): boolean {
  const { sentence } = sight;
  const cared = page.near('care', sentence) || page.near('health', sentence);
  const staffs =
    page.near('staff', sentence) || page.at('mine', sentence) || page.at('announced', sentence);
  return page.at('she', sentence) && cared && !staffs && !isLifted(page, sight);
}

/** A reply to somebody that speaks of *their* scan or knee, and is no advice whom to ask. */
function answersOne(page: Page, sight: Sight): boolean {
  const kept = ['advice', 'hello', 'general'].some((says) => page.at(says, sight.sentence));
  return page.has('reply') && !kept && !isLifted(page, sight);
}

function tellsOfOne(page: Page, sight: Sight, reply: boolean): boolean {
  const { says, sentence } = sight;
  if (!isDirect(says) && !isIndirect(says) && says !== 'years') return false;
  const near = isImplied(says) || reply || aboutThird(page, sentence);
  if (!near || isLifted(page, sight)) return false;
  if (says === 'name' && page.over('staff', sight)) return false;
  return !((says === 'age' || says === 'years') && page.over('span', sight));
}

function aboutThird(page: Page, sentence: number): boolean {
  const here = (at: number) =>
    page.at('third', at) ||
    page.impliedAt(at) ||
    (page.at('she', at) && !page.at('colleague', at) && !page.at('colleague', at - 1)) ||
    (page.at('worker', at) && inCare(page, at)) ||
    (page.at('event', at) && ['care', 'health', 'rare'].some((says) => page.near(says, at)));
  if (here(sentence)) return true;
  return (here(sentence - 1) || here(sentence + 1)) && !page.at('mine', sentence);
}

function inCare(page: Page, at: number): boolean {
  return ['care', 'health', 'rare', 'event'].some((says) => page.near(says, at));
}
