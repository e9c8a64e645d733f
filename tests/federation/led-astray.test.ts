import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds, settled } from './effects.ts';
import { inboxOf, naming, openStreet, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { activityJson, ask } from './wire.ts';
import type { Ctx } from '#platform/ctx.server.ts';

let street: Street;
let pat: Ctx;
let bob: StrangePerson;
let inside: string[];

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, canary, town } = street;
  town.lead('canary.test', canary.port);
  inside = [
    ...[
      `http://${canary.host}/`,
      `http://127.0.0.1:${canary.port}/`,
      `http://[::1]:${canary.port}/`,
    ],
    ...[
      'https://canary.test/',
      `https://127.0.0.1:${canary.port}/`,
      'http://169.254.169.254/latest',
    ],
    ...['file:///etc/passwd', 'data:application/json,{}', `http://localhost:${canary.port}/`],
  ];
  pat = a.as(await a.aPerson({ handle: 'pat' }));
  bob = await p1.aPerson('bob');
  await says(p1.aNote(bob, 'Good morning.', naming(a, 'pat')));
});
afterAll(() => street.close());

const says = (object: unknown) =>
  street.p1.say(bob, inboxOf(street.a, 'pat'), about('Create', bob, object, street.p1.newId()));

const finds = (sought: string) => street.a.services.elsewhere(pat, sought);

/** Nobody was asked who may not be. */
function nobodyInside() {
  const { canary, town } = street;
  expect([canary.calls(), town.reached('canary.test')]).toEqual([0, 0]);
}

test('SSR-02: a person, a key or a post elsewhere leads to no machine of ours', async () => {
  const { p1, a } = street;
  for (const status of [301, 302, 307, 308])
    for (const location of inside) {
      const at = `${p1.origin}/led/${status}/${inside.indexOf(location)}`;
      p1.serve(at, (_, res) => res.writeHead(status, { location }).end());
      expect(await finds(at)).toBeUndefined();
    }
  for (const location of inside) {
    const led = await p1.aPerson(`led_${inside.indexOf(location)}`);
    p1.serve(led.uri, (_, res) => res.writeHead(302, { location }).end());
    const said = about('Create', led, p1.aNote(led, 'Here?', naming(a, 'pat')), p1.newId());
    expect((await p1.say(led, inboxOf(a, 'pat'), said)).status).toBeGreaterThanOrEqual(400);
    await says(location);
  }
  await settled(a);
  nobodyInside();
  const note = p1.aNote(bob, 'Over there.', naming(a, 'pat'));
  p1.serve(`${p1.origin}/led/well`, (_, res) => res.writeHead(302, { location: note.id }).end());
  expect(await finds(`${p1.origin}/led/well`)).toHaveProperty('postId');
});

test('SSR-02: what a page says of where its document is leads to no machine of ours', async () => {
  const { p1 } = street;
  for (const to of inside) {
    const at = `${p1.origin}/page/${inside.indexOf(to)}`;
    const link = { link: `<${to}>; rel="alternate"; type="application/activity+json"` };
    const html = `<link rel="alternate" type="application/activity+json" href="${to}">
      <meta http-equiv="refresh" content="0; url=${to}">`;
    p1.serve(at, (_, res) =>
      res.writeHead(200, { 'content-type': 'text/html', ...link }).end(html),
    );
    expect(await finds(at)).toBeUndefined();
  }
  nobodyInside();
  expect(await finds(bob.uri)).toHaveProperty('personId');
});

const fingerOf = (name: string) =>
  `${street.p1.origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@p1.test`)}`;

test('SSR-05: a name elsewhere leads to no machine of ours, no file and not round in a circle', async () => {
  const { p1 } = street;
  for (const to of inside) {
    p1.serve(fingerOf('eve'), (_, res) => res.writeHead(302, { location: to }).end());
    expect(await finds('@eve@p1.test')).toBeUndefined();
    const links = [{ rel: 'self', type: activityJson, href: to }];
    p1.serve(fingerOf('eve'), { subject: 'acct:eve@p1.test', links });
    expect(await finds('@eve@p1.test')).toBeUndefined();
  }
  const asked = p1.asked.length;
  p1.serve(fingerOf('eve'), (_, res) => res.writeHead(302, { location: fingerOf('eve') }).end());
  expect(await finds('@eve@p1.test')).toBeUndefined();
  expect(p1.asked.length - asked).toBeLessThanOrEqual(6);
  for (const host of ['127.0.0.1', `127.0.0.1:${street.canary.port}`, 'canary.test', 'localhost'])
    expect(await finds(`@eve@${host}`)).toBeUndefined();
  nobodyInside();
  expect(await finds('@bob@p1.test')).toHaveProperty('personId');
});

test('SSR-06: what a server says that it runs is asked by nobody, wherever it leads', async () => {
  const { p1, a } = street;
  const links = inside.map((href) => ({
    rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0',
    href,
  }));
  p1.serve(`${p1.origin}/.well-known/nodeinfo`, { links });
  p1.serve(`${p1.origin}/.well-known/host-meta`, { links });
  expect(await finds('@bob@p1.test')).toHaveProperty('personId');
  await says(p1.aNote(bob, 'Good evening.', naming(a, 'pat')));
  await settled(a);
  expect(p1.asked.filter((one) => /nodeinfo|host-meta/.test(one))).toEqual([]);
  nobodyInside();
});

test('SSR-08: pictures of people and posts elsewhere are fetched from no machine of ours', async () => {
  const { p1, a } = street;
  const led = inside.map((location, n) => {
    p1.serve(`${p1.origin}/pictures/${n}`, (_, res) => res.writeHead(302, { location }).end());
    return `${p1.origin}/pictures/${n}`;
  });
  const picture = (url: string) => ({ type: 'Image', mediaType: 'image/png', url });
  for (const [n, url] of [...inside, ...led].entries()) {
    const pictures = { icon: picture(url), image: picture(url) };
    const eve = await p1.aPerson(`eve_${n}`, pictures);
    const tag = [{ type: 'Emoji', name: ':x:', icon: picture(url) }];
    const attachment = [{ ...picture(url), type: 'Document' }];
    const note = p1.aNote(eve, `See ${url}`, { ...naming(a, 'pat', tag), attachment });
    const said = await p1.say(eve, inboxOf(a, 'pat'), about('Create', eve, note, p1.newId()));
    expect(said).toMatchObject({ status: 202 });
  }
  expect((await holds(a)).posts.length).toBeGreaterThan(inside.length);
  nobodyInside();
  expect(p1.asked).toContain('GET /pictures/0');
});

test('SSR-18: whatever a request says our name is, nobody is asked under it', async () => {
  const { town, canary } = street;
  const evil = canary.host;
  for (const path of [
    '/',
    '/about',
    '/sign-in',
    '/users/pat',
    '/.well-known/webfinger?resource=x',
  ]) {
    const url = `https://a.test${path}`;
    expect((await ask(town, url, { headers: { host: evil } })).status).toBe(421);
    const forwarded = {
      'x-forwarded-host': evil,
      'x-forwarded-proto': 'http',
      forwarded: `host=${evil}`,
    };
    const answered = await ask(town, url, { headers: { accept: 'text/html', ...forwarded } });
    expect(answered.status).toBeLessThan(500);
    expect(answered.text + JSON.stringify(answered.headers)).not.toContain(evil);
  }
  expect(await ask(town, 'https://a.test/', { headers: { accept: 'text/html' } })).toMatchObject({
    status: 200,
  });
  nobodyInside();
});
