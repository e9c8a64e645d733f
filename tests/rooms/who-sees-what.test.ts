import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { narrowest, pair, type ModelPost } from '../makers/reading-model.ts';
import { aTown, step, walk, type Town } from '../makers/town.ts';
import { openWorld, type World } from '../world.ts';
import * as connections from '#domain/connections/keeper.server.ts';
import * as messages from '#domain/messages/keeper.server.ts';
import * as notifications from '#domain/notifications/keeper.server.ts';
import * as posts from '#domain/posts/keeper.server.ts';
import { findPost, readPosts } from '#domain/posts/read.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    env: { POCKETFRIENDS_API_LIMIT: '100000', POCKETFRIENDS_API_LIMIT_VISITORS: '100000' },
  });
});
afterAll(() => world.close());

/** How somebody reads. `quiet`: nobody whom they muted is in it. `both: false`: whom they blocked may be. */
interface Reader {
  name: string;
  quiet?: true;
  both?: false;
  read(town: Town, as: Town['people'][number] | undefined): Promise<string>;
}

const asApp = (path: string, more: { quiet?: true } = {}): Reader => ({
  name: path,
  ...more,
  read: async ({ call }, as) =>
    text((await call(`GET ${path as '/'}`, { token: as?.token ?? undefined })).body),
});

/** The same of every post, or of everybody. */
const ofEach = (
  path: string,
  ids: (town: Town) => string[],
  more: { both?: false } = {},
): Reader => ({
  name: path,
  ...more,
  read: async (town, as) => {
    const read = ids(town).map((id) => asApp(path.replace(':id', id)).read(town, as));
    return (await Promise.all(read)).join('\n');
  },
});
const postIds = ({ posts }: Town) => posts.map(({ id }) => id);
const personIds = ({ people }: Town) => people.map(({ viewer }) => viewer.personId);
const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** What somebody takes along of one area. */
function kept(area: string, read: (personId: string) => Promise<object>): Reader {
  const name = `what is kept of ${area}`;
  return { name, read: async (_town, as) => (as ? text(await read(as.viewer.personId)) : '') };
}

/** Everything that shows posts. A new way to read is a new line here. */
const readers: readonly Reader[] = [
  {
    name: 'the verb for several posts',
    read: async (town, as) => text(await readPosts(world.as(as?.viewer ?? null), postIds(town))),
  },
  {
    name: 'the verb for one post',
    read: async (town, as) => {
      const read = postIds(town).map((id) => findPost(world.as(as?.viewer ?? null), id));
      return text(await Promise.all(read));
    },
  },
  kept('connections', (id) => connections.exportFor(world.services, id)),
  kept('posts', (id) => posts.exportFor(world.services, id)),
  kept('marks', (id) => posts.exportMarks(world.services, id)),
  kept('reading', (id) => posts.exportReading(world.services, id)),
  kept('messages', (id) => messages.exportFor(world.services, id)),
  kept('notifications', (id) => notifications.exportFor(world.services, id)),
  ofEach('/api/v1/statuses/:id', postIds),
  ofEach('/api/v1/statuses/:id/context', postIds),
  ofEach('/api/v1/statuses/:id/history', postIds),
  ofEach('/api/v1/statuses/:id/favourited_by', postIds),
  ofEach('/api/v1/statuses/:id/reblogged_by', postIds),
  {
    name: 'several posts for an app',
    read: async (town, as) => {
      const asked = postIds(town).map((id) => `id[]=${id}`);
      return asApp(`/api/v1/statuses?${asked.join('&')}`).read(town, as);
    },
  },
  {
    name: 'the timeline of a list',
    quiet: true,
    read: async (town, as) => {
      const token = as?.token ?? undefined;
      const { call } = town;
      const list = await call('POST /api/v1/lists', { token, body: { title: 'All' } });
      const path = `/api/v1/lists/${list.body.id}/accounts` as const;
      for (const id of personIds(town))
        await call(`POST ${path}`, { token, body: { account_ids: [id] } });
      return asApp(`/api/v1/timelines/list/${list.body.id}?limit=40`).read(town, as);
    },
  },
  asApp('/api/v2/search?type=statuses&limit=40&q=town', { quiet: true }),
  ofEach('/api/v2/search?q=:id', ({ posts }) => posts.map(({ word }) => word)),
  ofEach('/api/v2/search?q=%40:id', ({ people }) => people.map(({ viewer }) => viewer.handle)),
  asApp('/api/v1/notifications?limit=80'),
  asApp('/api/v2/notifications?limit=80'),
  asApp('/api/v1/conversations?limit=40'),
  asApp('/api/v1/timelines/direct?limit=40'),
  ofEach('/api/v1/accounts/:id', personIds, { both: false }),
  ofEach('/api/v1/accounts/:id/followers', personIds),
  ofEach('/api/v1/accounts/:id/following', personIds),
  asApp('/api/v1/directory?limit=80'),
  asApp('/api/v1/timelines/home?limit=40', { quiet: true }),
  asApp('/api/v1/timelines/public?limit=40', { quiet: true }),
  asApp('/api/v1/timelines/tag/town?limit=40', { quiet: true }),
  asApp('/api/v1/bookmarks?limit=40'),
  asApp('/api/v1/favourites?limit=40'),
  ofEach('/api/v1/accounts/:id/statuses?limit=40', personIds),
  ofEach('/api/v1/accounts/:id/statuses?exclude_replies=true&limit=40', personIds),
  ofEach('/api/v1/accounts/:id/statuses?pinned=true', personIds),
  ofEach('/api/v1/accounts/:id/statuses?tagged=town&limit=40', personIds),
];

