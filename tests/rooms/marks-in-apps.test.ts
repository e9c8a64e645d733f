import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { erase } from '#domain/posts/keeper.server.ts';
import { haveAtHome } from '#domain/posts/line-news.server.ts';
import { endPolls } from '#domain/posts/polls.server.ts';
import { publishScheduled } from '#domain/posts/scheduled.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import type { Wake } from '#platform/live.server.ts';

let world: World;
let call: AppCall;
let anna: Viewer;
let ben: Viewer;
let cleo: Viewer;
const tokens = new Map<string, string>();
const heard: [string, About][] = [];
const wakes: Wake[] = [];

async function anAppUser(): Promise<Viewer> {
  const who = await world.aPerson();
  tokens.set(who.personId, await aToken(world, who, ['read', 'write']));
  return who;
}

beforeAll(async () => {
  world = await openWorld();
  const kinds = ['boosted', 'unboosted', 'favourited', 'unfavourited', 'pollEnded', 'changed'];
  const hears = kinds.map((kind) => [
    kind,
    [
      ...(world.services.listeners[kind] ?? []),
      async (_: unknown, about: About) => void heard.push([kind, about]),
    ],
  ]);
  world.services.listeners = { ...world.services.listeners, ...Object.fromEntries(hears) };
  world.services.live.hear((wake) => void wakes.push(wake));
  call = callsOf(world);
  [anna, ben, cleo] = [await anAppUser(), await anAppUser(), await anAppUser()];
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.services.db.execute(sql`delete from rate_limit`);
  heard.length = wakes.length = 0;
});

type How = Parameters<AppCall>[0];
const by = (who: Viewer | undefined, how: How, body?: object) =>
  call(how, { ...(who && { token: tokens.get(who.personId) }), ...(body && { body }) });
async function write(who: Viewer, body: object) {
  const made = await by(who, 'POST /api/v1/statuses', body);
  expect(made.body).toMatchObject({ id: expect.any(String) });
  return made.body;
}
const ids = (answered: { body: { id: string }[] }) => answered.body.map(({ id }) => id);

test('a boost is a status around the boosted one; twice is once, and taken back it is gone', async () => {
  await followPerson(world.as(cleo), ben.personId);
  const { id } = await write(anna, { status: 'Show me', visibility: 'unlisted' });
  const [one, two] = await Promise.all([
    by(ben, `POST /api/v1/statuses/${id}/reblog`),
    by(ben, `POST /api/v1/statuses/${id}/reblog`),
  ]);
  expect(one.body.id).toBe(two.body.id);
  expect(one.body).toMatchObject({
    account: { id: ben.personId },
    reblog: { id, reblogs_count: 1, reblogged: true },
  });
  expect(heard).toEqual([
    ['boosted', { boostId: one.body.id, postId: id, personId: ben.personId }],
  ]);
  expect(wakes).toContainEqual(expect.objectContaining({ kind: 'line', id: one.body.id }));
  const line = sql`select person_id::text as who from home_line where id = ${one.body.id} order by 1`;
  const { rows } = await world.services.db.execute<{ who: string }>(line);
  expect(rows.map(({ who }) => who)).toEqual([ben.personId, cleo.personId]);
  const back = await by(ben, `POST /api/v1/statuses/${id}/unreblog`);
  expect(back.body).toMatchObject({ id, reblogs_count: 0, reblogged: false });
  expect((await listHome(world.as(cleo), { limit: 20 })).map((each) => each.id)).not.toContain(
    one.body.id,
  );
  const told = await haveAtHome(world.as(null), { post: one.body.id }, [cleo.personId]);
  expect([...told]).toEqual([cleo.personId]);
});

