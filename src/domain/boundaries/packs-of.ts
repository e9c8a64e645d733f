import type { Side } from './facts.ts';
import type { Pack } from './pack.ts';
import type { Jurisdiction, Profession, Statement } from '#domain/people/work-rules.ts';

/**
 * The packs that come with the house, with the names that people read, from the widest to the narrowest. `base` holds
 * for everybody; the others are what bodies in one place say, or say to one kind of profession.
 */
export const packNames = {
  base: 'For everybody',
  'UK-HCPC': 'United Kingdom: on the register of the HCPC',
  'UK-GMC': 'United Kingdom: doctors',
  'UK-NMC': 'United Kingdom: nurses and midwives',
  CA: 'Canada',
  'CA-ON': 'Canada: Ontario',
  'AU-NZ': 'Australia and New Zealand',
  US: 'United States',
  'US-MD': 'United States: doctors',
  'US-RT': 'United States: radiologic technologists',
  PSY: 'Psychology and counselling',
} as const;

/** One of them. */
export type PackId = keyof typeof packNames;

/** Who registers whom in the United Kingdom; others there are under no body whose words we know. */
const britishBody: Partial<Record<Profession, PackId>> = {
  radiographer: 'UK-HCPC',
  radiationTherapist: 'UK-HCPC',
  medicalPhysicist: 'UK-HCPC',
  psychologist: 'UK-HCPC',
  physiotherapist: 'UK-HCPC',
  occupationalTherapist: 'UK-HCPC',
  speechTherapist: 'UK-HCPC',
  dietitian: 'UK-HCPC',
  paramedic: 'UK-HCPC',
  doctor: 'UK-GMC',
  nurse: 'UK-NMC',
  midwife: 'UK-NMC',
};

const americanBody: Partial<Record<Profession, PackId>> = {
  doctor: 'US-MD',
  radiographer: 'US-RT',
  radiationTherapist: 'US-RT',
};

const placePacks: Partial<Record<Jurisdiction, PackId[]>> = {
  CA: ['CA'],
  'CA-ON': ['CA', 'CA-ON'],
  AU: ['AU-NZ'],
  NZ: ['AU-NZ'],
  US: ['US'],
};

/**
 * The packs that somebody is advised by, from what they say publicly of their work, from the widest to the narrowest.
 * `null` is somebody who says nothing of it; they, and whoever works where nothing is known, are advised by what
 * holds for everybody. Somebody who is no professional is advised by the packs of the one whom they meet.
 */
export function packsOf(statement: Statement | null): PackId[] {
  if (!statement) return ['base'];
  const { profession, jurisdiction } = statement;
  const psychology = profession === 'psychologist' || profession === 'counsellor';
  const packs: (PackId | undefined)[] = [
    'base',
    ...(placePacks[jurisdiction] ?? []),
    jurisdiction === 'UK' ? britishBody[profession] : undefined,
    jurisdiction === 'US' ? americanBody[profession] : undefined,
    psychology ? 'PSY' : undefined,
  ];
  return packs.filter((pack) => pack !== undefined);
}

/** Written by `npm run boundaries:compile`, and only by it: it has checked every word. */
const compiled: Record<PackId, () => Promise<{ default: unknown }>> = {
  base: () => import('./compiled/base.json', { with: { type: 'json' } }),
  'UK-HCPC': () => import('./compiled/uk-hcpc.json', { with: { type: 'json' } }),
  'UK-GMC': () => import('./compiled/uk-gmc.json', { with: { type: 'json' } }),
  'UK-NMC': () => import('./compiled/uk-nmc.json', { with: { type: 'json' } }),
  CA: () => import('./compiled/ca.json', { with: { type: 'json' } }),
  'CA-ON': () => import('./compiled/ca-on.json', { with: { type: 'json' } }),
  'AU-NZ': () => import('./compiled/au-nz.json', { with: { type: 'json' } }),
  US: () => import('./compiled/us.json', { with: { type: 'json' } }),
  'US-MD': () => import('./compiled/us-md.json', { with: { type: 'json' } }),
  'US-RT': () => import('./compiled/us-rt.json', { with: { type: 'json' } }),
  PSY: () => import('./compiled/psy.json', { with: { type: 'json' } }),
};

/** How pages name a pack: one that comes with the house, or a version that the operator published, `key/number`. */
export type PackRef = PackId | `${string}/${number}`;

/** Whether a word names a pack that comes with the house. */
export function isPackId(word: string): word is PackId {
  return Object.hasOwn(packNames, word);
}

/** Fetches packs with their words; a phone fetches only those it names. The server has `loadInForce`. */
export async function loadPacks(
  refs: readonly PackRef[],
  ask: typeof fetch = fetch,
): Promise<Pack[]> {
  return await Promise.all(
    refs.map(async (ref) =>
      isPackId(ref) ? ((await compiled[ref]()).default as Pack) : await askFor(ref, ask),
    ),
  );
}

async function askFor(ref: PackRef, ask: typeof fetch): Promise<Pack> {
  const answer = await ask(`/boundaries/${ref}`);
  if (!answer.ok) throw new Error(`The rules ${ref} did not come.`);
  return (await answer.json()) as Pack;
}

/**
 * What is public of somebody's work, as the viewer may see it. A student counts as a professional without a statement.
 * `hosts` are where checks on their page found them at work (`people/credentials.server.ts`).
 */
export interface Standing {
  professional: boolean;
  statement: Statement | null;
  hosts?: readonly string[];
}

/**
 * Which side somebody is advised as, and by which packs: as the professional by their own, else by those of the
 * professional whom they meet, as far as they may see it. `null` where neither is one: nothing is asked then.
 */
export function sideOf(me: Standing, them: Standing): { side: Side; packs: PackId[] } | null {
  if (me.professional) return { side: 'professional', packs: packsOf(me.statement) };
  return them.professional ? { side: 'other', packs: packsOf(them.statement) } : null;
}
