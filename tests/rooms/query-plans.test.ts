import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { fillPlace, type BusyPlace } from '../makers/many-posts.ts';
import { costOf, costsOf, isDear, listen, times, type Sent } from '../makers/plans.ts';
import { openWorld, type World } from '../world.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import { shownPosts } from '#domain/posts/shown.server.ts';

let world: World;
let call: AppCall;
let token: string;
let place: BusyPlace;
let sent: Sent[];
let client: PoolClient;

beforeAll(async () => {
  world = await openWorld();
  const reader = await world.aPerson({ handle: 'reader' });
  place = await fillPlace(world, reader);
  token = await aToken(world, reader, ['read', 'write', 'follow']);
  call = callsOf(world);
  client = await world.services.pool.connect();
  sent = listen(world.services.pool);
}, 120_000);
afterAll(async () => {
  client.release();
  await world.close();
});

const pages: [what: string, path: (place: BusyPlace) => string, guest?: 'guest'][] = [
  ['home', () => 'timelines/home'],
  ['home, further down', () => 'timelines/home?max_id=100000000000006000'],
  ['home, upwards', () => 'timelines/home?min_id=100000000000006000'],
  ["everybody's posts", () => 'timelines/public'],
  ["everybody's posts, to a guest", () => 'timelines/public', 'guest'],
  ["everybody's pictures", () => 'timelines/public?only_media=true'],
  ['a hashtag', () => 'timelines/tag/common'],
  ['a hashtag, to a guest', () => 'timelines/tag/common', 'guest'],
  ['a rare hashtag or a common one', () => 'timelines/tag/rare?any[]=common'],
  ['a list of sixty', ({ list }) => `timelines/list/${list}`],
  ['a list of sixty, upwards', ({ list }) => `timelines/list/${list}?min_id=100000000000006000`],
  ['a profile', ({ author }) => `accounts/${author}/statuses`],
  ['a profile, to a guest', ({ author }) => `accounts/${author}/statuses`, 'guest'],
  ['a profile without replies', ({ author }) => `accounts/${author}/statuses?exclude_replies=true`],
  ['a profile, pictures', ({ author }) => `accounts/${author}/statuses?only_media=true`],
  ['a profile, what stands first', ({ author }) => `accounts/${author}/statuses?pinned=true`],
  ['a profile, one hashtag', ({ author }) => `accounts/${author}/statuses?tagged=common`],
  ['a thread of two hundred', ({ thread }) => `statuses/${thread}/context`],
  ['a post', ({ thread }) => `statuses/${thread}`],
  ['notifications', () => 'notifications'],
  ['requests to be followed', () => 'follow_requests'],
  ['who likes a post', ({ thread }) => `statuses/${thread}/favourited_by`],
  ['messages', () => 'conversations'],
  ['bookmarks', () => 'bookmarks'],
  ['favourites', () => 'favourites'],
  ['a search for a rare word', () => '/v2/search?type=statuses&q=quokka'],
  ['a search for a common word', () => '/v2/search?type=statuses&q=words'],
  ['a search for people', () => '/v2/search?type=accounts&q=writer_12'],
  ['a search for hashtags', () => '/v2/search?type=hashtags&q=tag1'],
  ['hashtags that one follows', () => 'followed_tags'],
  ['notifications in groups', () => '/v2/notifications'],
  ['lists', () => 'lists'],
  ['followers', ({ author }) => `accounts/${author}/followers`],
  ['whom somebody follows', ({ author }) => `accounts/${author}/following`],
  ['what is between people', ({ author }) => `accounts/relationships?id[]=${author}`],
  ['hashtags on a profile', ({ author }) => `accounts/${author}/featured_tags`],
];

// Another version plans otherwise, and reads whole tables while they are small: the promise is for what comes along.
const onOwnDatabase = test.skipIf(Boolean(process.env['TEST_DATABASE_URL']));

onOwnDatabase.each(pages)(
  'no statement of the page "%s" reads more than twenty times what it gives back',
  async (_what, path, guest) => {
    const costs = await costsOfPage(path(place), guest);
    expect(costs.filter(isDear)).toEqual([]);
  },
  60_000,
);

onOwnDatabase('where the posts of a page stand is looked up by their numbers', async () => {
  const { rows } = await world.services.pool.query<{ id: string }>(
    'select id::text as id from post order by post.id desc limit 40',
  );
  const posts = await readPosts(
    world.as(null),
    rows.map(({ id }) => id),
  );
  sent.length = 0;
  const shown = await shownPosts(world.as(null), posts);
  expect(shown.filter(({ place }) => place?.kind === 'chat')).toHaveLength(40);
  const asked = sent.filter(({ text }) => text.includes('guest_post'));
  expect(asked).toHaveLength(1);
  for (const statement of asked)
    expect((await costOf(client, statement)).read).toBeLessThan(40 * times);
});

async function costsOfPage(path: string, guest?: 'guest') {
  sent.length = 0;
  const asks = path.replace(/^(?!\/)/, '/v1/');
  const answered = await call(`GET /api${asks}` as 'GET /', guest ? {} : { token });
  expect(answered.status).toBe(200);
  const costs = await costsOf(client, sent.splice(0));
  expect(costs.length).toBeGreaterThan(0);
  return costs;
}

test('the plans are read well enough to see a statement that reads a whole table', async () => {
  const whole = `select id from post where text = $1`;
  const { read, returned } = await costOf(client, { text: whole, values: ['nothing like it'] });
  expect(returned).toBe(0);
  expect(read).toBeGreaterThan(12_000);
});