test('PRV-11: nobody boosts what is not for everybody; its author does, for followers alone', async () => {
  for (const who of [ben, cleo]) await followPerson(world.as(who), anna.personId);
  const { id } = await write(anna, { status: 'For you', visibility: 'private' });
  const direct = await write(anna, { status: `@${ben.handle} you`, visibility: 'direct' });
  const none = { status: 404, body: { error: 'Record not found' } };
  expect(await by(ben, `POST /api/v1/statuses/${id}/reblog`)).toMatchObject(none);
  expect(await by(ben, `POST /api/v1/statuses/${direct.id}/reblog`)).toMatchObject(none);
  expect(await by(anna, `POST /api/v1/statuses/${direct.id}/reblog`)).toMatchObject(none);
  const quote = { status: 'Look', quoted_status_id: id };
  expect(await by(ben, 'POST /api/v1/statuses', quote)).toMatchObject({ status: 404 });
  const own = await by(anna, `POST /api/v1/statuses/${id}/reblog`, { visibility: 'public' });
  expect(own.body).toMatchObject({ visibility: 'private', reblog: { visibility: 'private' } });
});

test('a like counts once, is told of once, and lists who likes', async () => {
  const { id } = await write(anna, { status: 'Like me' });
  await Promise.all([1, 2, 3].map(() => by(ben, `POST /api/v1/statuses/${id}/favourite`)));
  const { body } = await by(cleo, `POST /api/v1/statuses/${id}/favourite`);
  expect(body).toMatchObject({ favourites_count: 2, favourited: true });
  expect(heard.map(([kind]) => kind)).toEqual(['favourited', 'favourited']);
  const page = await by(undefined, `GET /api/v1/statuses/${id}/favourited_by?limit=1`);
  expect(ids(page)).toEqual([cleo.personId]);
  const next = /max_id=(\d+)/.exec(page.headers.get('link') ?? '')?.[1];
  const rest = await by(undefined, `GET /api/v1/statuses/${id}/favourited_by?max_id=${next}`);
  expect(ids(rest)).toEqual([ben.personId]);
  const back = await by(ben, `POST /api/v1/statuses/${id}/unfavourite`);
  expect(back.body).toMatchObject({ favourites_count: 1, favourited: false });
});

test('whoever is kept apart from somebody meets them neither in lists nor in counts', async () => {
  const dora = await anAppUser();
  const { id } = await write(anna, { status: 'Liked by two' });
  for (const who of [ben, dora])
    for (const mark of ['favourite', 'reblog'])
      await by(who, `POST /api/v1/statuses/${id}/${mark}`);
  await blockPerson(world.as(dora), cleo.personId);
  for (const list of ['favourited_by', 'reblogged_by'])
    expect(ids(await by(cleo, `GET /api/v1/statuses/${id}/${list}`))).toEqual([ben.personId]);
  expect((await by(cleo, `GET /api/v1/statuses/${id}`)).body).toMatchObject({
    favourites_count: 1,
    reblogs_count: 1,
  });
});

test('a boost for followers alone is in no list and no count of others', async () => {
  const dora = await anAppUser();
  const { id } = await write(anna, { status: 'Quiet boost' });
  await by(dora, `POST /api/v1/statuses/${id}/reblog`, { visibility: 'private' });
  expect(ids(await by(cleo, `GET /api/v1/statuses/${id}/reblogged_by`))).toEqual([]);
  expect((await by(cleo, `GET /api/v1/statuses/${id}`)).body.reblogs_count).toBe(0);
  await followPerson(world.as(cleo), dora.personId);
  expect(ids(await by(cleo, `GET /api/v1/statuses/${id}/reblogged_by`))).toEqual([dora.personId]);
});

test('bookmarks, a muted thread and pins are one’s own, and are taken back', async () => {
  const first = await write(ben, { status: 'Mine' });
  const reply = await write(anna, { status: 'Yours', in_reply_to_id: first.id });
  const at = async (who: Viewer, mark: string, id: string) =>
    (await by(who, `POST /api/v1/statuses/${id}/${mark}`)).body;
  expect(await at(ben, 'bookmark', reply.id)).toMatchObject({ bookmarked: true });
  expect(await at(ben, 'mute', reply.id)).toMatchObject({ muted: true });
  expect((await by(ben, `GET /api/v1/statuses/${first.id}`)).body).toMatchObject({ muted: true });
  expect(await at(ben, 'pin', first.id)).toMatchObject({ pinned: true });
  expect((await by(anna, `GET /api/v1/statuses/${reply.id}`)).body).toMatchObject({
    ...{ bookmarked: false, muted: false, pinned: false },
  });
  expect(await at(ben, 'unbookmark', reply.id)).toMatchObject({ bookmarked: false });
  expect(await at(ben, 'unmute', first.id)).toMatchObject({ muted: false });
  expect(await at(ben, 'unpin', first.id)).toMatchObject({ pinned: false });
});

