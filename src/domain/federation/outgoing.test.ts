import { afterAll, beforeAll, expect, test } from 'vitest';
import { everybody, personUri } from './addresses.ts';
import {
  inboxesOf,
  inboxesOfFollowers,
  inboxesTold,
  sendLater,
  type Sending,
} from './outgoing.server.ts';
import { ownKeys } from './own-keys.server.ts';
import { delivery, outgoing, peer, peerRule, remotePerson } from './schema.server.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { follow } from '#domain/connections/schema.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let anna: Viewer;

beforeAll(async () => {
  world = await openWorld();
  anna = await world.aPerson({ handle: 'anna' });
}, 60_000);
afterAll(() => world.close());

function send(about: Partial<Sending> & { inboxes: string[] }) {
  const sender = { personId: anna.personId, handle: anna.handle };
  const body = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    type: 'Create',
    to: [everybody],
  };
  return inTransaction(world.as(anna), (tx) =>
    sendLater(tx, { sender, body, forEverybody: true, ...about }),
  );
}

async function waiting(): Promise<string[]> {
  const rows = await world.services.db.select().from(delivery).orderBy(delivery.id);
  return rows.map(({ inbox }) => inbox);
}

async function nothingWaits() {
  await world.services.db.delete(outgoing);
}

async function elsewhere(name: string, host: string, shared: boolean): Promise<string> {
  const handle = `${name}@${host}`;
  const { personId } = await world.aPerson({ handle });
  await world.services.db.insert(remotePerson).values({
    ...{ personId, host, uri: `https://${host}/${name}`, page: `https://${host}/@${name}` },
    inbox: `https://${host}/${name}/inbox`,
    sharedInbox: shared ? `https://${host}/inbox` : null,
    fetched: world.clock.now(),
  });
  return personId;
}

test('an inbox gets one activity once, this place writes to itself by no letter', async () => {
  await nothingWaits();
  const own = `${world.services.config.origin}/inbox`;
  await send({ inboxes: ['https://a.example/inbox', own, 'https://a.example/inbox', 'nonsense'] });
  expect(await waiting()).toEqual(['https://a.example/inbox']);
  const peers = await world.services.db.select().from(peer);
  expect(peers.map(({ host }) => host)).toEqual(['a.example']);
});

test('nothing is written down when what caused it did not happen', async () => {
  await nothingWaits();
  const sender = { personId: anna.personId, handle: anna.handle };
  const failed = inTransaction(world.as(anna), async (tx) => {
    await sendLater(tx, {
      sender,
      body: {},
      inboxes: ['https://a.example/inbox'],
      forEverybody: true,
    });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await waiting()).toEqual([]);
});

test('a blocked server and those under it are not written to', async () => {
  await nothingWaits();
  const since = world.clock.now();
  await world.services.db.insert(peerRule).values({ host: 'bad.example', rule: 'block', since });
  await world.services.live.publish([{ kind: 'peers', id: 'rules' }]);
  await send({
    inboxes: [
      'https://bad.example/inbox',
      'https://x.BAD.example/inbox',
      'https://notbad.example/inbox',
    ],
  });
  expect(await waiting()).toEqual(['https://notbad.example/inbox']);
});

test('what is for everybody carries a proof once there are keys, what is for few never', async () => {
  await nothingWaits();
  await ownKeys(world.services, anna.personId);
  await send({ inboxes: ['https://a.example/inbox'] });
  await send({
    inboxes: ['https://a.example/inbox'],
    body: { to: ['https://a.example/bo'] },
    forEverybody: false,
  });
  const [open, few] = await world.services.db.select().from(outgoing).orderBy(outgoing.id);
  expect(open).toMatchObject({
    senderUri: personUri(world.services.config.origin, 'anna'),
    body: { proof: { cryptosuite: 'eddsa-jcs-2022' } },
  });
  expect(open?.sealedKey).toBeTruthy();
  expect(few?.body).not.toHaveProperty('proof');
});

test('followers elsewhere are written to through the inbox that they share; who is gone is not', async () => {
  const followers = [
    await elsewhere('bo', 'one.example', true),
    await elsewhere('cy', 'one.example', true),
    await elsewhere('di', 'two.example', false),
    await elsewhere('ed', 'three.example', false),
  ];
  const since = world.clock.now();
  const rows = followers.map((followerId) => ({
    followerId,
    followeeId: anna.personId,
    away: true,
    since,
  }));
  await world.services.db.insert(follow).values(rows);
  await world.services.db.execute(
    `update remote_person set gone = now() where host = 'three.example'`,
  );
  const ctx = world.as(null);
  expect((await inboxesOfFollowers(ctx, anna.personId)).sort()).toEqual([
    'https://one.example/inbox',
    'https://two.example/di/inbox',
  ]);
  expect(await inboxesOf(ctx, followers.slice(2))).toEqual(['https://two.example/di/inbox']);
});

test('of a post for few only those hear that it is gone who were told of it', async () => {
  const few = { postId: '77', forEverybody: false };
  await send({ inboxes: ['https://few.example/inbox'], ...few });
  await send({ inboxes: ['https://few.example/inbox'], ...few });
  const told = (about: { postId: string; forEverybody: boolean }) =>
    inboxesTold(world.as(null), { personId: anna.personId, ...about });
  expect(await told(few)).toEqual(['https://few.example/inbox']);
  const all = await told({ postId: '78', forEverybody: true });
  expect(all).toContain('https://a.example/inbox');
  expect(all).not.toContain('https://few.example/inbox');
});
