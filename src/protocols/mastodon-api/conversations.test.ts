import { afterAll, beforeAll, expect, test } from 'vitest';
import { aToken } from '../../../tests/makers/app.ts';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { findConversationEntity } from './conversations.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { changeConversation } from '#domain/messages/conversations.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

const at = '/api/v1/conversations';
const tokenOf = (who: Viewer) => aToken(world, who, ['read', 'write']);

async function pair(): Promise<[Viewer, Viewer]> {
  const [anna, ben] = [await world.aPerson(), await world.aPerson()];
  await followPerson(world.as(anna), ben.personId);
  await followPerson(world.as(ben), anna.personId);
  return [anna, ben];
}

async function send(from: Viewer, to: Viewer, text: string) {
  const sent = await sendMessage(world.as(from), { handles: [to.handle], text });
  if ('refused' in sent) throw new Error(sent.refused);
  return sent;
}

test('messages appear to apps as conversations, with the others and what was said last', async () => {
  const [anna, ben] = await pair();
  const token = await tokenOf(ben);
  const { conversationId, postId } = await send(anna, ben, 'How was it?');
  const { body } = await call(`GET ${at}`, { token });
  expect(keysOf(body).filter((key) => !key.includes('.'))).toEqual([
    ...['id', 'unread', 'accounts', 'last_status'],
  ]);
  expect(body).toMatchObject([
    {
      ...{ id: conversationId, unread: true, accounts: [{ acct: anna.handle }] },
      last_status: { id: postId, visibility: 'direct', mentions: [{ id: ben.personId }] },
    },
  ]);
  const read = await call(`POST ${at}/${conversationId}/read`, { token });
  expect(read.body).toEqual({ ...body[0], unread: false });
  const unread = await call(`POST ${at}/${conversationId}/unread`, { token });
  expect(unread.body).toEqual(body[0]);
  expect(await findConversationEntity(world.as(ben), conversationId)).toEqual(body[0]);
  expect((await call('GET /api/v1/timelines/direct', { token })).body).toMatchObject([
    { id: postId },
  ]);
});

test('a list of conversations is turned by the newest message of each', async () => {
  const anna = await world.aPerson();
  const token = await tokenOf(anna);
  const last: string[] = [];
  for (let n = 0; n < 3; n += 1)
    last.unshift((await send(anna, await world.aPerson(), `${n}`)).postId);
  const first = await call(`GET ${at}?limit=2`, { token });
  expect(first.body.map((one: { last_status: { id: string } }) => one.last_status.id)).toEqual(
    last.slice(0, 2),
  );
  expect(first.headers.get('link')).toContain(`max_id=${last[1]}`);
  const rest = await call(`GET ${at}?limit=2&max_id=${last[1]}`, { token });
  expect(rest.body).toMatchObject([{ last_status: { id: last[2] } }]);
  const newer = await call(`GET ${at}?limit=1&min_id=${last[2]}`, { token });
  expect(newer.body).toMatchObject([{ last_status: { id: last[1] } }]);
});

test('a deleted conversation is gone until the next message', async () => {
  const [anna, ben] = await pair();
  const token = await tokenOf(ben);
  const { conversationId } = await send(anna, ben, 'One');
  expect((await call(`DELETE ${at}/${conversationId}`, { token })).body).toEqual({});
  expect((await call(`GET ${at}`, { token })).body).toEqual([]);
  expect(await findConversationEntity(world.as(ben), conversationId)).toBeUndefined();
  await send(anna, ben, 'Two');
  expect((await call(`GET ${at}`, { token })).body).toHaveLength(1);
});

test('what a stranger sends is no conversation until it is accepted', async () => {
  const [anna, sam] = [await world.aPatient(), await world.aPerson()];
  const token = await tokenOf(anna);
  const { conversationId } = await send(sam, anna, 'Buy this');
  const absent = await call(`POST ${at}/1/read`, { token });
  expect((await call(`GET ${at}`, { token })).body).toEqual([]);
  expect((await call('GET /api/v1/timelines/direct', { token })).body).toEqual([]);
  expect((await call(`POST ${at}/${conversationId}/read`, { token })).body).toEqual(absent.body);
  expect(await findConversationEntity(world.as(anna), conversationId)).toBeUndefined();
  await changeConversation(world.as(anna), conversationId, 'accept');
  expect((await call(`GET ${at}`, { token })).body).toHaveLength(1);
});

test("PRV-20: somebody else's conversation is as absent as one that never was", async () => {
  const [anna, ben] = await pair();
  const { conversationId } = await send(anna, ben, 'For Ben');
  const token = await tokenOf(await world.aPerson());
  for (const [method, rest] of [
    ['DELETE', ''],
    ['POST', '/read'],
    ['POST', '/unread'],
  ] as const) {
    const theirs = await call(`${method} ${at}/${conversationId}${rest}`, { token });
    const none = await call(`${method} ${at}/123456789${rest}`, { token });
    expect([theirs.status, theirs.body]).toEqual([none.status, none.body]);
    expect(theirs.status).toBe(404);
  }
  const own = await call(`GET ${at}`, { token: await tokenOf(ben) });
  expect(own.body).toMatchObject([{ unread: true }]);
});
