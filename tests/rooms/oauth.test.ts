import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anApp, aToken, pkce, type MadeApp } from '../makers/app.ts';
import { freePort, openSite, type ServedWorld } from '../site.ts';
import { openWorld } from '../world.ts';
import { documented } from './documented-scopes.ts';
import { outOfBand } from '#domain/apps/redirect-rules.ts';
import { covers, scopes, type Scope } from '#domain/apps/scopes.ts';
import { listGrants, takeBack } from '#domain/apps/grants.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { Wake } from '#platform/live.server.ts';
import { letThrough } from '#protocols/mastodon-api/gate.server.ts';
import { apiRoutes } from '#protocols/mastodon-api/routes.server.ts';

let world: ServedWorld;
let anna: Viewer;
let cookie: string;
/** Everything that was given to the log, before the log itself leaves things out. */
const logged: string[] = [];
const wakes: Wake[] = [];

beforeAll(async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = { PORT: String(port), HOST: '127.0.0.1', POCKETFRIENDS_ORIGIN: origin };
  const inside = await openWorld({ env: { ...env, POCKETFRIENDS_API_LIMIT_VISITORS: '1000' } });
  const write = (facts: object, sentence: string) =>
    void logged.push(`${sentence} ${JSON.stringify(facts)} ${String(Object.values(facts))}`);
  inside.services.log = { info: write, warn: write, error: write };
  inside.services.live.hear((wake) => void wakes.push(wake));
  const site = await openSite(inside);
  const close = async () => {
    await site.close();
    await inside.close();
  };
  world = { ...inside, origin, close };
  anna = await world.aPerson({ handle: 'anna', name: 'Anna <b>' });
  cookie = await world.cookieOf(anna);
});
afterAll(() => world.close());
beforeEach(async () => void (await world.services.db.execute(sql`delete from rate_limit`)));

type Query = Record<string, string | undefined>;

const given = (query: Query): [string, string][] =>
  Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
const form = (query: Query) => new URLSearchParams(given(query));
const at = (path: string, init: RequestInit = {}) =>
  fetch(world.origin + path, { redirect: 'manual', ...init });
const post = (path: string, body: BodyInit | undefined, headers: Record<string, string> = {}) =>
  at(path, { method: 'POST', headers, ...(body !== undefined && { body }) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const verify = (token: string) =>
  at('/api/v1/accounts/verify_credentials', { headers: bearer(token) });

/** The link by which an app asks; what it says usually, with changes. */
function asking(app: MadeApp, change: Query = {}): string {
  const usual: Query = {
    client_id: app.clientId,
    redirect_uri: app.redirectUris[0],
    response_type: 'code',
    scope: app.scopes.join(' '),
  };
  return `/oauth/authorize?${form({ ...usual, ...change })}`;
}

const fromPage = (origin = world.origin) => ({ origin, accept: 'text/html', cookie });

/** Presses a button of the page that asks. */
const say = (link: string, answer: string, headers: Record<string, string> = fromPage()) =>
  post(link, form({ answer }), headers);

/** The code that a yes brings. */
async function codeFor(app: MadeApp, change: Query = {}): Promise<string> {
  const answer = await say(asking(app, change), 'yes');
  expect(answer.status).toBe(app.redirectUris[0] === outOfBand ? 200 : 303);
  const html = await answer.text();
  const shown = /<code id="code"[^>]*>([\w-]+)<\/code>/.exec(html)?.[1];
  const sent = answer.headers.get('location')?.match(/[?&]code=([\w-]+)/)?.[1];
  return shown ?? sent ?? 'none';
}

const exchange = (app: MadeApp, code: string, change: Query = {}) =>
  post(
    '/oauth/token',
    form({
      grant_type: 'authorization_code',
      client_id: app.clientId,
      client_secret: app.secret || undefined,
      redirect_uri: app.redirectUris[0],
      code,
      ...change,
    }),
  );

async function tokenFor(app: MadeApp, change: Query = {}): Promise<string> {
  const answer = await exchange(app, await codeFor(app, change));
  expect(answer.status).toBe(200);
  return (await answer.json()).access_token;
}

const countOf = async (table: string) =>
  Number(
    (await world.services.pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]
      ?.n,
  );

test('an app comes by JSON, form or multipart, asks, fetches its token and learns who it acts for', async () => {
  const redirect = 'https://client.example/callback';
  const ways: [type: string | undefined, body: BodyInit][] = [
    ['application/json', JSON.stringify({ ...words, redirect_uris: [redirect, outOfBand] })],
    ['application/json; charset=utf-8', JSON.stringify(words)],
    ['application/x-www-form-urlencoded', form(words).toString()],
    [undefined, multipart(words)],
  ];
  for (const [type, body] of ways) {
    const came = await post('/api/v1/apps', body, type ? { 'content-type': type } : {});
    expect(came.status).toBe(200);
    expect(came.headers.get('cache-control')).toBe('no-store');
    const told = await came.json();
    expect(told).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      name: 'Elk',
      website: 'https://elk.example/',
      scopes: ['read', 'write', 'follow', 'push'],
      redirect_uris: [redirect, outOfBand],
      redirect_uri: `${redirect}\n${outOfBand}`,
      client_id: expect.any(String),
      client_secret: expect.any(String),
      client_secret_expires_at: 0,
    });
    const app = { ...appIn(told), redirectUris: [redirect] };
    const link = asking(app, { state: 'x&y=ü', scope: 'read write' });
    const said = await say(link, 'yes');
    expect(said.status).toBe(303);
    const sent = new URL(said.headers.get('location') ?? '');
    expect(sent.href.startsWith(`${redirect}?code=`)).toBe(true);
    expect(sent.searchParams.get('state')).toBe('x&y=ü');
    expect(sent.searchParams.get('iss')).toBe(world.origin);
    const proof = {
      grant_type: 'authorization_code',
      code: sent.searchParams.get('code') ?? '',
      redirect_uri: redirect,
    };
    const secret = { client_id: app.clientId, client_secret: app.secret };
    const basic = Buffer.from(`${app.clientId}:${app.secret}`).toString('base64');
    const fetched = type?.includes('json')
      ? await post('/oauth/token', JSON.stringify({ ...proof, ...secret }), {
          'content-type': 'application/json',
        })
      : type
        ? await post('/oauth/token', form(proof), { authorization: `Basic ${basic}` })
        : await post('/oauth/token', multipart({ ...proof, ...secret }));
    expect(fetched.status).toBe(200);
    const token = await fetched.json();
    expect(token).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      scope: 'read write',
      created_at: Math.floor(world.clock.now().getTime() / 1000),
    });
    const me = await (await verify(token.access_token)).json();
    expect(me).toMatchObject({ id: anna.personId, acct: 'anna', display_name: 'Anna <b>' });
    const itself = await at('/api/v1/apps/verify_credentials', {
      headers: bearer(token.access_token),
    });
    expect(await itself.json()).toMatchObject({
      name: 'Elk',
      redirect_uris: [redirect, outOfBand],
    });
  }
});

