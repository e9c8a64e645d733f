import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken, anApp } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { mastodonDoor } from '#protocols/mastodon-api/app.server.ts';

let world: World;
let call: AppCall;
let anna: Viewer;
let ben: Viewer;
let token: string;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  [anna, ben] = [await world.aPerson(), await world.aPerson()];
  token = await aToken(world, anna, ['read', 'write', 'follow']);
});
afterAll(() => world.close());

test('what an app says behind the question mark counts as if the body said it', async () => {
  const posted = await call('POST /api/v1/statuses?status=Hello&sensitive=1&poll[expires_in]=600', {
    token,
    body: { poll: { options: ['Tea', 'Water'], expires_in: 3600 } },
  });
  expect(posted.body).toMatchObject({ content: '<p>Hello</p>', sensitive: true });
  expect(posted.body.poll.options).toHaveLength(2);
  const followed = await call(`POST /api/v1/accounts/${ben.personId}/follow?reblogs=false`, {
    token,
  });
  expect(followed.body).toMatchObject({ following: true, showing_reblogs: false });
  const { body: list } = await call('POST /api/v1/lists?title=Close', { token });
  const members = `/api/v1/lists/${list.id}/accounts?account_ids[]=${ben.personId}` as const;
  expect((await call(`POST ${members}`, { token })).status).toBe(200);
  expect((await call(`DELETE ${members}`, { token })).status).toBe(200);
  const own = '/api/v1/accounts/update_credentials?display_name=Anna+B.' as const;
  expect((await call(`PATCH ${own}`, { token })).body.display_name).toBe('Anna B.');
  const app = '/api/v1/apps?client_name=Old&redirect_uris=urn:ietf:wg:oauth:2.0:oob' as const;
  expect((await call(`POST ${app}`)).body).toMatchObject({ name: 'Old' });
});

test('what the body says goes before what the address says', async () => {
  const { body } = await call('POST /api/v1/statuses?status=Address', {
    token,
    body: { status: 'Body' },
  });
  expect(body.content).toBe('<p>Body</p>');
});

test('a password in an address is not read', async () => {
  const app = await aToken(world, null, ['read', 'write']);
  const words = 'username=zoe&email=zoe@example.org&password=a-long-password&agreement=true';
  const { status } = await call(`POST /api/v1/accounts?${words}`, { token: app });
  expect(status).toBe(422);
});

test('a notification is dismissed by its number in the body, as older apps do it', async () => {
  const bens = await aToken(world, ben, ['read', 'write']);
  const [told] = (await call('GET /api/v1/notifications', { token: bens })).body;
  expect(told).toMatchObject({ type: 'follow' });
  const path = 'POST /api/v1/notifications/dismiss';
  expect((await call(path, { token: bens, body: { id: told.id } })).body).toEqual({});
  expect((await call('GET /api/v1/notifications', { token: bens })).body).toEqual([]);
});

test('a page of anywhere may ask with the headers that its app uses', async () => {
  const { origin } = world.services.config;
  const asked = 'authorization,content-type,user-agent';
  const answer = await mastodonDoor(world.services).answer(
    new Request(`${origin}/api/v1/statuses`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    }),
  );
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-allow-headers')).toBe(asked);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  expect(answer.headers.get('access-control-expose-headers')).toContain('Link');
});

test('nobody has collections here, and nobody is told apart from an absent one by them', async () => {
  for (const list of ['collections', 'in_collections']) {
    const there = await call(`GET /api/v1/accounts/${ben.personId}/${list}`, { token });
    expect([there.status, there.body]).toEqual([200, { collections: [] }]);
    expect((await call(`GET /api/v1/accounts/1/${list}`, { token })).status).toBe(404);
  }
});

test('paragraphs of a post stand side by side, without a line feed that apps would show', async () => {
  const { body } = await call('POST /api/v1/statuses', {
    token,
    body: { status: 'One\nand\n\nTwo' },
  });
  expect(body.content).toBe('<p>One<br />and</p><p>Two</p>');
});

test('an app that asks wrongly is told what is wrong, in words for its maker', async () => {
  const { clientId: client_id, secret: client_secret } = await anApp(world);
  const proof = { client_id, client_secret };
  const wrong = [
    [{ ...proof, client_secret: 'x', grant_type: 'client_credentials' }, 401, 'invalid_client'],
    [{ ...proof, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ ...proof, grant_type: 'client_credentials', scope: 'admin:read' }, 400, 'invalid_scope'],
    [{ ...proof, grant_type: 'authorization_code' }, 400, 'invalid_request'],
  ] as const;
  for (const [body, status, error] of wrong) {
    const said = await call('POST /oauth/token', { body });
    expect(said).toMatchObject({ status, body: { error, error_description: expect.any(String) } });
  }
  const list = await call('POST /api/v1/lists', {
    token,
    body: { title: 'X', replies_policy: 'some' },
  });
  expect(list.body).toEqual({ error: "'some' is not a valid replies_policy" });
});

test('Elk fills every field of a post, of its poll and of its edit, also those that say nothing', async () => {
  const own = await aToken(world, await world.aPerson(), ['write']);
  const path = '/api/v1/statuses';
  const plain = {
    ...{ status: 'Which tea?', quote_approval_policy: 'nobody', visibility: 'public' },
    ...{ sensitive: false, spoiler_text: '', language: 'en', media_ids: [] },
  };
  const poll = { options: ['green', 'black'], expires_in: 86400 };
  const asked = await call(`POST ${path}`, { token: own, body: { ...plain, poll } });
  expect(asked.body).toMatchObject({ spoiler_text: '', language: 'en', media_attachments: [] });
  expect(asked.body.poll.options).toHaveLength(2);
  const written = await call(`POST ${path}`, { token: own, body: plain });
  expect(written.body).toMatchObject({
    content: '<p>Which tea?</p>',
    poll: null,
    sensitive: false,
  });
  const edited = await call(`PUT ${path}/${written.body.id}`, {
    token: own,
    body: { ...plain, status: 'Which tea!', in_reply_to_id: null, media_attributes: [] },
  });
  expect(edited.body).toMatchObject({ content: '<p>Which tea!</p>', in_reply_to_id: null });
});