test('five own posts are pinned, also when ten are at once; none of others, and none that is direct', async () => {
  const dora = await anAppUser();
  const made = [];
  for (let n = 0; n < 10; n += 1) made.push(await write(dora, { status: `Post ${n}` }));
  const pinned = await Promise.all(
    made.map(({ id }) => by(dora, `POST /api/v1/statuses/${id}/pin`)),
  );
  expect(pinned.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(pinned.find(({ status }) => status === 422)?.body.error).toBe(
    'Validation failed: You have already pinned the maximum number of posts',
  );
  const direct = await write(dora, { status: 'To myself', visibility: 'direct' });
  expect(await by(dora, `POST /api/v1/statuses/${direct.id}/pin`)).toMatchObject({ status: 422 });
  expect(await by(ben, `POST /api/v1/statuses/${made[0].id}/pin`)).toMatchObject({ status: 422 });
});

test('who may answer and quote is changed afterwards, and folding is for whoever began the thread', async () => {
  const { id } = await write(anna, { status: 'Talk to me' });
  const reply = await write(ben, { status: 'Gladly', in_reply_to_id: id });
  const policy = { quote_approval_policy: 'followers', replies_policy: 'nobody' };
  expect(await by(ben, `PUT /api/v1/statuses/${id}/interaction_policy`, policy)).toMatchObject({
    status: 404,
  });
  const after = await by(anna, `PUT /api/v1/statuses/${id}/interaction_policy`, policy);
  expect(after.body.quote_approval.automatic).toEqual(['followers']);
  const late = { status: 'Late', in_reply_to_id: id };
  expect(await by(ben, 'POST /api/v1/statuses', late)).toMatchObject({ status: 403 });
  expect(await by(ben, `POST /api/v1/statuses/${reply.id}/fold`)).toMatchObject({ status: 404 });
  expect(await by(anna, `POST /api/v1/statuses/${reply.id}/fold`)).toMatchObject({ status: 200 });
});

test('APF-21: one person has one vote, however many they send at once, and counts are exact', async () => {
  const poll = { options: ['Yes', 'No', 'Perhaps'], expires_in: 600, hide_totals: true };
  const { id } = await write(anna, { status: 'Well?', poll });
  const votes: How = `POST /api/v1/polls/${id}/votes`;
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, n) => by(ben, votes, { choices: [String(n % 3)] })),
  );
  expect(sent.filter(({ status }) => status === 200)).toHaveLength(1);
  const refused = async (who: Viewer, choices: unknown) => {
    const { status, body } = await by(who, votes, { choices });
    expect(status).toBe(422);
    return body.error.replace('Validation failed: ', '');
  };
  expect(await refused(ben, [0])).toBe('You have already voted on this poll');
  expect(await refused(anna, [0])).toBe('You cannot vote in your own polls');
  for (const choices of [[], [3], [-1], ['x'], [0, 1]])
    expect(await refused(cleo, choices)).toBe('The chosen vote option does not exist');
  const open = await by(cleo, `GET /api/v1/polls/${id}`);
  expect(open.body).toMatchObject({ votes_count: 1, voters_count: 1, voted: false, own_votes: [] });
  expect(open.body.options[0]).toEqual({ title: 'Yes', votes_count: null });
  world.clock.turnBy(600_000);
  expect(await refused(cleo, [0])).toBe('The poll has already ended');
});

test('of a poll that is over it is told once', async () => {
  await endPolls(world.services, {});
  heard.length = 0;
  const poll = { options: ['Yes', 'No'], expires_in: 600 };
  const { id } = await write(anna, { status: 'Well?', poll });
  await endPolls(world.services, {});
  world.clock.turnBy(601_000);
  await Promise.all([endPolls(world.services, {}), endPolls(world.services, {})]);
  expect(heard).toEqual([['pollEnded', { postId: id }]]);
});

