import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBlogPeer, type BlogPeer } from '../doubles/blog-peer.ts';
import { aGuestPost, written, type Asked } from '../makers/guest-post.ts';
import { workOff } from '../makers/jobs.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { openWorld, type World } from '../world.ts';
import { findGuestPost, unpublishGuestPost } from '#domain/club/guest-posts.server.ts';
import { listForHosts } from '#domain/mentions/mentions.server.ts';

// One place tells another of a link: two houses of ours, each with its own database. The first one's pages are
// handed out by a plain server, because one process serves the pages of one house.
let told: ServedWorld;
let telling: World;
let pages: BlogPeer;
let theirs: Asked;
let ours: Asked;

beforeAll(async () => {
  pages = await startBlogPeer();
  told = await openWorldWithSite({
    working: false,
    env: { LOG_LEVEL: 'silent', POCKETFRIENDS_PEERS: pages.host },
  });
  theirs = await aGuestPost(told, 'their-club');
  telling = await openWorld({
    env: {
      LOG_LEVEL: 'silent',
      POCKETFRIENDS_ORIGIN: `http://${pages.host}`,
      POCKETFRIENDS_PEERS: new URL(told.origin).host,
    },
  });
});
afterAll(async () => {
  await telling.close();
  await told.close();
  await pages.close();
});

async function known() {
  const month = { id: theirs.month.id, clubId: theirs.club.id };
  const all = await listForHosts(told.as(theirs.curator), month);
  return all?.map(({ source, excerpt }) => ({ source, excerpt }));
}

/** What follows from a change: the telling, and the look at what was told. */
async function everythingAfter(): Promise<void> {
  const post = await findGuestPost(telling.as(null), ours.club.slug, ours.month.date);
  pages.put(
    ours.path,
    post
      ? { body: `<article class="h-entry"><div class="e-content">${post.html}` }
      : { status: 410 },
  );
  await workOff(telling);
  await workOff(told);
}

test('a guest post of one place is known at the other that it leads to, changes there with it, and goes with it', async () => {
  const link = `See [theirs](${told.origin}${theirs.path}).`;
  ours = await aGuestPost(telling, 'our-club', { body: link });
  const source = `http://${pages.host}${ours.path}`;
  await everythingAfter();
  expect(await known()).toEqual([{ source, excerpt: 'See theirs.' }]);
  const pen = { id: ours.guestPostId };
  await written(telling.as(ours.curator), pen, { body: `Once more: ${link}` });
  await everythingAfter();
  expect(await known()).toEqual([{ source, excerpt: 'Once more: See theirs.' }]);
  await unpublishGuestPost(telling.as(ours.curator), ours.guestPostId);
  await everythingAfter();
  expect(await known()).toEqual([]);
});
