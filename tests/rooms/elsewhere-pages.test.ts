import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstitutionPeer, type InstitutionPeer } from '../doubles/institution-peer.ts';
import { aGuestPost, type Asked } from '../makers/guest-post.ts';
import { workOff } from '../makers/jobs.ts';
import { blogPost } from '../makers/mentions.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo } from './house-walk.ts';
import { unpublishGuestPost } from '#domain/club/guest-posts.server.ts';

let world: ServedWorld;
let peer: InstitutionPeer;
let asked: Asked;
let month: string;

beforeAll(async () => {
  peer = await startInstitutionPeer();
  const env = { LOG_LEVEL: 'silent', POCKETFRIENDS_PEERS: peer.host };
  world = await openWorldWithSite({ working: false, env });
  asked = await aGuestPost(world);
  month = `/${asked.club.slug}/${asked.month.date}`;
});
afterAll(async () => {
  await world.close();
  await peer.close();
});

const page = async (path: string, cookie = '') => sendTo(world.origin, path, { cookie });

/** A form of a blog's program, which sends no origin. */
async function mention(name: string, target: string): Promise<number> {
  const body = new URLSearchParams({
    source: `http://${peer.host}/${name}`,
    target: world.origin + target,
  }).toString();
  const headers = { origin: undefined, accept: undefined };
  const { status } = await sendTo(world.origin, '/webmention', { body, headers });
  await workOff(world);
  return status;
}

test('a month and its guest post say in headers and in their heads where they take mentions', async () => {
  for (const path of [month, asked.path]) {
    // The second time it comes from what was kept.
    for (const time of ['made', 'kept']) {
      const { headers, body } = await page(path);
      expect(headers['link'], `${path} ${time}`).toContain(
        `<${world.origin}/webmention>; rel="webmention"`,
      );
      expect(headers['x-pingback'], `${path} ${time}`).toBe(`${world.origin}/pingback`);
      expect(body).toContain(`<link rel="webmention" href="${world.origin}/webmention"`);
      expect(body).toContain(`<link rel="pingback" href="${world.origin}/pingback"`);
    }
  }
  const elsewhere = await page(`/${asked.club.slug}`);
  expect(elsewhere.headers).not.toHaveProperty('x-pingback');
});

test('what leads here from elsewhere is shown when a host presses Show it, and gone when they put it away', async () => {
  const curator = await world.cookieOf(asked.curator);
  const desk = `${month}/elsewhere`;
  expect((await page(desk, curator)).body).toContain('No page elsewhere leads here yet.');
  peer.put('/kind', blogPost(world.origin + asked.path, { name: 'On kind words' }));
  peer.put('/month', blogPost(world.origin + month, { name: 'On the month' }));
  expect(await mention('kind', asked.path)).toBe(202);
  expect(await mention('month', month)).toBe(202);
  expect((await page(asked.path)).body).not.toContain('On kind words');
  expect((await page(asked.path, curator)).body).toContain('2 pages wait for you');
  expect((await page(`/${asked.club.slug}/board`, curator)).body).toContain('Waiting rooms (2)');
  const other = await aGuestPost(world, 'other-club');
  const elsewhere = await page(`/${other.club.slug}/board`, await world.cookieOf(other.curator));
  expect(elsewhere.status).toBe(200);
  expect(elsewhere.body).not.toContain('wait to be shown');
  const { body } = await page(desk, curator);
  expect(body).toContain('On kind words');
  expect(body).toContain('It leads to the guest post.');
  const [, id = ''] =
    /name="id" value="(\d+)"(?:(?!<\/form>).)*Show it: On kind words/s.exec(body) ?? [];
  expect(id).not.toBe('');
  const press = async (what: string, cookie: string) =>
    (await sendTo(world.origin, `${desk}?/${what}`, { cookie, body: `id=${id}` })).status;
  const stranger = await world.cookieOf(await world.aPerson());
  for (const cookie of ['', stranger]) {
    expect((await page(desk, cookie)).status).toBe(404);
    expect(await press('show', cookie)).toBe(404);
  }
  expect((await page(asked.path)).body).not.toContain('On kind words');
  expect(await press('show', curator)).toBe(303);
  const shown = await page(asked.path);
  expect(shown.body).toContain('Elsewhere on the web');
  expect(shown.body).toMatch(
    /href="http:\/\/127[^"]*\/kind" rel="nofollow ugc noopener noreferrer"/,
  );
  expect(shown.body).not.toContain('face.png');
  // Each stands under the page that it leads to.
  expect((await page(month)).body).not.toContain('On kind words');
  expect(await press('away', curator)).toBe(303);
  expect((await page(asked.path)).body).not.toContain('On kind words');
});

test('a guest post that others were told of says that it is gone; one that told nobody is not here', async () => {
  peer.put('/wm', { status: 202 });
  peer.put('/blog', { body: '<link rel="webmention" href="/wm">' });
  const answers = [];
  for (const body of [`See [this](http://${peer.host}/blog).`, 'See nothing.']) {
    const one = await aGuestPost(world, `gone-${body.length}`, { body });
    await workOff(world);
    expect((await page(one.path)).status).toBe(200);
    await unpublishGuestPost(world.as(one.curator), one.guestPostId);
    await workOff(world);
    answers.push((await page(one.path)).status);
  }
  expect(answers).toEqual([410, 404]);
});

test('a door that takes mentions answers everything else shortly, and carries the headers that keep from harm', async () => {
  for (const path of ['/webmention', '/pingback']) {
    const { status, headers } = await page(path);
    expect(status).toBe(405);
    expect(headers['allow']).toBe('POST');
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    const wrong = await sendTo(world.origin, path, { type: 'application/json', body: '{}' });
    expect(wrong.status).toBe(415);
  }
});
