import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedsDoor } from './door.server.ts';
import { aChat, answered } from '../../../tests/makers/chat.ts';
import { aClub } from '../../../tests/makers/club.ts';
import { written } from '../../../tests/makers/writing.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { changeFound } from '#domain/people/profile.server.ts';
import { deletePost } from '#domain/posts/publish.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const off = { discoverable: false, indexable: false, showsFollows: false, feed: false };

async function somebodyFed(more: Partial<typeof off> = {}): Promise<Viewer> {
  const viewer = await world.aPerson({ name: 'Anna <b>' });
  await changeFound(world.as(viewer), { ...off, feed: true, ...more });
  return viewer;
}

async function get(path: string, from = '203.0.113.5'): Promise<Response> {
  const door = feedsDoor(world.services);
  if (!door.paths.test(path)) throw new Error(`Not a path of this door: ${path}`);
  const headers = { 'x-pf-address': from };
  return door.answer(new Request(`http://localhost:3000${path}`, { headers }));
}

interface Item {
  title: string;
  link: string;
  'content:encoded': string;
}

async function items(path: string): Promise<Item[]> {
  const reader = new XMLParser({ isArray: (name) => name === 'item' || name === 'entry' });
  const read = reader.parse(await (await get(path)).text());
  return (read.rss?.channel.item ?? read.feed?.entry ?? []) as Item[];
}

test('nobody has a feed who has not switched it on, and a handle that nobody has is answered alike', async () => {
  const anna = await world.aPerson();
  await changeFound(world.as(anna), { ...off, discoverable: true, indexable: true });
  await written(world, anna, 'For everybody here.');
  const [closed, absent] = [
    await get(`/@${anna.handle}/feed.rss`),
    await get('/@nobody_at_all/feed.rss'),
  ];
  expect(closed.status).toBe(404);
  expect([...closed.headers]).toEqual([...absent.headers]);
  expect(await closed.text()).toBe(await absent.text());
  // The control; and off again at once.
  await changeFound(world.as(anna), { ...off, feed: true });
  expect(await items(`/@${anna.handle}/feed.rss`)).toHaveLength(1);
  await changeFound(world.as(anna), off);
  expect((await get(`/@${anna.handle}/feed.rss`)).status).toBe(404);
});

test('in a feed is only what is for everybody, and no reply, nor what was said in a chat', async () => {
  const [anna, ben] = [await somebodyFed(), await world.aPerson()];
  const open = await written(world, anna, 'First line & more\nSecond <line>');
  for (const visibility of ['unlisted', 'followers', 'friends', 'direct'] as const)
    await written(world, anna, `Secret for ${visibility}, @${ben.handle}`, { visibility });
  await written(world, anna, 'Secret for this place', { localOnly: true });
  await written(world, anna, 'A secret reply', { inReplyTo: open });
  const chat = await aChat(world);
  await answered(world.as(anna), chat, 'A secret in a chat');
  for (const file of ['feed.rss', 'feed.atom']) {
    expect(await items(`/@${anna.handle}/${file}`)).toHaveLength(1);
    expect(await (await get(`/@${anna.handle}/${file}`)).text()).not.toMatch(/secret/i);
  }
  const [item] = await items(`/@${anna.handle}/feed.rss`);
  expect(item).toMatchObject({
    title: 'First line & more',
    link: `${world.services.config.origin}/@${anna.handle}/${open}`,
  });
  expect(item?.['content:encoded']).toContain('Second &lt;line&gt;');
});

test('what its author covered stays covered, and what they delete is gone from the feed at once', async () => {
  const anna = await somebodyFed();
  const id = await written(world, anna, 'The covered words', { contentNote: 'About needles' });
  const path = `/@${anna.handle}/feed.atom`;
  const said = await (await get(path)).text();
  expect(said).toContain('About needles');
  expect(said).not.toContain('covered words');
  await inTransaction(world.as(anna), (tx) => deletePost(tx, id));
  expect(await items(path)).toEqual([]);
});

test('search engines may list a feed only of whoever lets them', async () => {
  const [anna, ben] = [await somebodyFed(), await somebodyFed({ indexable: true })];
  expect((await get(`/@${anna.handle}/feed.rss`)).headers.get('x-robots-tag')).toBe('noindex');
  expect((await get(`/@${ben.handle}/feed.rss`)).headers.has('x-robots-tag')).toBe(false);
});

test('the hashtag of a club is a feed of those who let feed readers have their posts', async () => {
  const { club } = await aClub(world, 'tag-club');
  const [anna, quiet] = [await somebodyFed(), await world.aPerson()];
  await written(world, anna, 'Hello #TeaClub');
  await written(world, anna, 'Something else');
  await written(world, quiet, 'Not for feeds #teaclub');
  const found = await items(`/${club.slug}/hashtag.rss`);
  expect(found.map(({ title }) => title)).toEqual(['Hello #TeaClub']);
  expect(await items(`/${club.slug}/hashtag.atom`)).toHaveLength(1);
  expect((await get('/no-such-club/hashtag.rss')).status).toBe(404);
});

test('HLT-12: whoever tries a list of handles by their feeds is told no more after a while', async () => {
  const anna = await somebodyFed();
  const path = `/@${anna.handle}/feed.rss`;
  for (let time = 0; time < 300; time += 1) await get(`/@guess_${time}/feed.rss`, '198.51.100.9');
  expect((await get(path, '198.51.100.9')).status).toBe(404);
  expect((await get(path, '203.0.113.8')).status).toBe(200);
});
