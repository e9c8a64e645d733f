import { createServer, type Server, type ServerResponse } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import {
  askToCheck,
  changeLinks,
  checkLink,
  checkLinksDue,
  listOwnLinks,
} from './profile-links.server.ts';
import { findProfile } from './profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

type Page = (res: ServerResponse, profile: string) => void;

let world: World;
let web: Server;
let host: string;
/** The same server under another name. */
let other: string;
let page: Page;
let asked: string[];
let owner: Viewer;

beforeAll(async () => {
  web = createServer((req, res) => {
    asked.push(req.url ?? '');
    page(res, `${world.services.config.origin}/@${owner.handle}`);
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  const address = web.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  host = `localhost:${port}`;
  other = `127.0.0.1:${port}`;
  world = await openWorld({
    env: {
      POCKETFRIENDS_PEERS: `${host},${other}`,
      POCKETFRIENDS_ORIGIN: 'https://friends.example',
    },
  });
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await world.close();
});
beforeEach(async () => {
  owner = await world.aPerson();
  asked = [];
  page = leading;
});

const html = (res: ServerResponse, body: string, status = 200) =>
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
const leading: Page = (res, profile) => html(res, `<p><a rel="me" href="${profile}">me</a></p>`);
const silent: Page = (res) => html(res, '<p>Nothing here.</p>');

/** Saves one link to a page of the loopback server and looks at it, as the job would. */
async function linked(path = '/me'): Promise<{ address: string; look: () => Promise<void> }> {
  const address = `http://${host}${path}`;
  await changeLinks(world.as(owner), [{ label: 'My page', address }]);
  const look = () => checkLink(world.services, { personId: owner.personId, address });
  return { address, look };
}

async function verified(): Promise<Date | null | undefined> {
  return (await findProfile(world.as(null), owner.handle))?.links[0]?.verified;
}

const turn = (hours: number) => world.clock.turnBy(hours * 3_600_000);

test('a link is checked on the day on which its page leads back, and after a week again', async () => {
  const { look } = await linked();
  expect(await verified()).toBeNull();
  await look();
  expect(await verified()).toEqual(world.clock.now());
  turn(7 * 24);
  await look();
  expect(await verified()).toEqual(world.clock.now());
  expect(asked).toEqual(['/me', '/me']);
});

test('a page that no longer leads back takes the check away, and so does one that is gone', async () => {
  for (const gone of [silent, (res: ServerResponse) => html(res, 'gone', 410)]) {
    page = leading;
    const { look } = await linked();
    await look();
    expect(await verified()).not.toBeNull();
    page = gone;
    turn(1);
    await look();
    expect(await verified()).toBeNull();
    turn(1);
  }
});

test('a page that cannot be reached keeps its check for thirty days, not longer', async () => {
  const { look } = await linked();
  await look();
  const first = await verified();
  page = (res) => html(res, 'later', 503);
  turn(29 * 24);
  await look();
  expect(await verified()).toEqual(first);
  turn(2 * 24);
  await look();
  expect(await verified()).toBeNull();
});

test('one address is looked at once an hour, however often it is asked for', async () => {
  const { address, look } = await linked();
  await look();
  await look();
  await changeLinks(world.as(owner), []);
  await changeLinks(world.as(owner), [{ label: 'again', address }]);
  await look();
  expect(asked).toHaveLength(1);
  const again = await askToCheck(world.as(owner), address);
  expect(again).toEqual({ looksAt: expect.any(Date) });
  turn(1);
  await look();
  expect(asked).toHaveLength(2);
});

test('a person has twelve looks an hour, whatever they add to an address', async () => {
  for (let n = 0; n < 15; n += 1) await (await linked(`/me?n=${n}`)).look();
  expect(asked).toHaveLength(12);
});

test('a look is asked for own links only, and twice is once', async () => {
  const { address } = await linked();
  const stranger = world.as(await world.aPerson());
  expect(await askToCheck(stranger, address)).toEqual({ refused: 'gone' });
  expect(await askToCheck(world.as(null), address)).toEqual({ refused: 'gone' });
  await askToCheck(world.as(owner), address);
  await askToCheck(world.as(owner), address);
  const { rows } = await world.services.db.execute(
    sql`select from pgboss.job where name = 'check-link' and data @> ${JSON.stringify({ personId: owner.personId })}::jsonb`,
  );
  expect(rows).toHaveLength(1);
});

test('what was found out about an address stays with it when the others change', async () => {
  const { address, look } = await linked();
  await look();
  const day = await verified();
  await changeLinks(world.as(owner), [
    { label: 'First', address: 'https://example.org/' },
    { label: 'Renamed', address },
  ]);
  const [first, second] = await listOwnLinks(world.as(owner));
  expect([first?.verified, second?.verified]).toEqual([null, day]);
});

test('after a week the clock sends each link once more', async () => {
  const { address, look } = await linked();
  await look();
  await world.services.jobs.forget(world.services.db, 'check-link', { personId: owner.personId });
  const sent = async () => {
    await checkLinksDue(world.services, {});
    const { rows } = await world.services.db.execute(
      sql`select data from pgboss.job where name = 'check-link' and data @> ${JSON.stringify({ personId: owner.personId, address })}::jsonb`,
    );
    return rows.length;
  };
  expect(await sent()).toBe(0);
  turn(7 * 24);
  expect(await sent()).toBe(1);
});

test.each<[what: string, page: Page]>([
  ['is huge', (res, profile) => html(res, `${' '.repeat(2_000_000)}<a rel=me href="${profile}">`)],
  ['is a picture', (res, profile) => res.end(`<a rel=me href="${profile}">`)],
  ['is an error', (res, profile) => html(res, `<a rel=me href="${profile}">`, 404)],
  ['only speaks of it', (res, profile) => html(res, `<a href="${profile}">a friend</a>`)],
  ['leads to script', (res) => html(res, '<a rel=me href="javascript:alert(1)">')],
  ['leads to another handle', (res, profile) => html(res, `<a rel=me href="${profile}x">`)],
  ['leads to another place', (res) => html(res, '<a rel=me href="https://evil.example/@a">')],
  [
    'sends on to an address inside the house',
    (res) => res.writeHead(302, { location: 'http://127.0.0.1:5432/' }).end(),
  ],
  [
    'sends on to the cloud',
    (res) => res.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  ],
  ['sends on for ever', (res) => res.writeHead(302, { location: '/more' }).end()],
  ['is full of tags', (res) => html(res, '<div><a rel=me href=x>'.repeat(40_000))],
])('a page that %s proves nothing', async (_, hostile) => {
  page = hostile;
  const { look } = await linked();
  await look();
  expect(await verified()).toBeNull();
  expect((await listOwnLinks(world.as(owner)))[0]?.checked).toEqual(world.clock.now());
});

test('a page that sends on within its own place may lead back there, one elsewhere may not', async () => {
  const sendsTo = (place: string): Page => {
    return (res, profile) =>
      asked.at(-1) === '/there'
        ? leading(res, profile)
        : res.writeHead(302, { location: `http://${place}/there` }).end();
  };
  page = sendsTo(other);
  await (await linked('/elsewhere')).look();
  expect(asked).toContain('/there');
  expect(await verified()).toBeNull();
  page = sendsTo(host);
  await (await linked('/within')).look();
  expect(await verified()).not.toBeNull();
});

test('a slow page is given up, and keeps what was known', async () => {
  const { look } = await linked();
  await look();
  const day = await verified();
  page = (res) => void res.writeHead(200, { 'content-type': 'text/html' }).write('<p>');
  turn(1);
  await look();
  expect(await verified()).toEqual(day);
}, 20_000);
