import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endpointOf } from '../../../tests/makers/mentions.ts';
import { startBlogPeer, type BlogPeer } from '../../../tests/doubles/blog-peer.ts';
import { aGuestPost, written, type Asked } from '../../../tests/makers/guest-post.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { longestHold } from '../../../tests/makers/own-cpu.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { changeMonth, setTimes } from '#domain/club/planning.server.ts';
import { publishGuestPost, unpublishGuestPost } from '#domain/club/guest-posts.server.ts';
import { erase } from '#domain/mentions/keeper.server.ts';
import { forgetGoneLinks, wasHere } from '#domain/mentions/told.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

let world: World;
let peer: BlogPeer;
let canary: BlogPeer;
let at: string;
let count = 0;

beforeAll(async () => {
  [peer, canary] = [await startBlogPeer(), await startBlogPeer()];
  at = `http://${peer.host}`;
  world = await openWorld({ env: { POCKETFRIENDS_PEERS: peer.host, LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await world.close();
  await peer.close();
  await canary.close();
});
beforeEach(() => {
  peer.sent.length = 0;
  peer.asked.length = 0;
  peer.put('/', { body: '<link rel="webmention" href="/wm">' });
  peer.put('/pinged', { headers: { 'x-pingback': `${at}/xmlrpc` } });
  peer.answers('/wm', { status: 202 });
});

const leadingTo = (...links: string[]) =>
  links.map((link, place) => `See [this ${place}](${link}).`).join('\n\n') || 'Nothing elsewhere.';

/** A published guest post that leads to these pages, and everything that follows from it. */
async function aPostTo(...links: string[]): Promise<Asked & { source: string }> {
  const asked = await aGuestPost(world, `club-${++count}`, { body: leadingTo(...links) });
  await workOff(world);
  return { ...asked, source: world.services.config.origin + asked.path };
}

const changed = async (asked: Asked, body: string, title = 'Another title') => {
  await written(world.as(asked.curator), { id: asked.guestPostId }, { body, title });
  await workOff(world);
};

const told = () =>
  peer.sent.map(({ path, body }) => ({ path, ...Object.fromEntries(new URLSearchParams(body)) }));

const paths = () => peer.sent.map(({ path }) => path).sort();

// The numbers are those of https://webmention.rocks: what a sender has to find.
test.each<[name: string, found: string, links: string[], body: string]>([
  ['1: a Link header without quotes, relative', '/e', ['</e>; rel=webmention'], ''],
  ['2: a Link header without quotes, whole', '/e', ['<AT/e>; rel=webmention'], ''],
  ['3: a <link>, relative', '/e', [], '<link rel="webmention" href="/e">'],
  ['4: a <link>, whole', '/e', [], '<link rel="webmention" href="AT/e">'],
  ['5: an <a>, relative', '/e', [], '<p><a rel="webmention" href="/e">x</a>'],
  ['6: an <a>, whole', '/e', [], '<p><a rel="webmention" href="AT/e">x</a>'],
  ['7: a Link header in strange letters', '/e', ['</e>; REL=Webmention'], ''],
  ['8: a Link header with quotes', '/e', ['</e>; rel="webmention"'], ''],
  ['9: several words in a rel', '/e', [], '<link rel="other webmention more" href="/e">'],
  ['10: several words in a header’s rel', '/e', ['</e>; rel="webmention somethingelse"'], ''],
  [
    '11: header before <link> before <a>',
    '/e',
    ['</e>; rel="webmention"'],
    '<link rel="webmention" href="/no"><a rel="webmention" href="/no">x</a>',
  ],
  [
    '12: only the exact word',
    '/e',
    ['</no>; rel="not-webmention"'],
    '<link rel="not-webmention" href="/no"><a href="/e" rel="webmention">x</a>',
  ],
  [
    '13: not in a comment',
    '/e',
    [],
    '<!-- <a rel="webmention" href="/no">x</a> --><a rel="webmention" href="/e">x</a>',
  ],
  [
    '14: not what is escaped',
    '/e',
    [],
    '&lt;a rel="webmention" href="/no"&gt; <a rel="webmention" href="/e">x</a>',
  ],
  ['15: an empty address is the page itself', '/page', [], '<link rel="webmention" href="">'],
  ['15 in a header', '/page', ['<>; rel=webmention'], ''],
  [
    '16: <a> before <link>: the first',
    '/e',
    [],
    '<a rel="webmention" href="/e">x</a><link rel="webmention" href="/no">',
  ],
  [
    '17: <link> before <a>: the first',
    '/e',
    [],
    '<link rel="webmention" href="/e"><a rel="webmention" href="/no">x</a>',
  ],
  ['18: several Link headers', '/e', ['</no>; rel="other"', '</e>; rel="webmention"'], ''],
  ['19: several links in one header', '/e', ['</no>; rel="other", </e>; rel="webmention"'], ''],
  [
    '20: a <link> without an address names nothing',
    '/e',
    [],
    '<link rel="webmention"><a rel="webmention" href="/e">x</a>',
  ],
  [
    '21: a query stays in the address',
    '/e?a=b&c=d',
    [],
    '<link rel="webmention" href="/e?a=b&amp;c=d">',
  ],
  ['22: relative to the page', '/sub/e', [], '<link rel="webmention" href="sub/e">'],
  [
    'a comma and a semicolon inside an address',
    '/e,;x',
    ['</e,;x>; rel="webmention"; title="a, \\"b\\"; c"'],
    '',
  ],
  [
    'not in the title of another',
    '/e',
    ['</no>; title=", <AT/no>; rel=webmention", </e>; rel="webmention"'],
    '',
  ],
  [
    'relative to the base',
    '/base/e',
    [],
    '<base href="/base/x"><a rel="webmention" href="e">x</a>',
  ],
  [
    'not in a script, a template or a box for text',
    '/e',
    [],
    '<script>"<a rel=webmention href=/no>"</script><template><a rel="webmention" href="/no"></a></template><textarea><a rel="webmention" href="/no"></textarea><a rel="webmention" href="/e">x</a>',
  ],
])('a page’s webmention endpoint is found: %s', async (_, found, links, body) => {
  peer.put('/page', {
    links: links.map((link) => link.replace('AT', at)),
    body: body.replace('AT', at),
  });
  expect(await endpointOf(world, `${at}/page`)).toEqual({
    protocol: 'webmention',
    url: at + found,
  });
});

test('a page’s webmention endpoint is found: 23: relative to where the page was moved to', async () => {
  peer.put('/moved', { status: 302, headers: { location: '/there/page' } });
  peer.put('/there/page', { body: '<a rel="webmention" href="e">x</a>' });
  expect(await endpointOf(world, `${at}/moved`)).toEqual({
    protocol: 'webmention',
    url: `${at}/there/e`,
  });
});

test('a pingback’s endpoint is asked for when there is no other, by its header before its <link>', async () => {
  const link = '<link rel="pingback" href="/ping">';
  peer.put('/1', { body: link });
  peer.put('/2', { body: link, headers: { 'x-pingback': `${at}/first` } });
  peer.put('/3', {
    body: `${link}<a rel="webmention" href="/wm">x</a>`,
    headers: { 'x-pingback': `${at}/first` },
  });
  peer.put('/4', { body: '<a rel="pingback" href="/no">x</a>' });
  peer.put('/5', { body: '<link rel="webmention" href="javascript:alert(1)">' });
  const found = [];
  for (const page of [1, 2, 3, 4, 5, 6]) found.push(await endpointOf(world, `${at}/${page}`));
  expect(found).toEqual([
    { protocol: 'pingback', url: `${at}/ping` },
    { protocol: 'pingback', url: `${at}/first` },
    { protocol: 'webmention', url: `${at}/wm` },
    'none',
    'none',
    'none',
  ]);
});

test.each([
  ['tags that never end', '<a '.repeat(330_000)],
  ['a deep nest', '<div>'.repeat(200_000)],
  ['links without an end', '<link rel=x href=y>'.repeat(50_000)],
])('DOS-11: a page with %s holds nobody up while we look for its endpoint', async (_, body) => {
  peer.put('/hostile', { body });
  // Once before: what is told of is the page, not the first time that anything runs.
  let found: unknown = await endpointOf(world, `${at}/hostile`);
  expect(
    await longestHold(async () => (found = await endpointOf(world, `${at}/hostile`))),
  ).toBeLessThan(100);
  expect(found).toBe('none');
});

test('when a guest post is published, each page that it leads to is told once', async () => {
  const { source } = await aPostTo(`${at}/#a`, `${at}/#a`, 'https://localhost/none');
  expect(told()).toEqual([{ path: '/wm', source, target: `${at}/#a` }]);
  expect(peer.sent[0]?.type).toBe('application/x-www-form-urlencoded');
});

test('a draft tells nobody, and nobody is asked', async () => {
  const asked = await aPostTo();
  await unpublishGuestPost(world.as(asked.curator), asked.guestPostId);
  await changed(asked, leadingTo(`${at}/`));
  expect(peer.sent).toEqual([]);
  expect(peer.asked).toEqual([]);
  // The control.
  await publishGuestPost(world.as(asked.curator), { id: asked.guestPostId });
  await workOff(world);
  expect(told()).toHaveLength(1);
});

test('a changed guest post tells again: the old link, a new one, and one that is gone; the same words tell nobody', async () => {
  peer.put('/second', { body: '<link rel="webmention" href="/wm2">' });
  const asked = await aPostTo(`${at}/`);
  await changed(asked, leadingTo(`${at}/`, `${at}/second`));
  await changed(asked, leadingTo(`${at}/`, `${at}/second`));
  expect(paths()).toEqual(['/wm', '/wm', '/wm2']);
  peer.sent.length = 0;
  await changed(asked, leadingTo(`${at}/second`));
  expect(paths()).toEqual(['/wm', '/wm2']);
  peer.sent.length = 0;
  await changed(asked, leadingTo(`${at}/second`));
  expect(peer.sent).toEqual([]);
});

test('a guest post that is taken down says so to whom it was told, and that it was here; one that told nobody is merely absent', async () => {
  const asked = await aPostTo(`${at}/`);
  const quiet = await aPostTo();
  peer.sent.length = 0;
  for (const one of [asked, quiet])
    await unpublishGuestPost(world.as(one.curator), one.guestPostId);
  await workOff(world);
  expect(told()).toMatchObject([{ path: '/wm', source: asked.source }]);
  expect(await wasHere(world.as(null), asked.path)).toBe(true);
  expect(await wasHere(world.as(null), quiet.path)).toBe(false);
});

test('an author who is erased takes the links along, and the page is as absent as if it had never been', async () => {
  const asked = await aPostTo(`${at}/`);
  const ada = await world.aPerson();
  await world.services.pool.query('update guest_post set author_id = $1 where id = $2', [
    ada.personId,
    asked.guestPostId,
  ]);
  peer.sent.length = 0;
  await inTransaction(world.as(null), (tx) => erase(tx, ada.personId));
  await workOff(world);
  expect(told()).toMatchObject([{ path: '/wm', source: asked.source }]);
  expect(await wasHere(world.as(null), asked.path)).toBe(false);
});

test('a month tells the pages in its words, and tells anew from where it moves to', async () => {
  const asked = await aPostTo();
  const as = world.as(asked.curator);
  const { origin } = world.services.config;
  const before = `${origin}/${asked.club.slug}/${asked.month.date}`;
  await changeMonth(as, asked.month.id, { plainSummary: `Read ${at}/ first.` });
  await workOff(world);
  expect(told()).toEqual([{ path: '/wm', source: before, target: `${at}/` }]);
  peer.sent.length = 0;
  const hour = {
    date: '2026-12-17',
    time: '20:00',
    zone: 'Europe/London',
    minutes: 60,
    choice: null,
  };
  expect(await setTimes(as, asked.month.id, { opensDays: 7, tailDays: 14, hours: [hour] })).toEqual(
    { date: '2026-12-17' },
  );
  await workOff(world);
  const sources = told().map((one) => ('source' in one ? one.source : ''));
  expect(sources.sort()).toEqual([before, before.replace('-16', '-17')]);
});

test('a pingback is sent once, as other programs read it, and never again', async () => {
  const answer =
    '<methodResponse><params><param><value>Thanks</value></param></params></methodResponse>';
  peer.answers('/xmlrpc', { status: 200, body: answer });
  const asked = await aPostTo(`${at}/pinged`);
  const [ping] = peer.sent;
  expect(ping).toMatchObject({ path: '/xmlrpc', type: 'text/xml' });
  expect(new XMLParser().parse(ping?.body ?? '')).toMatchObject({
    methodCall: {
      methodName: 'pingback.ping',
      params: {
        param: [{ value: { string: asked.source } }, { value: { string: `${at}/pinged` } }],
      },
    },
  });
  await changed(asked, `${leadingTo(`${at}/pinged`)} And more.`);
  await unpublishGuestPost(world.as(asked.curator), asked.guestPostId);
  await workOff(world);
  expect(peer.sent).toHaveLength(1);
});

const fault = (code: number) =>
  `<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member><member><name>faultString</name><value>no</value></member></struct></value></fault></methodResponse>`;

test.each([
  [0, 1],
  [17, 1],
  [33, 1],
  [48, 1],
  [49, 4],
  [50, 4],
])('a pingback that is answered with fault %i is tried %i times', async (code, times) => {
  peer.answers('/xmlrpc', { status: 200, body: fault(code) });
  await aPostTo(`${at}/pinged`);
  expect(peer.sent).toHaveLength(times);
});

test.each([
  [{ status: 503 }, 4],
  [{ status: 429 }, 4],
  [{ status: 400 }, 1],
  [{ status: 200 }, 1],
])('a webmention that is answered with %o is tried %i times', async (page, times) => {
  peer.answers('/wm', page);
  await aPostTo(`${at}/`);
  expect(peer.sent).toHaveLength(times);
});

test('neither a link nor an endpoint leads into our own network', async () => {
  canary.put('/', { body: '<link rel="webmention" href="/wm">' });
  peer.put('/inward', { body: `<link rel="webmention" href="http://${canary.host}/wm">` });
  peer.put('/turned', { status: 302, headers: { location: `http://${canary.host}/` } });
  await aPostTo(`http://${canary.host}/`, `${at}/inward`, `${at}/turned`);
  expect(canary.asked).toEqual([]);
  expect(canary.sent).toEqual([]);
});

test('that a page was here is forgotten after 90 days', async () => {
  const asked = await aPostTo(`${at}/`);
  await unpublishGuestPost(world.as(asked.curator), asked.guestPostId);
  await workOff(world);
  world.clock.turnBy(89 * 86_400_000);
  await forgetGoneLinks(world.services);
  expect(await wasHere(world.as(null), asked.path)).toBe(true);
  world.clock.turnBy(2 * 86_400_000);
  await forgetGoneLinks(world.services);
  expect(await wasHere(world.as(null), asked.path)).toBe(false);
});