const words = {
  client_name: 'Elk',
  redirect_uris: `https://client.example/callback\n${outOfBand}`,
  scopes: 'read write follow push',
  website: 'https://elk.example',
};

function multipart(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

function appIn(told: Record<string, unknown>): MadeApp {
  return {
    id: String(told['id']),
    clientId: String(told['client_id']),
    secret: String(told['client_secret'] ?? ''),
    name: String(told['name']),
    website: null,
    redirectUris: [told['redirect_uris']].flat().map(String),
    scopes: [told['scopes']].flat().map(String),
    confidential: 'client_secret' in told,
    since: world.clock.now(),
  };
}

test('OAU-01: an answer goes only where the app said that it would, letter by letter', async () => {
  const own = 'https://client.example/callback';
  const app = await anApp(world, { redirectUris: [own, 'http://127.0.0.1/cb', 'tusky://oauth'] });
  const before = await countOf('oauth_code');
  const foreign = [
    ...[`${own}/../x`, `${own}?x`, `${own}#x`, `${own}/`, `${own}%2f`, `${own}%00`, ` ${own}`],
    ...[
      'https://client.example:8443/callback',
      'http://client.example/callback',
      'HTTPS://client.example/callback',
    ],
    ...['https://user@client.example/callback', 'https://client.example.evil.example/callback'],
    ...['https://evil.client.example/callback', 'https://client.example@evil.example/callback'],
    ...['javascript:alert(1)', 'data:text/html,x', '//evil.example', '/', '', outOfBand],
    ...[
      'http://localhost/cb',
      'http://127.0.0.1.evil.example/cb',
      'http://127.0.0.1:80@evil.example/cb',
    ],
    ...[
      'https://127.0.0.1/cb',
      'http://[::1]/cb',
      'http://127.0.0.1:70000/cb',
      'tusky://oauth/x',
      'tusky://',
    ],
  ];
  for (const redirect_uri of foreign) {
    for (const answer of [
      await at(asking(app, { redirect_uri }), { headers: { cookie } }),
      await say(asking(app, { redirect_uri }), 'yes'),
    ]) {
      expect(answer.status, redirect_uri).toBe(400);
      expect(answer.headers.get('location'), redirect_uri).toBeNull();
      const html = await answer.text();
      expect(html, redirect_uri).toContain('address that it did not name');
      expect(html, redirect_uri).not.toContain('Go back to the app');
    }
  }
  const twice = `${asking(app)}&redirect_uri=${encodeURIComponent('https://evil.example/')}`;
  expect((await at(twice, { headers: { cookie } })).status).toBe(400);
  expect(await countOf('oauth_code')).toBe(before);
  for (const redirect_uri of [own, 'http://127.0.0.1:49152/cb', 'tusky://oauth']) {
    const said = await say(asking(app, { redirect_uri }), 'yes');
    expect(said.headers.get('location')).toMatch(`${redirect_uri}?code=`);
    const code = new URL(said.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await exchange(app, code, { redirect_uri: `${redirect_uri}x` })).status).toBe(400);
    expect((await exchange(app, code, { redirect_uri })).status).toBe(200);
  }
});

