import { packAbout } from './pack-about.ts';
import type { Pack } from './pack.ts';
import { loadPacks, packNames, type PackId } from './packs-of.ts';

/** A pack in a list: `slug` is its part of an address, `about` says whom it is for. */
export interface PackListed {
  slug: string;
  name: string;
  about: string;
}

const housePacks = Object.keys(packNames) as PackId[];

/** Every pack that somebody here can be advised by, from the widest on. */
export function listPacks(): PackListed[] {
  return housePacks.map((id) => listed(id));
}

/** A pack by its part of an address, whole; nothing where there is none. */
export async function findPack(slug: string): Promise<(PackListed & { pack: Pack }) | undefined> {
  const id = housePacks.find((one) => one.toLowerCase() === slug);
  const [pack] = id ? await loadPacks([id]) : [];
  return id && pack && { ...listed(id), pack };
}

function listed(id: PackId): PackListed {
  return { slug: id.toLowerCase(), name: packNames[id], about: packAbout[id] };
}
