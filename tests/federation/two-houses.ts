import { settled } from './effects.ts';
import { personHere, uriOf } from './open.ts';
import { openHouse, openTown, type House, type Town } from './town.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Two houses of ours: Anna lives in the one, Ben in the other. */
export interface TwoHouses {
  town: Town;
  a: House;
  b: House;
  anna: Viewer;
  ben: Viewer;
  /** Waits until neither has anything to do or to tell. */
  quiet(): Promise<void>;
  /** The number that a post of one house has in the other. */
  postIn(house: House, uri: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens both; Anna and Ben have found each other. */
export async function openTwoHouses(): Promise<TwoHouses> {
  const town = await openTown();
  const a = await openHouse(town, 'a.test');
  const b = await openHouse(town, 'b.test');
  const anna = await a.aPerson({ handle: 'anna' });
  const ben = await b.aPerson({ handle: 'ben' });
  await a.services.elsewhere(a.as(anna), '@ben@b.test');
  await b.services.elsewhere(b.as(ben), '@anna@a.test');
  return {
    ...{ town, a, b, anna, ben },
    quiet: async () => {
      // What one acts on the other may have to hear of.
      for (let round = 0; round < 3; round += 1) for (const house of [a, b]) await settled(house);
    },
    postIn: async ({ services }, uri) => {
      const { rows } = await services.pool.query<{ id: string }>(
        'select post_id::text as id from remote_post where uri = $1',
        [uri],
      );
      return rows[0]?.id;
    },
    close: async () => {
      await Promise.all([a.close(), b.close()]);
      await town.close();
    },
  };
}

/** What a post of a house is called. */
export const postUri = (house: House, handle: string, id: string) =>
  `${uriOf(house, handle)}/statuses/${id}`;

/** The number of Ben in Anna's house, and of Anna in Ben's. */
export const benAt = (house: House) => personHere(house, 'ben@b.test');
export const annaAt = (house: House) => personHere(house, 'anna@a.test');
