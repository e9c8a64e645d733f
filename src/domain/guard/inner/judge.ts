import type { About, Kind } from '../finding.ts';
import type { Sight } from './sight.ts';

/** A detail that counts, in the original's offsets. */
export interface Mark {
  kind: Kind;
  weight: number;
  from: number;
  to: number;
}

const direct: ReadonlySet<string> = new Set<Kind>([
  'name',
  'number',
  'contact',
  'handle',
  'birth',
  'bed',
  'picture',
  'confirms',
  'against',
]);
const anchors: ReadonlySet<string> = new Set<Kind>(['time', 'place', 'rare', 'event', 'news']);
const indirect: ReadonlySet<string> = new Set([
  ...anchors,
  ...(['age', 'health', 'role', 'relation', 'origin', 'pattern', 'mark', 'quote'] satisfies Kind[]),
]);

/** These say by themselves that somebody is meant who was cared for. */
const implied: ReadonlySet<string> = new Set([
  'name',
  'handle',
  'number',
  'bed',
  'picture',
  'birth',
]);

/** Enough alone. */
export function isDirect(kind: Kind): boolean {
  return direct.has(kind);
}

/** A detail, direct or not. */
export function isDetail(says: string): boolean {
  return direct.has(says) || indirect.has(says);
}

/** What was seen in a text. */
interface Scene {
  sights: readonly Sight[];
}

/**
 * The details that together let somebody recognise a person; none when the words are clear. A third person
 * **and** (a direct one, **or** two indirect ones of which one is a time, a place or something rare).
 * `known` are the weights of kinds that thread and own recent posts already gave away.
 */
export function judge(scene: Scene, about: About, known: ReadonlyMap<string, number>): Mark[] {
  const told = marksOf(scene, about);
  if (told.length === 0) return [];
  const counted = mostOf(told);
  if (told.some(({ kind }) => direct.has(kind))) return told;
  for (const [kind, weight] of known) counted.set(kind, Math.max(weight, counted.get(kind) ?? 0));
  const particular = [...counted].some(([kind, weight]) => weight >= 1 && !isWhenOrWhere(kind));
  if (particular && standing(about)) counted.set('place', 1);
  const sum = sumOf(counted) + pictured(scene, about);
  const anchored = [...counted].some(([kind, weight]) => anchors.has(kind) && weight >= 1);
  // An office that one person holds is a place by another name; three details of other kinds meet in few.
  const few = (counted.get('role') ?? 0) >= 2 || sum >= 3;
  return sum >= 2 && (anchored || few) ? told.filter(({ kind }) => indirect.has(kind)) : [];
}

/**
 * A picture beside words about somebody in one's care is one detail more, and no anchor: the words still have to say
 * when, where or what is rare. Beside words about family it counts nothing: they know who is in it.
 */
function pictured(scene: Scene, { pictures = 0, role }: About): 0 | 1 {
  if (pictures === 0 || role === 'patient' || role === 'carer') return 0;
  return ofPatients(scene).length > 0 ? 1 : 0;
}

/** For each kind the heaviest: two days are no more than one. */
export function mostOf(marks: readonly Mark[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { kind, weight } of marks) most.set(kind, Math.max(weight, most.get(kind) ?? 0));
  return most;
}

/** All kinds together. */
export function sumOf(counted: ReadonlyMap<string, number>): number {
  return [...counted.values()].reduce((all, weight) => all + weight, 0);
}

function isWhenOrWhere(kind: string): boolean {
  return kind === 'time' || kind === 'place' || kind === 'health' || kind === 'news';
}

function standing(about: About): boolean {
  return about.role !== 'patient' && Boolean(about.profile?.town ?? about.profile?.employer);
}

/** The details about third persons, as the author's role lets them count. */
export function marksOf(scene: Scene, about: About): Mark[] {
  const { role } = about;
  if (role === 'patient') return ofOthers(scene);
  if (role === 'carer') return ofKin(scene);
  return [...ofPatients(scene), ...(role === 'other' ? ofKin(scene) : [])];
}

function ofPatients(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const reply = page.has('confirms') && !page.has('hello');
  const marks: Mark[] = [];
  for (const sight of scene.sights) {
    const { says, sentence } = sight;
    if (says === 'confirms') {
      if (
        !page.at('hello', sentence) &&
        !page.at('supposed', sentence) &&
        !page.at('general', sentence)
      )
        marks.push(markOf(sight));
      continue;
    }
    if (says === 'first' || says === 'yours') {
      const kind = says === 'first' ? 'name' : 'confirms';
      const tells = says === 'first' ? namesOne(page, sight) : answersOne(page, sight);
      if (tells && !isLifted(page, sight)) marks.push({ ...markOf(sight), kind });
      continue;
    }
    if (!direct.has(says) && !indirect.has(says) && says !== 'years') continue;
    const near = implied.has(says) || reply || aboutThird(page, sentence);
    if (!near || isLifted(page, sight)) continue;
    if (says === 'name' && page.over('staff', sight)) continue;
    if ((says === 'age' || says === 'years') && page.over('span', sight)) continue;
    marks.push(markOf(sight));
  }
  const told = ['care', 'health', 'rare', 'event'].some(page.has);
  return told ? marks : marks.filter(({ kind }) => direct.has(kind));
}

