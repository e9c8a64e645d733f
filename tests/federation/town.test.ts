import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCanary, type Canary } from './canary.ts';
import { openStranger, type Stranger } from './stranger.ts';
import { openHouse, openTown, type House, type Town } from './town.ts';
import { ask } from './wire.ts';

let town: Town;
let a: House;
let b: House;
let p1: Stranger;
let canary: Canary;

beforeAll(async () => {
  town = await openTown();
  canary = await openCanary();
  a = await openHouse(town, 'a.test');
  b = await openHouse(town, 'b.test');
  p1 = await openStranger(town, 'p1.test');
});
afterAll(async () => {
  await Promise.all([a.close(), b.close(), p1.close()]);
  await town.close();
  await canary.close();
});

const accept = 'application/json';

test('two houses and a stranger reach each other by name over TLS', async () => {
  const bob = await p1.aPerson('bob');
  const read = await a.services.fetcher.get(bob.uri, { accept });
  expect(read).toMatchObject({ status: 200, url: bob.uri });
  const other = await a.services.fetcher.get('https://b.test/health/live', { accept });
  expect(other).toMatchObject({ status: 200 });
  expect(await ask(town, 'https://a.test/health/live')).toMatchObject({ status: 200 });
});

test('a name of the town that is no peer leads nowhere, nor does a port of the machine', async () => {
  town.lead('canary.test', canary.port);
  for (const url of ['https://canary.test/', `http://${canary.host}/`, `https://a.test/`])
    expect(await a.services.fetcher.get(url, { accept })).toHaveProperty('refused');
  expect(town.reached('canary.test')).toBe(0);
  expect(canary.calls()).toBe(0);
});