const later = (minutes: number) =>
  new Date(world.clock.now().getTime() + minutes * 60_000).toISOString();

test('REL-28: a planned post is published once at its hour, whoever looks at the clock', async () => {
  const poll = { options: ['Yes', 'No'], expires_in: 600 };
  const asked = { status: 'Later', visibility: 'unlisted', poll, scheduled_at: later(6) };
  const planned = (await by(anna, 'POST /api/v1/statuses', asked)).body;
  expect(planned).toMatchObject({
    scheduled_at: later(6),
    params: { text: 'Later', visibility: 'unlisted', poll: { options: ['Yes', 'No'] } },
    media_attachments: [],
  });
  const { body: moved } = await by(anna, `PUT /api/v1/scheduled_statuses/${planned.id}`, {
    scheduled_at: later(10),
  });
  expect(moved.scheduled_at).toBe(later(10));
  world.clock.turnBy(9 * 60_000);
  await publishScheduled(world.services, {});
  expect(ids(await by(anna, 'GET /api/v1/scheduled_statuses'))).toEqual([planned.id]);
  world.clock.turnBy(60_000);
  await Promise.all([1, 2, 3].map(() => publishScheduled(world.services, {})));
  expect((await by(anna, 'GET /api/v1/scheduled_statuses')).body).toEqual([]);
  const { rows } = await world.services.db.execute(sql`select from post where text = 'Later'`);
  expect(rows).toHaveLength(1);
});

test('PRV-20: a planned post is its author’s alone', async () => {
  const { id } = (
    await by(anna, 'POST /api/v1/statuses', { status: 'Soon', scheduled_at: later(6) })
  ).body;
  const path = `/api/v1/scheduled_statuses/${id}` as const;
  const none = await by(ben, 'GET /api/v1/scheduled_statuses/1');
  for (const method of ['GET', 'PUT', 'DELETE'] as const) {
    const body = method === 'PUT' ? { scheduled_at: later(20) } : undefined;
    const { status, body: said } = await by(ben, `${method} ${path}`, body);
    expect([status, said]).toEqual([none.status, none.body]);
  }
  expect(await by(anna, `DELETE ${path}`)).toMatchObject({ status: 200, body: {} });
  world.clock.turnBy(6 * 60_000);
  await publishScheduled(world.services, {});
  const { rows } = await world.services.db.execute(sql`select from post where text = 'Soon'`);
  expect(rows).toHaveLength(0);
});

test('a planned post that cannot be published keeps the reason, and waits for another hour', async () => {
  const parent = await write(ben, { status: 'Soon gone' });
  const reply = { status: 'Reply', in_reply_to_id: parent.id, scheduled_at: later(6) };
  const { id } = (await by(anna, 'POST /api/v1/statuses', reply)).body;
  await by(ben, `DELETE /api/v1/statuses/${parent.id}`);
  world.clock.turnBy(6 * 60_000);
  await publishScheduled(world.services, {});
  const { body } = await by(anna, `GET /api/v1/scheduled_statuses/${id}`);
  expect(body).toMatchObject({ failed: 'parentGone' });
});

test('ERA-01: whoever goes takes their marks along, and counts fall with them', async () => {
  const dora = await anAppUser();
  const { id } = await write(anna, { status: 'Counted' });
  for (const mark of ['favourite', 'reblog']) await by(dora, `POST /api/v1/statuses/${id}/${mark}`);
  await write(dora, { status: 'A reply', in_reply_to_id: id });
  const counts = async () => {
    const { body } = await by(anna, `GET /api/v1/statuses/${id}`);
    return [body.replies_count, body.reblogs_count, body.favourites_count];
  };
  expect(await counts()).toEqual([1, 1, 1]);
  await inTransaction(world.as(null), (tx) => erase(tx, dora.personId));
  await world.services.db.execute(sql`delete from person where id = ${dora.personId}`);
  expect(await counts()).toEqual([0, 0, 0]);
});