/** A first name, gone on with as "she" or "he", where care is told; not of staff. */
function namesOne(page: Page, sight: Sight): boolean {
  const { sentence } = sight;
  const cared = page.near('care', sentence) || page.near('health', sentence);
  const staffs =
    page.near('staff', sentence) || page.at('mine', sentence) || page.at('announced', sentence);
  return page.at('she', sentence) && cared && !staffs;
}

/** A reply to somebody that speaks of *their* scan or knee, and is no advice whom to ask. */
function answersOne(page: Page, { sentence }: Sight): boolean {
  const kept = ['advice', 'hello', 'general'].some((says) => page.at(says, sentence));
  return page.has('reply') && !kept;
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

function isLifted(page: Page, sight: Sight): boolean {
  const { says, sentence } = sight;
  if (says === 'number') return false;
  if (page.upTo('supposed', sentence) || page.at('general', sentence)) return true;
  if (page.near('cited', sentence) || page.near('public', sentence)) return true;
  if (direct.has(says)) return false;
  return page.at('announced', sentence) && !page.at('third', sentence);
}

function ofKin(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const others = ofOthers(scene);
  if (!['kin', 'third', 'name'].some(page.has) && others.length === 0) return [];
  if (!['care', 'health', 'event', 'against'].some(page.has)) return others;
  const counts = new Set(['name', 'number', 'contact', 'birth', 'bed', 'picture', 'against']);
  const marks = [...others];
  for (const sight of scene.sights) {
    const { says, sentence } = sight;
    if (!counts.has(says) && !indirect.has(says)) continue;
    if (says === 'relation' || says === 'role' || isLifted(page, sight)) continue;
    if (says === 'name' && page.over('staff', sight)) continue;
    const near =
      page.near('kin', sentence) || page.near('third', sentence) || page.near('name', sentence);
    if (near && !page.at('mine', sentence)) marks.push(markOf(sight));
  }
  return marks;
}

/** Another person in treatment, told by somebody in treatment: whose illness, and where or who. */
function ofOthers(scene: Scene): Mark[] {
  const page = pageOf(scene.sights);
  const own = new Set(
    scene.sights
      .filter((sight) => sight.says === 'ours' && !page.over('friend', sight))
      .map(({ sentence }) => sentence),
  );
  const marks: Mark[] = [];
  for (const sight of scene.sights) {
    const { says, sentence } = sight;
    if (says === 'crowd' && (page.has('picture') || page.has('view')))
      marks.push({ ...markOf(sight), kind: 'picture' });
    if (!page.at('friend', sentence) && page.at('mine', sentence)) continue;
    if (!toldOfOthers(page, sentence, own.has(sentence))) continue;
    if (says === 'beside') marks.push({ ...markOf(sight), kind: 'bed' });
    if (says === 'friend' && !own.has(sentence)) marks.push({ ...markOf(sight), kind: 'name' });
    if (!page.at('beside', sentence) && !page.at('peer', sentence)) continue;
    if (says === 'name' && !page.over('staff', sight)) marks.push(markOf(sight));
    else if (says === 'peer') marks.push({ ...markOf(sight), kind: 'relation' });
    else if (indirect.has(says)) marks.push(markOf(sight));
  }
  return marks;
}

/** Is it the other's illness that is told, in this sentence or in the next one that goes on about them? */
function toldOfOthers(page: Page, sentence: number, own: boolean): boolean {
  if (page.at('theirs', sentence)) return true;
  if (page.at('theirs', sentence + 1) && page.at('third', sentence + 1)) return true;
  return page.at('health', sentence) && !own;
}

function markOf(sight: Sight): Mark {
  const kind = (sight.says === 'years' ? 'age' : sight.says) as Kind;
  return { kind, weight: sight.weight, from: sight.from, to: sight.to };
}

/** Which meanings stand in which sentence. */
interface Page {
  has(says: string): boolean;
  at(says: string, sentence: number): boolean;
  near(says: string, sentence: number): boolean;
  upTo(says: string, sentence: number): boolean;
  impliedAt(sentence: number): boolean;
  over(says: string, sight: Sight): boolean;
}

function pageOf(sights: readonly Sight[]): Page {
  const where = new Map<string, Set<number>>();
  const begins = new Map<string, number>();
  const covered = new Map<string, Set<number>>();
  for (const { says, sentence, first, last } of sights) {
    const set = where.get(says) ?? new Set();
    where.set(says, set.add(sentence));
    begins.set(says, Math.min(sentence, begins.get(says) ?? sentence));
    if (says !== 'staff' && says !== 'span' && says !== 'friend') continue;
    const over = covered.get(says) ?? new Set();
    for (let at = first; at <= last; at++) over.add(at);
    covered.set(says, over);
  }
  const at = (says: string, sentence: number) => where.get(says)?.has(sentence) ?? false;
  return {
    at,
    has: (says) => where.has(says),
    near: (says, n) => at(says, n) || at(says, n - 1) || at(says, n + 1),
    upTo: (says, n) => (begins.get(says) ?? Infinity) <= n,
    impliedAt: (n) => [...implied].some((says) => at(says, n)),
    over: (says, { first, last }) => {
      for (let n = first; n <= last; n++) if (covered.get(says)?.has(n)) return true;
      return false;
    },
  };
}