test('OAU-01: a wrong question is answered on a page of ours, never by sending people away', async () => {
  const app = await anApp(world, { redirectUris: ['https://client.example/cb'], scopes: 'read' });
  const wrong: Query[] = [
    { response_type: 'token' },
    { response_type: undefined },
    { scope: 'write' },
    { scope: 'everything' },
    { code_challenge: 'short', code_challenge_method: 'S256' },
  ];
  for (const change of wrong) {
    const page = await at(asking(app, { state: 's', ...change }), { headers: { cookie } });
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(await page.text()).toMatch(/href="https:\/\/client\.example\/cb\?error=\w+&amp;state=s/);
  }
  for (const client_id of ['', 'nobody', 'x'.repeat(200)])
    expect((await at(asking(app, { client_id }), { headers: { cookie } })).status).toBe(400);
  for (const change of [{ state: 'x'.repeat(4000) }, { state: 'a\0b' }])
    expect((await at(asking(app, change), { headers: { cookie } })).status).toBe(400);
  expect((await at(`${asking(app)}&state=%ff`, { headers: { cookie } })).status).toBe(400);
});

test('OAU-04: an app without a secret needs a challenge, and S256 is the only one', async () => {
  const { verifier, challenge } = pkce();
  const bound = { code_challenge: challenge, code_challenge_method: 'S256' };
  const open = await anApp(world, { secret: false });
  const statusOf = async (change: Query) =>
    (await at(asking(open, change), { headers: { cookie } })).status;
  expect(await statusOf({})).toBe(400);
  expect(await statusOf({ code_challenge: verifier, code_challenge_method: 'plain' })).toBe(400);
  expect(await statusOf({ code_challenge: challenge })).toBe(400);
  expect(await statusOf({ code_challenge_method: 'S256' })).toBe(400);
  expect(await statusOf({ ...bound, code_challenge: `${challenge}=` })).toBe(400);
  expect(await statusOf(bound)).toBe(200);
  for (const code_verifier of [undefined, '', challenge, pkce().verifier]) {
    const answer = await exchange(open, await codeFor(open, bound), { code_verifier });
    expect(answer.status, code_verifier).toBe(400);
    expect((await answer.json()).error).toBe('invalid_grant');
  }
  const fetched = await exchange(open, await codeFor(open, bound), { code_verifier: verifier });
  expect(fetched.status).toBe(200);

  const closed = await anApp(world);
  const code = await codeFor(closed, bound);
  const without = { client_secret: undefined, code_verifier: verifier };
  expect((await exchange(closed, code, without)).status, 'a secret replaced by PKCE').toBe(401);
  expect((await exchange(closed, code)).status, 'a secret without its verifier').toBe(400);
  expect((await exchange(closed, code, { code_verifier: verifier })).status).toBe(200);
  const unbound = await codeFor(closed);
  expect((await exchange(closed, unbound, { code_verifier: verifier })).status).toBe(400);
  expect((await exchange(closed, unbound)).status, 'a Mastodon app without PKCE').toBe(200);
});

test('OAU-04: the server says that it knows S256 and nothing else', async () => {
  const { origin } = world;
  const answer = await at('/.well-known/oauth-authorization-server');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(await answer.json()).toMatchObject({
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    userinfo_endpoint: `${origin}/oauth/userinfo`,
    app_registration_endpoint: `${origin}/api/v1/apps`,
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    response_types_supported: ['code'],
    scopes_supported: [...scopes],
  });
});

test('OAU-05: every route opens to the scopes that it declares, and to no others', async () => {
  const app = await anApp(world);
  const tokens = new Map<string, string>();
  const token = async (held: Scope[]) => {
    const key = held.join(' ');
    const known = tokens.get(key) ?? (await aToken(world, anna, held, app));
    tokens.set(key, known);
    return known;
  };
  for (const { method, path, needs } of apiRoutes) {
    if (needs.token === 'none') continue;
    const name = `${method} ${path}`;
    const there = path.replaceAll(/:\w+/g, '1');
    const status = async (headers: HeadersInit) => (await at(there, { method, headers })).status;
    expect(await status({}), `${name} without a token`).toBe(401);
    expect(await status({ cookie }), `${name} by cookie`).toBe(401);
    const open: readonly Scope[] | 'any' = needs.scopes;
    if (open === 'any') continue;
    const others = scopes.filter((scope) => !open.some((one) => covers([scope], one)));
    expect(await status(bearer(await token(others))), `${name} with all others`).toBe(403);
  }
}, 60_000);

/** A scope, the whole that it is part of, and `follow` where that stands for it. */
function openersOf(scope: string): string[] {
  const whole = scope.replace(/:[^:]+$/, '');
  const older = /^(?:read|write):(?:blocks|follows|mutes)$/.test(scope) ? ['follow'] : [];
  return [...new Set([scope, whole, ...older])];
}

test('OAU-05: each single scope opens what the documentation says, and nothing else', async () => {
  const app = await anApp(world);
  const held = new Map<string, string>();
  for (const scope of scopes) held.set(scope, await aToken(world, anna, [scope], app));
  for (const { method, path, needs } of apiRoutes) {
    const name = `${method} ${path}`;
    const said = documented[name] ?? 'not documented';
    const named = said.replace(/[()]/g, '').split(' ');
    const opening = /^(?:none|any)$/.test(said) ? [] : named.flatMap(openersOf);
    const expected = scopes.filter((scope) => said === 'any' || opening.includes(scope));
    const known: string[] = [];
    for (const [scope, token] of held) {
      const request = new Request(world.origin + path, { headers: bearer(token) });
      const through = await letThrough(world.services, request, needs);
      if (through !== undefined && !(through instanceof Response)) known.push(scope);
    }
    expect([name, known]).toEqual([name, expected]);
  }
  expect(Object.keys(documented)).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`));
}, 60_000);

test('OAU-07: a token of an app alone opens nothing that is about a person', async () => {
  const app = await anApp(world);
  const answer = await post(
    '/oauth/token',
    form({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.secret,
      scope: 'read write',
    }),
  );
  const { access_token: alone, scope } = await answer.json();
  expect(scope).toBe('read write');
  for (const { method, path, needs } of apiRoutes) {
    if (needs.token !== 'person') continue;
    const refused = await at(path, { method, headers: { ...bearer(alone), cookie } });
    expect(refused.status, `${method} ${path}`).toBe(422);
  }
  const itself = await at('/api/v1/apps/verify_credentials', { headers: bearer(alone) });
  expect((await itself.json()).name).toBe('Tusky');
  const wider = { grant_type: 'client_credentials', client_id: app.clientId, scope: 'admin:read' };
  const refused = await post('/oauth/token', form({ ...wider, client_secret: app.secret }));
  expect((await refused.json()).error).toBe('invalid_scope');
});

test('OAU-07: two tokens at once are nobody’s, and a cookie beside a token changes nothing', async () => {
  const bob = await world.aPerson({ handle: 'bob' });
  const [ofAnna, ofBob] = [await aToken(world, anna, ['read']), await aToken(world, bob, ['read'])];
  const both = { authorization: `Bearer ${ofAnna}, Bearer ${ofBob}` };
  expect((await at('/api/v1/accounts/verify_credentials', { headers: both })).status).toBe(401);
  const headers = { ...bearer(ofBob), cookie };
  const me = await at('/api/v1/accounts/verify_credentials', { headers });
  expect((await me.json()).acct).toBe('bob');
});

test('OAU-08: there are no refresh tokens, and what is brought as one is never good', async () => {
  const app = await anApp(world);
  const token = await tokenFor(app);
  for (const refresh_token of [token, 'anything', '']) {
    const proof = { client_id: app.clientId, client_secret: app.secret };
    const body = form({ grant_type: 'refresh_token', refresh_token, ...proof });
    const answer = await post('/oauth/token', body);
    expect(answer.status).toBe(400);
    expect((await answer.json()).error).toBe('invalid_grant');
  }
  for (const grant_type of [
    'password',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'implicit',
  ]) {
    const answer = await post(
      '/oauth/token',
      form({ grant_type, username: 'anna', password: 'x' }),
    );
    expect((await answer.json()).error, grant_type).toBe('unsupported_grant_type');
  }
  expect((await verify(token)).status).toBe(200);
});

test('OAU-08: a code works once; its second coming ends what was made from it', async () => {
  const app = await anApp(world);
  const code = await codeFor(app);
  const both = await Promise.all([exchange(app, code), exchange(app, code)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  const fresh = await codeFor(app);
  const { access_token: token } = await (await exchange(app, fresh)).json();
  const other = await tokenFor(app);
  const foreign = await anApp(world);
  expect((await exchange(foreign, fresh)).status).toBe(400);
  expect((await verify(token)).status, 'a foreign app cannot end it').toBe(200);
  expect((await (await exchange(app, fresh)).json()).error).toBe('invalid_grant');
  expect((await verify(token)).status).toBe(401);
  expect((await verify(other)).status, 'another sign-in of the same app').toBe(200);
  const late = await codeFor(app);
  world.clock.turnBy(10 * 60 * 1000);
  expect((await exchange(app, late)).status).toBe(400);
});

test('OAU-09: what is taken back is dead at once: tokens, codes that wait, and streams are told', async () => {
  const app = await anApp(world, { name: 'Taken' });
  const kept = await tokenFor(await anApp(world, { name: 'Kept' }));
  const token = await tokenFor(app);
  const pending = await codeFor(app);
  expect((await verify(token)).status).toBe(200);
  const page = await (await at('/settings/apps', { headers: { cookie } })).text();
  expect(page).toContain('Taken');
  wakes.length = 0;
  const bob = await world.aPerson();
  await takeBack(world.as(bob), app.id);
  expect((await verify(token)).status, 'another person takes nothing back').toBe(200);
  const taken = await post('/settings/apps', form({ id: app.id }), fromPage());
  expect(taken.status).toBe(303);
  expect((await verify(token)).status).toBe(401);
  expect((await exchange(app, pending)).status).toBe(400);
  expect(wakes).toContainEqual({ kind: 'app', id: anna.personId });
  expect((await verify(kept)).status).toBe(200);
  const names = (await listGrants(world.as(anna))).map(({ name }) => name);
  expect(names).toContain('Kept');
  expect(names).not.toContain('Taken');
  for (const id of ['', '0', '1', 'x', '9'.repeat(30), app.id])
    expect((await post('/settings/apps', form({ id }), fromPage())).status, id).toBe(303);
});

test('OAU-09: an app can bring back its own token, and no other', async () => {
  const [app, other] = [await anApp(world), await anApp(world)];
  const token = await tokenFor(app);
  const revoke = (by: MadeApp, body: Query) =>
    post('/oauth/revoke', form({ client_id: by.clientId, client_secret: by.secret, ...body }));
  const foreign = await revoke(other, { token });
  expect(foreign.status).toBe(200);
  expect(await foreign.json()).toEqual({});
  expect((await verify(token)).status).toBe(200);
  expect((await revoke(app, { token, client_secret: 'wrong' })).status).toBe(401);
  expect((await revoke(app, { token, client_secret: undefined })).status).toBe(401);
  expect((await verify(token)).status).toBe(200);
  wakes.length = 0;
  const own = await revoke(app, { token });
  expect([own.status, await own.json()]).toEqual([200, {}]);
  expect((await verify(token)).status).toBe(401);
  expect(wakes).toContainEqual({ kind: 'app', id: anna.personId });
  expect((await revoke(app, { token: 'never given' })).status).toBe(200);
});

test('OAU-09: tokens die with the sign-in that they were given from being changed, and with the person', async () => {
  const eve = await world.aPerson({ handle: 'eve' });
  const app = await anApp(world);
  const token = await aToken(world, eve, ['read'], app);
  const own = cookie;
  // What the product does after each such change.
  const told = () => world.services.live.publish([{ kind: 'session', id: eve.personId }]);
  cookie = await world.cookieOf(eve);
  const pending = await codeFor(app);
  cookie = own;
  expect((await verify(token)).status).toBe(200);
  const changed = world.clock.now();
  await world.services.db.execute(sql`update login set keys_changed = ${changed}
    where id = (select login_id from person where id = ${eve.personId})`);
  await told();
  expect((await verify(token)).status).toBe(401);
  expect((await exchange(app, pending)).status).toBe(400);
  expect(await listGrants(world.as(eve))).toEqual([]);
  world.clock.turnBy(1);
  const fresh = await aToken(world, eve, ['read'], app);
  expect((await verify(fresh)).status).toBe(200);
  await world.services.db.execute(
    sql`update person set login_id = null where id = ${eve.personId}`,
  );
  await told();
  expect((await verify(fresh)).status, 'a person who cannot sign in').toBe(401);
  await world.services.db.execute(sql`delete from person where id = ${eve.personId}`);
  await told();
  expect((await verify(fresh)).status).toBe(401);
});

test('OAU-10: no other page can say yes for somebody, or show ours inside it', async () => {
  const app = await anApp(world, { redirectUris: ['https://client.example/cb'] });
  const before = await countOf('oauth_code');
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.example', accept: 'text/html', cookie },
    { origin: 'null', accept: 'text/html', cookie },
    { origin: 'https://evil.example', cookie },
    { accept: 'text/html', cookie },
  ];
  for (const headers of elsewhere) {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', undefined]) {
      const body = new TextEncoder().encode('answer=yes');
      const more = type ? { 'content-type': type } : {};
      const answer = await post(asking(app), body, { ...headers, ...more });
      expect([403, 415], `${headers['origin']} ${type}`).toContain(answer.status);
      expect(answer.headers.get('location')).toBeNull();
    }
  }
  expect((await at(asking(app), { headers: { cookie } })).status).toBe(200);
  expect(await countOf('oauth_code'), 'looking gives nothing').toBe(before);
  const page = await at(asking(app), { headers: { cookie } });
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('private, no-store');
  expect((await say(asking(app), 'yes')).status).toBe(303);
  expect(await countOf('oauth_code')).toBe(before + 1);
});

test('OAU-10: only the page that asks lets its form lead elsewhere, and only its way there keeps its opener', async () => {
  const app = await anApp(world);
  const headersOf = async (path: string, own = { cookie }) =>
    (await at(path, { headers: own })).headers;
  const asks = await headersOf(asking(app));
  expect(asks.get('content-security-policy')).not.toContain('form-action');
  expect(asks.get('content-security-policy')).toMatch(
    /^default-src 'none';.*; script-src 'self';.*; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(asks.get('cross-origin-opener-policy')).toBe('unsafe-none');
  const away = await headersOf(asking(app), { cookie: '' });
  expect(away.get('cross-origin-opener-policy')).toBe('unsafe-none');
  const signIn = await headersOf(away.get('location') ?? '', { cookie: '' });
  expect(signIn.get('cross-origin-opener-policy')).toBe('unsafe-none');
  expect(signIn.get('content-security-policy')).toContain("form-action 'self'");
  const asked = 'next=%2Foauth%2Fauthorize';
  for (const path of [
    ...['/sign-in', `/sign-in?${asked}d`, '/settings/apps', `/settings/apps?${asked}`],
    // A page that nobody goes on from keeps strangers out, whatever the link to it says.
    ...[
      `/settings?${asked}`,
      `/settings/ways-in?${asked}%3F`,
      `/?${asked}`,
      `/sign-innocent?${asked}`,
    ],
  ]) {
    const other = await headersOf(path, path.startsWith('/sign-in') ? { cookie: '' } : { cookie });
    expect(other.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect(other.get('content-security-policy'), path).toContain("form-action 'self'");
  }
});

test('OAU-11: the page always says who asks, for what, where it goes and how long it lasts', async () => {
  const come = async (client_name: string, website = '') => {
    const body = form({
      ...words,
      client_name,
      website,
      redirect_uris: 'https://client.example/cb',
    });
    return post('/api/v1/apps', body);
  };
  const evil = await come('<script>alert(1)</script>\u202e\u2066 Pocket Friends Security');
  const app = appIn(await evil.json());
  const html = await (await at(asking(app), { headers: { cookie } })).text();
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('&lt;script');
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(html).toContain('This app does not belong to');
  for (const part of [
    'client.example',
    'Write and change things in your name',
    'until you take it back',
  ])
    expect(html).toContain(part);
  const honest = appIn(await (await come('Elk')).json());
  const calm = await (await at(asking(honest), { headers: { cookie } })).text();
  expect(calm).not.toContain('This app does not belong to');
  for (const website of ['javascript:alert(1)', 'data:text/html,x', 'https://a@b.example', 'elk'])
    expect((await come('Elk', website)).status, website).toBe(422);
  for (const name of ['', ' ', '\u200b', '!!!', 'x'.repeat(61), 'x'.repeat(60_000)])
    expect((await come(name)).status, name.slice(0, 9)).toBe(422);
  expect((await come('x'.repeat(200_000))).status).toBe(413);
  expect((await come('x'.repeat(60))).status).toBe(200);
});

test('OAU-11: an app that holds leave already is never given more, or the same, in silence', async () => {
  const app = await anApp(world, { redirectUris: ['https://client.example/cb'] });
  const link = (scope: string) => asking(app, { scope });
  await codeFor(app, { scope: 'read:lists' }).then((code) => exchange(app, code));
  for (const scope of ['read:lists', 'read', 'read write']) {
    const page = await at(link(scope), { headers: { cookie } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html.includes('This is more than before')).toBe(scope !== 'read:lists');
    expect(html).toContain('Yes, let it in');
  }
  for (const more of ['&prompt=none', '&approval_prompt=auto', '&force_login=false'])
    expect((await at(link('read') + more, { headers: { cookie } })).status).toBe(200);
  const no = await say(link('read write'), 'no');
  expect(no.headers.get('location')).toContain('https://client.example/cb?error=access_denied');
  expect(no.headers.get('location')).not.toContain('code=');
  for (const answer of ['', 'YES', 'other thing'])
    expect((await say(link('read'), answer)).headers.get('location')).toContain('error=');
});

test('OAU-12: a token in an address is refused unread, and no log holds a token, a code or a secret', async () => {
  const app = await anApp(world);
  const code = await codeFor(app);
  const { access_token: token } = await (await exchange(app, code)).json();
  for (const path of [
    '/api/v1/timelines/home',
    '/api/v1/accounts/verify_credentials',
    '/api/v1/streaming',
    '/oauth/userinfo',
  ])
    for (const name of ['access_token', 'bearer_token']) {
      const answer = await at(`${path}?${name}=${token}`);
      expect(answer.status, path).toBe(400);
      expect((await answer.json()).error).toBe('invalid_request');
      const beside = await at(`${path}?${name}=${token}`, { headers: bearer(token) });
      expect(beside.status, path).toBe(400);
    }
  const inBody = await post('/oauth/userinfo', form({ access_token: token }));
  expect(inBody.status).toBe(401);
  const said = logged.join('\n');
  for (const secret of [token, code, app.secret]) expect(said).not.toContain(secret);
  const { rows } = await world.services.pool.query<{ row: string }>(
    'select t::text as row from oauth_token t union all select c::text from oauth_code c union all select a::text from oauth_app a',
  );
  const kept = rows.map(({ row }) => row).join('\n');
  for (const secret of [token, code, app.secret]) expect(kept).not.toContain(secret);
  expect(kept).toContain(app.clientId);
});

test('OAU-14: nothing but a token of ours opens anything, however it is dressed', async () => {
  const token = await aToken(world, anna, ['read']);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: anna.personId,
    iss: world.origin,
    exp: '9'.repeat(400),
    scope: 'read write',
  };
  const jwt = (header: object) => `${part(header)}.${part(claims)}.`;
  const dressed = [
    ...[{ alg: 'none' }, { alg: 'HS256', kid: '../../etc/passwd' }].map(
      (one) => `Bearer ${jwt(one)}`,
    ),
    ...[`Basic ${jwt({ alg: 'none' })}`, `Basic ${Buffer.from(`${token}:`).toString('base64')}`],
    ...[`Token ${token}`, token, `Bearer${token}`, `Bearer ${token} x`, `Bearer "${token}"`],
    ...[
      `Bearer ${token}=`,
      `Bearer ${token.slice(0, -1)}`,
      'Bearer',
      'Bearer null',
      `DPoP ${token}`,
    ],
  ];
  for (const authorization of dressed) {
    const headers = { authorization };
    const answer = await at('/api/v1/accounts/verify_credentials', { headers });
    expect(answer.status, authorization).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  }
  const headers = { authorization: `bearer  ${token}` };
  expect((await at('/api/v1/accounts/verify_credentials', { headers })).status).toBe(200);
});

test('OAU-15: there is no sign-in by a code typed on another device', async () => {
  const paths = [
    ...[
      '/oauth/device',
      '/oauth/device/code',
      '/oauth/device_authorization',
      '/oauth/authorize_device',
    ],
    ...[
      '/oauth/introspect',
      '/oauth/register',
      '/oauth/par',
      '/oauth/applications',
      '/oauth/token/info',
    ],
  ];
  for (const path of paths) {
    for (const answer of [await at(path), await post(path, form({ client_id: 'x' }))]) {
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toEqual({ error: 'Record not found' });
    }
  }
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const answer = await post('/oauth/token', form({ grant_type, device_code: 'x', client_id: 'y' }));
  expect((await answer.json()).error).toBe('unsupported_grant_type');
  expect((await at('/.well-known/openid-configuration')).status).toBe(404);
});

test('somebody who is not signed in signs in first and comes back to the whole question', async () => {
  const app = await anApp(world, { redirectUris: [`https://client.example/${'x'.repeat(600)}`] });
  const link = asking(app, { state: 'y'.repeat(600), force_login: 'true' });
  const away = await at(link);
  expect(away.status).toBe(303);
  const next = new URL(away.headers.get('location') ?? '', world.origin).searchParams.get('next');
  expect(next).toBe(link);
  const back = await at(away.headers.get('location') ?? '', { headers: { cookie } });
  expect(back.headers.get('location')).toBe(link);
  const other = await say(link, 'other', { ...fromPage(), cookie: await world.cookieOf(anna) });
  expect(other.headers.get('location')).toContain('/sign-in?next=%2Foauth%2Fauthorize');
  expect(other.headers.get('set-cookie')).toMatch(/session=;/);
});

test('an app that wants the person looked at anew gets that, once it is some time ago', async () => {
  const app = await anApp(world);
  const old = await world.cookieOf(anna);
  expect(
    (await at(asking(app, { force_login: 'true' }), { headers: { cookie: old } })).status,
  ).toBe(200);
  world.clock.turnBy(11 * 60 * 1000);
  const link = asking(app, { force_login: 'true' });
  const away = await at(link, { headers: { cookie: old } });
  expect(away.headers.get('location')).toBe(`/settings/prove?next=${encodeURIComponent(link)}`);
  expect((await at(asking(app), { headers: { cookie: old } })).status).toBe(200);
  cookie = await world.cookieOf(anna);
});

test('other pages may call the API, with tokens and without cookies', async () => {
  const asked = { origin: 'https://phanpy.example', 'access-control-request-method': 'POST' };
  for (const path of [
    '/api/v1/apps',
    '/api/v1/nothing',
    '/oauth/token',
    '/oauth/revoke',
    '/oauth/userinfo',
  ]) {
    const headers = { ...asked, 'access-control-request-headers': 'authorization,content-type' };
    const may = await at(path, { method: 'OPTIONS', headers });
    expect(may.status, path).toBe(204);
    expect(may.headers.get('access-control-allow-origin')).toBe('*');
    expect(may.headers.get('access-control-allow-credentials')).toBeNull();
    expect(may.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
    const answer = await at(path, { headers: asked });
    expect(answer.headers.get('access-control-allow-origin'), path).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('Link');
  }
  const page = await at('/oauth/authorize', { headers: { ...asked, cookie } });
  expect(page.headers.get('access-control-allow-origin')).toBeNull();
});

test('what is not there is a JSON 404, in every method', async () => {
  for (const path of [
    '/api/v1/timelines/nowhere',
    '/api/',
    '/api/v9/x',
    '/api/v1/apps/verify_credentials/',
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await at(path, { method });
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(await answer.json()).toEqual({ error: 'Record not found' });
    }
  }
  expect((await at('/oauth/token')).status).toBe(404);
});

test('a person is told with every key that clients know', async () => {
  const token = await aToken(world, anna, ['read:accounts', 'profile']);
  const me = await (await verify(token)).json();
  expect(Object.keys(me).toSorted()).toEqual(
    [
      ...[
        'id',
        'username',
        'acct',
        'url',
        'uri',
        'display_name',
        'note',
        'avatar',
        'avatar_static',
      ],
      ...['header', 'header_static', 'locked', 'fields', 'emojis', 'bot', 'group', 'discoverable'],
      ...[
        'noindex',
        'indexable',
        'hide_collections',
        'moved',
        'roles',
        'created_at',
        'source',
        'role',
      ],
      ...['last_status_at', 'statuses_count', 'followers_count', 'following_count'],
      ...['avatar_description', 'header_description', 'suspended', 'limited'],
      ...['show_media', 'show_media_replies', 'show_featured', 'feature_approval', 'memorial'],
    ].toSorted(),
  );
  expect(me).toMatchObject({
    url: `${world.origin}/@anna`,
    discoverable: false,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/),
    source: { note: '', privacy: 'public', language: '', follow_requests_count: 0 },
  });
  for (const address of [me.avatar, me.header]) {
    const { status, headers } = await fetch(address);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  }
  const info = await at('/oauth/userinfo', { headers: bearer(token) });
  expect(await info.json()).toEqual({
    iss: world.origin,
    sub: me.url,
    name: 'Anna <b>',
    preferred_username: 'anna',
    profile: me.url,
    picture: me.avatar,
  });
});

test('no body makes the door stumble', async () => {
  const app = await anApp(world);
  const json = { 'content-type': 'application/json' };
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const deep = '['.repeat(30_000);
  const bodies: [body: BodyInit, headers: Record<string, string>, status: number][] = [
    ['{"client_name":', json, 400],
    ['[]', json, 400],
    ['null', json, 400],
    [deep, json, 400],
    [`{"a":${deep}${']'.repeat(30_000)}}`, json, 400],
    ['{"client_name":{"a":1}}', json, 400],
    ['{"client_name":"a\\u0000b"}', json, 422],
    ['{"client_name":"\\ud800"}', json, 422],
    ['{"__proto__":{"client_name":"x"}}', json, 400],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), json, 400],
    ['client_name=%00', urlencoded, 422],
    ['a=1&'.repeat(200), urlencoded, 400],
    ['x'.repeat(70_000), urlencoded, 413],
    ['client_name=x', { 'content-type': 'text/plain' }, 415],
    ['<a/>', { 'content-type': 'application/xml' }, 415],
    ['--x\r\nbroken', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
    ['x', { 'content-type': 'multipart/form-data' }, 400],
  ];
  for (const path of ['/api/v1/apps', '/oauth/token', '/oauth/revoke'])
    for (const [body, headers, status] of bodies) {
      const answer = await post(path, body, headers);
      expect(answer.status, `${path} ${JSON.stringify(body).slice(0, 40)}`).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/json');
    }
  const drops = new ReadableStream({
    pull: (control) => control.enqueue(new TextEncoder().encode('client_name=x'.repeat(1000))),
  });
  const chunked = { method: 'POST', body: drops, duplex: 'half', headers: urlencoded };
  const endless = await at('/api/v1/apps', chunked as RequestInit);
  expect(endless.status, 'a body that does not say its length').toBe(413);
  const file = new FormData();
  file.set('client_name', new File(['x'], 'x.txt'));
  expect((await post('/api/v1/apps', file)).status).toBe(400);
  const bad = ['\u202e', '9'.repeat(40), '../../etc/passwd', "' or 1=1 --", 'x'.repeat(20_000)];
  for (const value of bad)
    for (const name of [
      'grant_type',
      'client_id',
      'client_secret',
      'code',
      'redirect_uri',
      'scope',
      'code_verifier',
      'token',
    ]) {
      for (const path of ['/oauth/token', '/oauth/revoke']) {
        const usual = { grant_type: 'authorization_code', client_id: app.clientId, code: 'x' };
        const answer = await post(path, form({ ...usual, redirect_uri: 'x', [name]: value }));
        expect(answer.status, `${path} ${name}`).toBeLessThan(500);
      }
      const page = await at(asking(app, { [name]: value }), { headers: { cookie } });
      expect(page.status, `page ${name}`).toBeLessThan(500);
    }
  const twice = `grant_type=client_credentials&client_id=${app.clientId}&client_secret=${app.secret}`;
  expect((await post('/oauth/token', twice, urlencoded)).status).toBe(200);
  const double = await post('/oauth/token', `${twice}&client_secret=${app.secret}`, urlencoded);
  expect(double.status).toBe(400);
  const basic = {
    authorization: `Basic ${Buffer.from(`${app.clientId}:${app.secret}`).toString('base64')}`,
  };
  expect((await post('/oauth/token', twice, { ...urlencoded, ...basic })).status).toBe(400);
  expect(logged.filter((line) => line.includes('failed'))).toEqual([]);
});

test('apps come, and secrets are tried, only so often from one address', async () => {
  let status = 0;
  let count = 0;
  for (; status !== 429 && count < 500; count += 1)
    ({ status } = await post('/api/v1/apps', form({ client_name: '' })));
  expect(count).toBe(201);
  const app = await anApp(world);
  for (count = 0; count < 300; count += 1)
    ({ status } = await exchange(app, 'x', { client_secret: `guess ${count}` }));
  expect(status).toBe(401);
  const slow = await exchange(app, 'x');
  expect([slow.status, slow.headers.get('retry-after')]).toEqual([429, '300']);
  world.clock.turnBy(60 * 60 * 1000);
  expect((await exchange(app, 'x')).status).toBe(400);
  expect((await post('/api/v1/apps', form(words))).status).toBe(200);
  cookie = await world.cookieOf(anna);
});
