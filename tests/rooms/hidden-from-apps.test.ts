import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aChat, answered } from '../makers/chat.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { hideAnswer, showAnswer } from '#domain/club/chat-hosting.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { apiRoutes } from '#protocols/mastodon-api/routes.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let [pat, mallory, friend]: Viewer[] = [];
const tokens = new Map<string, string>();
const hidden: Record<string, string> = {};

type How = Parameters<AppCall>[0];
const by = (who: Viewer | undefined, how: How, body?: object) =>
  call(how, { token: tokens.get(who?.personId ?? ''), ...(body && { body }) });

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  [pat, mallory, friend] = [
    await world.aPatient(),
    await world.aPerson({ handle: 'mallory' }),
    await world.aPerson(),
  ];
  for (const who of [pat, mallory, friend])
    tokens.set(who.personId, await aToken(world, who, ['read', 'write']));
  await followPerson(world.as(friend), pat.personId);
  const poll = { options: ['Yes', 'No'], expires_in: 3600 };
  const write = async (who: Viewer, more: object) =>
    (await by(who, 'POST /api/v1/statuses', { status: `@${friend?.handle} hello`, poll, ...more }))
      .body.id as string;
  hidden['never'] = '1';
  hidden['private'] = await write(pat, { visibility: 'private' });
  hidden['direct'] = await write(pat, { visibility: 'direct' });
  hidden['deleted'] = await write(pat, {});
  await by(pat, `DELETE /api/v1/statuses/${hidden['deleted']}`);
  const keeper = await world.aPerson();
  tokens.set(keeper.personId, await aToken(world, keeper, ['read', 'write']));
  hidden['blocked'] = await write(keeper, {});
  await blockPerson(world.as(keeper), mallory.personId);
  for (const id of [hidden['private'], hidden['blocked']])
    await by(friend, `POST /api/v1/statuses/${id}/favourite`);
  for (const id of [hidden['private'], hidden['direct']])
    await by(friend, 'POST /api/v1/statuses', { status: 'A reply', in_reply_to_id: id });
});
afterAll(() => world.close());

/** Every route of posts and polls that names one. */
const routes = apiRoutes.filter(({ path }) => /^\/api\/v1\/(?:statuses|polls)\/:id/.test(path));
const bodies: Record<string, object> = {
  '/api/v1/statuses/:id': { status: 'Mine now', visibility: 'public' },
  '/api/v1/statuses/:id/interaction_policy': { quote_approval_policy: 'public' },
  '/api/v1/polls/:id/votes': { choices: [0] },
};

