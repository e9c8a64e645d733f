import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver, deliverDue, deliveriesQuiet } from './deliver.server.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { everybody } from '#domain/federation/addresses.ts';
import { tidyDeliveries } from '#domain/federation/deliveries.server.ts';
import { stopServer } from '#domain/federation/peer-desk.server.ts';
import { sendLater } from '#domain/federation/outgoing.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let anna: Viewer;
const day = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  world = await openWorld();
  anna = await world.aPerson({ handle: 'anna' });
}, 60_000);
afterAll(() => world.close());

/** Says something to these inboxes; `meanwhile` happens before it is said for good. */
async function say(inboxes: string[], meanwhile = async () => {}): Promise<void> {
  const sender = { personId: anna.personId, handle: anna.handle };
  const body = { id: `urn:say:${inboxes.length}`, to: [everybody] };
  await inTransaction(world.as(anna), async (tx) => {
    await sendLater(tx, { sender, body, inboxes, forEverybody: true });
    await meanwhile();
  });
}

/** How much is kept of servers, and of what waits for them. */
async function kept(): Promise<Record<string, number>> {
  const { rows } = await world.services.db.execute<Record<string, number>>(sql`
    select (select count(*)::int from peer) as servers, (select count(*)::int from peer where failures > 0) as failing,
      (select count(*)::int from delivery) as waiting, (select count(*)::int from outgoing) as letters`);
  return rows[0] ?? {};
}

/** Addresses that nothing of the open web has: refused before anybody is called. */
const dead = (n: number) => `https://127.1.${Math.floor(n / 250)}.${(n % 250) + 1}/inbox`;

test('DOS-14: of thousands of servers that never answer nothing is left when nothing waits for them', async () => {
  const inboxes = Array.from({ length: 2000 }, (_, n) => dead(n));
  await say(inboxes);
  await deliver(world.services);
  await deliveriesQuiet(world.services);
  expect(await kept()).toEqual({ servers: 2000, failing: 2000, waiting: 2000, letters: 1 });
  await stopServer({ ...world.as(anna), viewer: { ...anna, operator: true } }, '127.1.0.1');
  world.clock.turnBy(8 * day);
  await deliverDue(world.services);
  expect(await kept()).toEqual({ servers: 2000, failing: 2000, waiting: 0, letters: 0 });
  world.clock.turnBy(23 * day);
  // One that is written to again is not forgotten, and one that the operator has stopped stays so.
  await say([dead(1)]);
  await deliverDue(world.services);
  await deliveriesQuiet(world.services);
  expect(await kept()).toEqual({ servers: 2, failing: 2, waiting: 1, letters: 1 });
});

test('a server that is to be forgotten at the very moment when something is laid for it is not', async () => {
  await say([dead(7)]);
  world.clock.turnBy(8 * day);
  await tidyDeliveries(world.services);
  world.clock.turnBy(23 * day);
  let tidied: Promise<void> | undefined;
  await say([dead(7)], async () => {
    tidied = tidyDeliveries(world.services);
    await Promise.race([tidied, setTimeout(300)]);
  });
  await tidied;
  const { rows } = await world.services.db.execute(
    sql`select from delivery join peer using (host) where host = '127.1.0.8'`,
  );
  expect(rows).toHaveLength(1);
});
