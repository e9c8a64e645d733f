import { mf2 } from 'microformats-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aGuestPost, type Asked } from '../makers/guest-post.ts';
import { written } from '../makers/writing.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo } from './house-walk.ts';
import { changeFound } from '#domain/people/profile.server.ts';
import { changeLinks } from '#domain/people/profile-links.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let anna: Viewer;
let guest: Asked;

beforeAll(async () => {
  world = await openWorldWithSite({ working: false, env: { LOG_LEVEL: 'silent' } });
  anna = await world.aPerson({ handle: 'anna', name: 'Anna' });
  guest = await aGuestPost(world);
});
afterAll(() => world.close());

const off = { discoverable: false, indexable: false, showsFollows: false, feed: false };

async function page(path: string) {
  const { body, headers, status } = await sendTo(world.origin, path);
  return { body, headers, status, found: mf2(body, { baseUrl: world.origin + path }) };
}

test('a post is an entry that programs can read: who, when, what, where, and in answer to what', async () => {
  const first = await written(world, anna, 'Good evening.');
  const reply = await written(world, anna, 'And good night.', { inReplyTo: first });
  const { found } = await page(`/@anna/${reply}`);
  const entries = found.items.filter(({ type }) => type?.includes('h-entry'));
  expect(entries.map(({ properties }) => properties['url'])).toEqual([
    [`${world.origin}/@anna/${first}`],
    [`${world.origin}/@anna/${reply}`],
  ]);
  expect(entries[1]?.properties).toMatchObject({
    content: [{ value: 'And good night.' }],
    author: [{ type: ['h-card'], properties: { name: ['Anna'], url: [`${world.origin}/@anna`] } }],
    'in-reply-to': [`${world.origin}/@anna/${first}`],
    published: [expect.stringMatching(/^20\d\d-\d\d-\d\dT/)],
  });
});

test('a guest post is an entry with its author, even one who has no page here', async () => {
  const { found } = await page(guest.path);
  const [entry] = found.items.filter(({ type }) => type?.includes('h-entry'));
  expect(entry?.properties).toMatchObject({
    name: ['The blanket on the couch'],
    url: [world.origin + guest.path],
    author: [{ type: ['h-card'], properties: { name: ['Ada Warm'] } }],
    content: [{ value: expect.stringContaining('They put a blanket on me') }],
    published: [expect.stringMatching(/^20\d\d-/)],
  });
});

test('a profile is a card, its list of posts a feed, and links elsewhere say that they are the same person', async () => {
  await changeLinks(world.as(anna), [{ label: 'My garden', address: 'https://garden.example/' }]);
  const { found } = await page('/@anna');
  const card = found.items.find(({ type }) => type?.includes('h-card'));
  expect(card?.properties).toMatchObject({
    name: ['Anna'],
    url: expect.arrayContaining([`${world.origin}/@anna`, 'https://garden.example/']),
    uid: [`${world.origin}/@anna`],
  });
  expect(found.rels['me']).toEqual(['https://garden.example/']);
  const feed = found.items.find(({ type }) => type?.includes('h-feed'));
  expect(feed?.children?.length).toBeGreaterThan(0);
  expect(feed?.children?.every(({ type }) => type?.includes('h-entry'))).toBe(true);
  const club = await page(`/${guest.club.slug}`);
  expect(club.found.items).toContainEqual(
    expect.objectContaining({
      type: ['h-feed'],
      children: [
        expect.objectContaining({
          properties: expect.objectContaining({ name: ['Waiting rooms'] }),
        }),
      ],
    }),
  );
});

test('a post that everybody may read says where to ask how to show it; no other does', async () => {
  const open = await written(world, anna, 'For everybody.');
  const { body } = await page(`/@anna/${open}`);
  const [, href = ''] = /type="application\/json\+oembed"\s+href="([^"]+)"/.exec(body) ?? [];
  const asked = new URL(href.replaceAll('&amp;', '&'));
  expect(asked.origin).toBe(world.origin);
  const { status, body: shown } = await sendTo(world.origin, asked.pathname + asked.search);
  expect(status).toBe(200);
  expect(JSON.parse(shown)).toMatchObject({ type: 'rich', author_name: 'Anna' });
  const closed = await written(world, anna, 'For followers.', { visibility: 'followers' });
  const own = await sendTo(world.origin, `/@anna/${closed}`, {
    cookie: await world.cookieOf(anna),
  });
  expect(own.status).toBe(200);
  expect(own.body).not.toContain('json+oembed');
});

test('search engines are asked to leave out whatever its author has not agreed to, and every list of many people', async () => {
  const robots = async (path: string) => {
    const { headers, body, status } = await page(path);
    expect(status, path).toBe(200);
    expect(/<meta name="robots" content="noindex"/.test(body), path).toBe(
      headers['x-robots-tag'] === 'noindex',
    );
    return headers['x-robots-tag'];
  };
  const open = await written(world, anna, 'Listed or not? #teatime');
  const unlisted = await written(world, anna, 'Never.', { visibility: 'unlisted' });
  for (const path of ['/@anna', `/@anna/${open}`, `/@anna/${unlisted}`])
    expect(await robots(path), path).toBe('noindex');
  await changeFound(world.as(anna), { ...off, indexable: true });
  expect(await robots('/@anna')).toBeUndefined();
  expect(await robots(`/@anna/${open}`)).toBeUndefined();
  expect(await robots(`/@anna/${unlisted}`)).toBe('noindex');
  for (const path of ['/tags/teatime', '/local'])
    expect((await page(path)).headers['x-robots-tag']).toBe('noindex');
  for (const path of [guest.path, `/${guest.club.slug}`])
    expect((await page(path)).headers['x-robots-tag']).toBeUndefined();
  await changeFound(world.as(anna), off);
  expect(await robots('/@anna')).toBe('noindex');
});

test('a profile names its feed when its owner has one, and a club that of its hashtag', async () => {
  await changeFound(world.as(anna), off);
  expect((await page('/@anna')).body).not.toContain('/feed.');
  await changeFound(world.as(anna), { ...off, feed: true });
  const { found } = await page('/@anna');
  expect(found.rels['alternate']).toEqual(
    expect.arrayContaining([`${world.origin}/@anna/feed.atom`, `${world.origin}/@anna/feed.rss`]),
  );
  const feed = await sendTo(world.origin, '/@anna/feed.rss');
  expect(feed.status).toBe(200);
  expect(feed.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
  const club = await page(`/${guest.club.slug}`);
  expect(club.found.rels['alternate']).toContain(`${world.origin}/${guest.club.slug}/hashtag.rss`);
});