test('there are routes to be tried', () => {
  expect(routes.length).toBeGreaterThan(25);
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'PRV-04, PRV-20: %s says the same of what is hidden, what is gone and what never was, and changes nothing',
  async (_name, { method, path }) => {
    await world.services.db.execute(sql`delete from rate_limit`);
    const before = await rows();
    const told = [];
    for (const id of Object.values(hidden)) {
      const at = path.replace(':id', id).replace(':quoting', hidden['private'] ?? '');
      const body = method === 'POST' || method === 'PUT' ? (bodies[path] ?? {}) : undefined;
      const { status, body: said, headers } = await by(mallory, `${method} ${at as '/'}`, body);
      const names = [...headers.keys()].filter((name) => name !== 'x-ratelimit-remaining');
      told.push(JSON.stringify([status, said, names]));
    }
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('[404,{"error":"Record not found"}');
    expect(await rows()).toEqual(before);
  },
);

async function rows(): Promise<string> {
  const parts = [];
  for (const name of [
    ...['post', 'post_edition', 'boost', 'favourite', 'bookmark', 'pin', 'poll_vote'],
    ...['thread_mute', 'poll', 'home_line'],
  ]) {
    const { rows: found } = await world.services.db.execute(
      sql`select t::text as row from ${sql.identifier(name)} t order by 1`,
    );
    parts.push(...found.map(({ row }) => String(row)));
  }
  return parts.join('\n');
}

test('PRV-04: what is hidden is in no list of several, no thread, no count', async () => {
  const query = Object.values(hidden)
    .map((id) => `id[]=${id}`)
    .join('&');
  expect((await by(mallory, `GET /api/v1/statuses?${query}`)).body).toEqual([]);
  expect((await by(undefined, `GET /api/v1/statuses?${query}`)).body).toHaveLength(1);
  const open = (await by(pat, 'POST /api/v1/statuses', { status: 'Hello' })).body;
  const reply = { status: 'Quietly', in_reply_to_id: open.id, visibility: 'private' };
  const quiet = (await by(pat, 'POST /api/v1/statuses', reply)).body;
  const below = { status: 'Under it', in_reply_to_id: quiet.id, visibility: 'public' };
  await by(friend, 'POST /api/v1/statuses', below);
  for (const who of [mallory, undefined]) {
    const context = await by(who, `GET /api/v1/statuses/${open.id}/context`);
    expect(context.body).toEqual({ ancestors: [], descendants: [] });
    const { body } = await by(who, `GET /api/v1/statuses/${open.id}`);
    expect(body.replies_count).toBe(0);
  }
  const known = await by(friend, `GET /api/v1/statuses/${open.id}/context`);
  expect(known.body.descendants).toHaveLength(2);
});

test('a line that a host has hidden is its author’s alone in apps too, until it is shown again', async () => {
  const chat = await aChat(world);
  const line = await answered(world.as(pat ?? null), chat, 'Too much said');
  const { rows: found } = await world.services.db.execute<{ id: string }>(
    sql`select id::text from post where text = 'Too much said'`,
  );
  const path = `/api/v1/statuses/${found[0]?.id}` as const;
  const seen = async () =>
    (await Promise.all([pat, mallory, undefined].map((who) => by(who, `GET ${path}`)))).map(
      ({ status }) => status,
    );
  expect(await seen()).toEqual([200, 200, 200]);
  const host = world.as(chat.host);
  await hideAnswer(host, { id: line.id, reason: 'A name was said.' });
  expect(await seen()).toEqual([200, 404, 404]);
  await showAnswer(host, line.id);
  expect(await seen()).toEqual([200, 200, 200]);
});

test('PRV-04: what a host has hidden is in no count, and what is deleted leaves no day', async () => {
  const chat = await aChat(world);
  const sue = await world.aPatient();
  const { personId } = sue;
  const said = await answered(world.as(sue), chat, 'To be answered');
  world.clock.turnBy(86_400_000);
  const line = await answered(world.as(sue), chat, 'Hidden soon', { parentId: said.id });
  const postOf = async (text: string) =>
    (
      await world.services.db.execute<{ id: string }>(
        sql`select id::text from post where text = ${text}`,
      )
    ).rows[0]?.id;
  const known = async () => {
    const { body: account } = await by(mallory, `GET /api/v1/accounts/${personId}`);
    const { body: post } = await by(
      mallory,
      `GET /api/v1/statuses/${await postOf('To be answered')}`,
    );
    return [account.statuses_count, account.last_status_at, post.replies_count];
  };
  const shown = await known();
  expect(shown).toEqual([2, expect.any(String), 1]);
  await hideAnswer(world.as(chat.host), { id: line.id, reason: 'A name was said.' });
  const hiddenNow = await known();
  expect(hiddenNow).toEqual([1, expect.any(String), 0]);
  expect(hiddenNow[1] < shown[1]).toBe(true);
  await hideAnswer(world.as(chat.host), { id: line.id, reason: 'Another reason.' });
  expect(await known()).toEqual(hiddenNow);
  await showAnswer(world.as(chat.host), line.id);
  expect(await known()).toEqual(shown);
});

test('OAU-07: an app alone, or a token without the scope, writes nothing for anybody', async () => {
  const app = await aToken(world, null, ['read', 'write']);
  const narrow = await aToken(world, pat ?? null, ['read', 'write:media']);
  const body = { status: 'For whom?' };
  expect(await call('POST /api/v1/statuses', { token: app, body })).toMatchObject({ status: 422 });
  expect(await call('POST /api/v1/statuses', { token: narrow, body })).toMatchObject({
    status: 403,
  });
  expect(await call('POST /api/v1/statuses', { body })).toMatchObject({ status: 401 });
  const { rows: none } = await world.services.db.execute(
    sql`select from post where text = 'For whom?'`,
  );
  expect(none).toHaveLength(0);
});

test('DOS: a guest walks twenty replies deep and a person all of them', async () => {
  let parent = (await by(pat, 'POST /api/v1/statuses', { status: 'Deep' })).body.id as string;
  const first = parent;
  for (let n = 0; n < 25; n += 1) {
    const reply = { status: `Level ${n}`, in_reply_to_id: parent };
    parent = (await by(friend, 'POST /api/v1/statuses', reply)).body.id;
  }
  const guest = await by(undefined, `GET /api/v1/statuses/${first}/context`);
  expect(guest.body.descendants).toHaveLength(20);
  const known = await by(mallory, `GET /api/v1/statuses/${first}/context`);
  expect(known.body.descendants).toHaveLength(25);
  const last = await by(mallory, `GET /api/v1/statuses/${parent}/context`);
  expect(last.body.ancestors.map(({ id }: { id: string }) => id)[0]).toBe(first);
});
