import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { someoneElsewhere } from '../makers/elsewhere.ts';
import { written } from '../makers/writing.ts';
import { openWorld, type World } from '../world.ts';
import { answerFollowRequest, followPerson } from '#domain/connections/follows.server.ts';
import { listRelations } from '#domain/connections/relations.server.ts';
import {
  blockDomain,
  partFromServer,
  unblockDomain,
} from '#domain/connections/server-blocks.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { favouritePost } from '#domain/posts/marks.server.ts';
import { searchPeople } from '#domain/posts/people-search.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

let [ann, loud, calm]: Viewer[] = [];
let host = '';
let count = 0;
beforeEach(async () => {
  host = `loud${++count}.example`;
  ann = await world.aPerson();
  loud = await someoneElsewhere(world, { host });
  calm = await someoneElsewhere(world, { host: 'calm.example' });
});
function there(who: Viewer | undefined): Viewer {
  if (!who) throw new Error('Nobody is there.');
  return who;
}
async function followed(who: Viewer, whom: Viewer) {
  await followPerson(world.as(who), whom.personId);
  await answerFollowRequest(world.as(whom), who.personId, true);
}
const between = async (one: Viewer, other: Viewer) =>
  (await listRelations(world.as(one), [other.personId]))[0];

test('who blocks a server reads nothing of its people, wherever it stands; those of others stay', async () => {
  const [me, them, others] = [there(ann), there(loud), there(calm)];
  await followed(me, them);
  await followed(me, others);
  const theirs = await written(world, them, 'Loud #noise');
  const kept = await written(world, others, 'Calm #noise');
  const passedOn = await boostPost(world.as(others), { id: theirs });
  await written(world, them, `Hello @${me.handle}`);
  const token = await aToken(world, me, ['read', 'write', 'follow']);
  const paths = [
    ...['timelines/home', 'timelines/public', 'timelines/tag/noise', 'notifications'],
    `accounts/${them.personId}/statuses`,
  ];
  const said = async () => {
    const all = paths.map(
      async (path) => (await call(`GET /api/v1/${path as ''}`, { token })).body,
    );
    return JSON.stringify(await Promise.all(all));
  };
  expect(await said()).toContain('Loud');
  expect('refused' in passedOn).toBe(false);
  expect(await blockDomain(world.as(me), host)).toBeUndefined();
  const after = await said();
  expect(after).not.toContain('Loud');
  expect(after).not.toContain(them.handle);
  expect(after).toContain('Calm');
  expect(await findPost(world.as(me), theirs)).toBeUndefined();
  expect(await findPost(world.as(me), kept)).toBeDefined();
  expect(await searchPeople(world.as(me), `@${them.handle}`, { limit: 5 })).toEqual([]);
});

test('nobody of a blocked server reaches who blocked it, and nobody of it reads them', async () => {
  const [me, them] = [there(ann), there(loud)];
  const mine = await written(world, me, 'Mine.');
  await blockDomain(world.as(me), host.toUpperCase());
  expect(await followPerson(world.as(them), me.personId)).toEqual({ refused: 'gone' });
  expect(await favouritePost(world.as(them), mine)).toEqual({ refused: 'gone' });
  expect(await findPost(world.as(them), mine)).toBeUndefined();
  const named = await findPost(world.as(them), await written(world, them, `Hey @${me.handle}`));
  expect(named?.mentions).toEqual([]);
  const sent = await sendMessage(world.as(me), { text: 'Psst', handles: [them.handle] });
  expect(sent).toEqual({ refused: 'gone', handle: them.handle });
  expect(await followPerson(world.as(me), them.personId)).toEqual({ refused: 'gone' });
});

test('follows between the two end, in both directions and asked ones too; others stay', async () => {
  const [me, them, others] = [there(ann), there(loud), there(calm)];
  const asked = await someoneElsewhere(world, { host });
  await followed(me, them);
  await followed(me, others);
  await followPerson(world.as(them), me.personId);
  await followPerson(world.as(me), asked.personId);
  await blockDomain(world.as(me), host);
  await partFromServer(world.services, { personId: me.personId, domain: host });
  expect(await between(me, them)).toMatchObject({
    ...{ follows: false, followed: false, blocksServer: true },
  });
  expect(await between(me, asked)).toMatchObject({ asked: false });
  expect(await between(me, others)).toMatchObject({ follows: true, blocksServer: false });
  const token = await aToken(world, me, ['read']);
  const { body } = await call(`GET /api/v1/accounts/relationships?id[]=${them.personId}`, {
    token,
  });
  expect(body[0]).toMatchObject({ domain_blocking: true, following: false });
});

test('who takes the block back meanwhile keeps their follows, and sees everybody again', async () => {
  const [me, them] = [there(ann), there(loud)];
  await followed(me, them);
  await blockDomain(world.as(me), host);
  await unblockDomain(world.as(me), host);
  await partFromServer(world.services, { personId: me.personId, domain: host });
  expect(await between(me, them)).toMatchObject({ follows: true, blocksServer: false });
  expect(await searchPeople(world.as(me), `@${them.handle}`, { limit: 5 })).toHaveLength(1);
});

test('what is no name of a server is refused', async () => {
  for (const name of ['', 'loud', 'https://loud.example/x', 'a b.example', 'loud.example/', '@'])
    expect(await blockDomain(world.as(there(ann)), name), name).toEqual({ refused: 'noHost' });
});
