import type { Kind } from '../finding.ts';
import { isIndirect, markOf, type Mark } from './mark.ts';
import { isLifted, pageOf, type Page, type Scene } from './scene.ts';
import type { Sight } from './sight.ts';

/** What tells of kin, beside what adds up. */
const counts: ReadonlySet<string> = new Set<Kind>([
  'name',
  'number',
  'contact',
  'birth',
  'bed',
  'picture',
  'against',
]);

/** Details about whom the author looks after, or others beside them. */
export function ofKin(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const others = ofOthers(scene);
  if (!['kin', 'third', 'name'].some(page.has) && others.length === 0) return [];
  if (!['care', 'health', 'event', 'against'].some(page.has)) return others;
  const kin = scene.sights.filter((sight) => tellsOfKin(page, sight));
  return [...others, ...kin.map(markOf)];
}

function tellsOfKin(page: Page, sight: Sight): boolean {
  const { says, sentence } = sight;
  if (!counts.has(says) && !isIndirect(says)) return false;
  if (says === 'relation' || says === 'role' || isLifted(page, sight)) return false;
  if (says === 'name' && page.over('staff', sight)) return false;
  const near = ['kin', 'third', 'name'].some((one) => page.near(one, sentence));
  return near && !page.at('mine', sentence);
}

/** Another person in treatment, told by somebody in treatment: whose illness, and where or who. */
export function ofOthers(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const own = new Set(
    scene.sights
      .filter((sight) => sight.says === 'ours' && !page.over('friend', sight))
      .map(({ sentence }) => sentence),
  );
  return scene.sights.flatMap((sight) => [
    ...(sight.says === 'crowd' && (page.has('picture') || page.has('view'))
      ? [{ ...markOf(sight), kind: 'picture' as const }]
      : []),
    ...marksOfOther(page, sight, own.has(sight.sentence)),
  ]);
}

function marksOfOther(page: Page, sight: Sight, own: boolean): Mark[] {
  const { says, sentence } = sight;
  if (!page.at('friend', sentence) && page.at('mine', sentence)) return [];
  if (!toldOfOthers(page, sentence, own)) return [];
  const marks: Mark[] = [];
  if (says === 'beside') marks.push({ ...markOf(sight), kind: 'bed' });
  if (says === 'friend' && !own) marks.push({ ...markOf(sight), kind: 'name' });
  if (!page.at('beside', sentence) && !page.at('peer', sentence)) return marks;
  if (says === 'name' && !page.over('staff', sight)) marks.push(markOf(sight));
  else if (says === 'peer') marks.push({ ...markOf(sight), kind: 'relation' });
  else if (isIndirect(says)) marks.push(markOf(sight));
  return marks;
}

/** Is it the other's illness that is told, in this sentence or in the next one that goes on about them? */
function toldOfOthers(page: Page, sentence: number, own: boolean): boolean {
  if (page.at('theirs', sentence)) return true;
  if (page.at('theirs', sentence + 1) && page.at('third', sentence + 1)) return true;
  return page.at('health', sentence) && !own;
}