/** Who lives elsewhere has no app here: they read as their server asks for them, by the verbs, which stand first. */
function readersOf(as: Town['people'][number] | undefined): readonly Reader[] {
  return as?.token === null ? readers.slice(0, 2) : readers;
}

async function check(town: Town): Promise<void> {
  const { people, model, posts } = town;
  for (const [at, as] of [...people.entries(), [undefined, undefined] as const]) {
    const seen = await Promise.all(readersOf(as).map((reader) => reader.read(town, as)));
    if (at !== undefined) keepsApart(town, at, seen);
    if (as?.token !== null) await countsRight(town, at);
    for (const post of posts) {
      const readable = model.mayRead(at, post);
      const quiet = at !== undefined && model.mutes.has(pair(at, post.author));
      for (const [n, reader] of readers.entries()) {
        const told = seen[n]?.includes(post.word) ?? false;
        const hidden = !readable || (reader.quiet && quiet);
        if (told && hidden) throw new Error(`${reader.name} shows ${describe(town, at, post)}`);
      }
      const found = seen[1]?.includes(post.word);
      if (found !== readable) throw new Error(`missing: ${describe(town, at, post)}`);
    }
  }
}

/** Nobody reads the one who blocked them, or whom they blocked, anywhere that posts and people are shown. */
function keepsApart({ people, model }: Town, at: number, seen: readonly string[]): void {
  for (const [other, { viewer }] of people.entries()) {
    if (other === at) continue;
    for (const [n, { name, both }] of readers.entries()) {
      const away = both === false ? model.blocks.has(pair(other, at)) : model.apart(at, other);
      if (away && seen[n]?.includes(`"id":"${viewer.personId}"`))
        throw new Error(`${name} shows ${other} to ${at}; blocks ${[...model.blocks].join(' ')}`);
    }
  }
}

/** Numbers beside a post count nobody whom their reader is kept apart from, and no reply that is not for everybody. */
async function countsRight({ call, people, model, posts, marks }: Town, at: number | undefined) {
  const counted = (who: number) => at === undefined || !model.apart(at, who);
  const by = (kind: string, post: ModelPost) =>
    people.filter((_one, who) => marks.get(post)?.has(`${kind} by ${who}`) && counted(who)).length;
  for (const post of posts) {
    if (!model.mayRead(at, post)) continue;
    const token = (at === undefined ? undefined : people[at]?.token) ?? undefined;
    const { body } = await call(`GET /api/v1/statuses/${post.id}`, { token });
    const replies = posts.filter(
      (one) => one.parent === post && model.mayRead(undefined, one) && counted(one.author),
    );
    const { replies_count, favourites_count, reblogs_count } = body;
    expect({ replies_count, favourites_count, reblogs_count }).toEqual({
      replies_count: replies.length,
      favourites_count: by('favourite', post),
      // An own post for followers is boosted for them only: nobody else may know, so it is not counted.
      reblogs_count: narrowest(post) === 'followers' ? 0 : by('reblog', post),
    });
  }
}

function describe(
  { people, model }: Town,
  reader: number | undefined,
  post: Town['posts'][number],
): string {
  const { follows, friends, blocks, mutes } = model;
  const sets = Object.entries({ follows, friends, blocks, mutes }).map(
    ([name, set]) => `${name} ${[...set].join(' ')}`,
  );
  const parents = [];
  for (let one = post.parent; one; one = one.parent)
    parents.push(`${one.author} for ${one.audience}`);
  const about = `a post of ${post.author} for ${narrowest(post)} naming ${post.named.join(' ')} below [${parents.join(', ')}]`;
  return `${about} to ${reader ?? 'a guest'}; ${sets.join('; ')}; of ${people.length}`;
}

test('PRV-03, PRV-07: whatever people do, no way of reading shows a post that is not for its reader, and every post reaches whom it is for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 15, maxLength: 45, size: 'max' }),
      async (steps) => {
        const town = await aTown(world);
        await walk(town, steps);
        await check(town);
      },
    ),
    { numRuns: 10, endOnFailure: true },
  );
}, 240_000);
