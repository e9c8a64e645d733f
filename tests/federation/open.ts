import { openCanary, type Canary } from './canary.ts';
import { openStranger, type Stranger } from './stranger.ts';
import { openHouse, openTown, type House, type Town } from './town.ts';

/** One house of ours, two servers of strangers, and a port that nobody may call. */
export interface Street {
  town: Town;
  a: House;
  p1: Stranger;
  p2: Stranger;
  canary: Canary;
  close(): Promise<void>;
}

/** Opens a town with them all. */
export async function openStreet(env: Record<string, string> = {}): Promise<Street> {
  const town = await openTown();
  const canary = await openCanary();
  const a = await openHouse(town, 'a.test', env);
  const p1 = await openStranger(town, 'p1.test');
  const p2 = await openStranger(town, 'p2.test');
  const close = async () => {
    await Promise.all([a.close(), p1.close(), p2.close()]);
    await town.close();
    await canary.close();
  };
  return { town, a, p1, p2, canary, close };
}

/** What a post needs to be for one of ours: it names them. */
export function naming(house: House, handle: string, more: object[] = []) {
  const uri = uriOf(house, handle);
  const tag = [{ type: 'Mention', href: uri, name: `@${handle}@${house.name}` }, ...more];
  return { tag, cc: [uri] };
}

/** Where people and posts of a house are on the wire. */
export const inboxOf = (house: House, handle: string) => `${house.origin}/users/${handle}/inbox`;
export const uriOf = (house: House, handle: string) => `${house.origin}/users/${handle}`;

/** The number that somebody has here. */
export async function personHere({ services }: House, handle: string): Promise<string> {
  const { rows } = await services.pool.query<{ id: string }>(
    'select id::text from person where handle = $1',
    [handle],
  );
  if (!rows[0]) throw new Error(`Nobody here is called ${handle}.`);
  return rows[0].id;
}
