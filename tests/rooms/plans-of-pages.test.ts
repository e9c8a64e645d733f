import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillFriends } from '../makers/many-friends.ts';
import { fillPlace } from '../makers/many-posts.ts';
import { costsOf, isDear, listen, type Sent } from '../makers/plans.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { template } from '#domain/boundaries/own-pack-rules.ts';
import { editionOf, publishPack } from '#domain/boundaries/own-packs.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let reader: Viewer;
let operator: Viewer;
let sent: Sent[];
let client: PoolClient;

beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  reader = await world.aPerson({ handle: 'reader' });
  operator = await world.aPerson({ handle: 'olga', operator: true });
  await fillPlace(world, reader);
  const scope = { professions: [], jurisdictions: [], host: 'hospital.example' };
  const draft = { name: 'Our hospital', scope, text: template };
  const ctx = world.as(operator);
  await publishPack(ctx, { key: undefined, from: await editionOf(ctx), draft });
  await fillFriends(world, reader);
  client = await world.services.pool.connect();
  sent = listen(world.services.pool);
}, 180_000);
afterAll(async () => {
  client.release();
  await world.close();
});

const pages: [path: string, says: string, who?: 'operator'][] = [
  ['/friends', 'writer_7'],
  ['/friends/held', 'writer_'],
  ['/@writer_4/befriend', 'Writer 4'],
  ['/@writer_7/befriend', 'Writer 7'],
  ['/@writer_7/friend', 'Writer 7'],
  ['/@writer_7', 'Writer 7'],
  ['/settings/requests', 'Place 20'],
  ['/boundaries', 'Our hospital-5'],
  ['/boundaries/own-our-hospital-5', 'OUR-1'],
  ['/boundaries/uk-hcpc', 'HCPC'],
  ['/operator/boundaries', 'Our hospital-5', 'operator'],
  ['/operator/boundaries/own-our-hospital-5', 'Our hospital-5', 'operator'],
];

// Another version plans otherwise, and reads whole tables while they are small: the promise is for what comes along.
test.skipIf(Boolean(process.env['TEST_DATABASE_URL'])).each(pages)(
  'no statement of %s reads more than twenty times what it gives back',
  async (path, says, who) => {
    const cookie = await world.cookieOf(who === 'operator' ? operator : reader);
    sent.length = 0;
    const answer = await fetch(world.origin + path, { headers: { cookie } });
    const asked = sent.splice(0);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(says);
    const costs = await costsOf(client, asked);
    expect(costs.length).toBeGreaterThan(1);
    expect(costs.filter(isDear)).toEqual([]);
  },
  60_000,
);
