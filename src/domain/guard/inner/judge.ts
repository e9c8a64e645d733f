import type { About } from '../finding.ts';
import { isAnchor, isDirect, isIndirect, mostOf, sumOf, type Mark } from './mark.ts';
import { ofKin, ofOthers } from './of-kin.ts';
import { ofPatients } from './of-patients.ts';
import type { Scene } from './scene.ts';

/**
 * The details that together let somebody recognise a person; none when the words are clear. A third person
 * **and** (a direct one, **or** two indirect ones of which one is a time, a place or something rare).
 * `known` are the weights of kinds that thread and own recent posts already gave away.
 */
export function judge(scene: Scene, about: About, known: ReadonlyMap<string, number>): Mark[] {
  const told = marksOf(scene, about);
  if (told.length === 0) return [];
  const counted = mostOf(told);
  if (told.some(({ kind }) => isDirect(kind))) return told;
  for (const [kind, weight] of known) counted.set(kind, Math.max(weight, counted.get(kind) ?? 0));
  const particular = [...counted].some(([kind, weight]) => weight >= 1 && !isWhenOrWhere(kind));
  if (particular && standing(about)) counted.set('place', 1);
  const sum = sumOf(counted) + pictured(scene, about);
  const anchored = [...counted].some(([kind, weight]) => isAnchor(kind) && weight >= 1);
  // An office that one person holds is a place by another name; three details of other kinds meet in few.
  const few = (counted.get('role') ?? 0) >= 2 || sum >= 3;
  return sum >= 2 && (anchored || few) ? told.filter(({ kind }) => isIndirect(kind)) : [];
}

/**
 * A picture beside words about somebody in one's care is one detail more, and no anchor: the words still have to say
 * when, where or what is rare. Beside words about family it counts nothing: they know who is in it.
 */
function pictured(scene: Scene, { pictures = 0, role }: About): 0 | 1 {
  if (pictures === 0 || role === 'patient' || role === 'carer') return 0;
  return ofPatients(scene).length > 0 ? 1 : 0;
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
