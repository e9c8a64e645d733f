import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { exportFor } from '#domain/people/keeper.server.ts';
import { changePosting } from '#domain/people/posting.server.ts';
import { changeProfile } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
let anna: Viewer;
let token: string;

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  anna = await world.aPerson({ handle: 'anna' });
  token = await aToken(world, anna, ['read', 'write']);
});
afterAll(() => world.close());

const update = (body: object | FormData) =>
  call('PATCH /api/v1/accounts/update_credentials', { token, body });
const verify = async () => (await call('GET /api/v1/accounts/verify_credentials', { token })).body;
const exported = async () => {
  const all = await exportFor(world.as(null), anna.personId);
  return 'posting' in all ? all.posting : undefined;
};
const under = (name: string, keys: string[]) => [name, ...keys.map((key) => `${name}.${key}`)];

const accountKeys = [
  ...['id', 'username', 'acct', 'url', 'uri', 'display_name', 'note', 'avatar', 'avatar_static'],
  ...['header', 'header_static', 'locked', 'fields', 'emojis', 'bot', 'group', 'noindex'],
  ...['indexable', 'moved', 'roles', 'created_at', 'last_status_at', 'statuses_count'],
  ...['followers_count', 'following_count', 'discoverable', 'hide_collections'],
];

test('an app reads oneself with every key that is written down', async () => {
  expect(keysOf(await verify())).toEqual(
    expect.arrayContaining([
      ...accountKeys,
      ...under('source', [
        ...['privacy', 'sensitive', 'language', 'note', 'fields', 'follow_requests_count'],
        ...['hide_collections', 'discoverable', 'indexable', 'attribution_domains', 'quote_policy'],
      ]),
      ...under('role', ['id', 'name', 'color', 'permissions', 'highlighted', 'collection_limit']),
    ]),
  );
  const { body } = await call('GET /api/v1/profile', { token });
  expect(keysOf(body)).toEqual(
    expect.arrayContaining([
      ...['id', 'display_name', 'note', 'fields', 'avatar', 'avatar_static', 'avatar_description'],
      ...['header', 'header_static', 'header_description', 'locked', 'bot', 'hide_collections'],
      ...['discoverable', 'indexable', 'show_media', 'show_media_replies', 'show_featured'],
      ...['attribution_domains', 'featured_tags'],
    ]),
  );
});

test('an app changes what people say of themselves, and what it does not name stays', async () => {
  const zone = 'Europe/Dublin';
  const words = { name: 'Anna', pronouns: '', bio: 'Old.', languages: ['de'], zone };
  await changeProfile(world.as(anna), words);
  const { status, body } = await update({
    display_name: 'Night Owl',
    note: 'I read <b>much</b>.\n\nAnd sleep.',
    locked: true,
    bot: true,
    discoverable: 'true',
    hide_collections: false,
    indexable: true,
    fields_attributes: {
      0: { name: 'Pronouns', value: 'she/her' },
      1: { name: 'Blog', value: 'https://anna.example/' },
    },
    source: { privacy: 'private', sensitive: true, language: 'fr', quote_policy: 'followers' },
  });
  expect(status).toBe(200);
  const told = {
    display_name: 'Night Owl',
    note: '<p>I read &lt;b&gt;much&lt;/b&gt;.</p><p>And sleep.</p>',
    locked: true,
    bot: false,
    discoverable: true,
    indexable: true,
    hide_collections: false,
    source: {
      note: 'I read <b>much</b>.\n\nAnd sleep.',
      privacy: 'private',
      sensitive: true,
      language: 'fr',
      quote_policy: 'followers',
      fields: [
        { name: 'Pronouns', value: 'she/her', verified_at: null },
        { name: 'Blog', value: 'https://anna.example/', verified_at: null },
      ],
    },
  };
  expect(body).toMatchObject(told);
  const form = new FormData();
  form.set('display_name', '');
  form.set('source[sensitive]', 'false');
  expect((await update(form)).body).toMatchObject({
    ...told,
    display_name: 'anna',
    source: { ...told.source, sensitive: false },
  });
  expect((await call('GET /api/v1/preferences', { token })).body).toEqual({
    'posting:default:visibility': 'private',
    'posting:default:sensitive': false,
    'posting:default:language': 'fr',
    'posting:default:quote_policy': 'followers',
    'reading:expand:media': 'default',
    'reading:expand:spoilers': false,
    'reading:autoplay:gifs': false,
  });
  expect(await exported()).toEqual({
    visibility: 'followers',
    sensitive: false,
    language: 'fr',
    quotes: 'followers',
  });
});

test('what cannot be kept is refused as a whole, and nothing is lost', async () => {
  const before = await verify();
  const wrong: object[] = [
    { fields_attributes: [{ name: 'Town', value: 'Dublin' }] },
    { fields_attributes: [{ name: 'Evil', value: 'javascript:alert(1)' }] },
    { fields_attributes: [...'12345'].map((n) => ({ name: n, value: `https://a.example/${n}` })) },
    { display_name: 'x'.repeat(81) },
    { note: 'x'.repeat(501) },
    { source: { privacy: 'secret' } },
    { source: { language: 'klingon' } },
    { source: { quote_policy: 'friends' } },
    { attribution_domains: ['evil.example'] },
    { avatar_description: 'An owl' },
    { avatar: 'data:image/png;base64,xxxx' },
  ];
  for (const change of wrong) {
    const { status, body } = await update({ note: 'New.', ...change });
    expect(status, JSON.stringify(change)).toBe(422);
    expect(body.error).toMatch(/^Validation failed: \w+/);
  }
  const form = new FormData();
  form.set('note', 'New.');
  form.set('avatar', new File([await aPicture()], 'a.png', { type: 'image/png' }));
  form.set('header', new File(['no picture'], 'b.png', { type: 'image/png' }));
  expect((await update(form)).status).toBe(422);
  expect(await verify()).toEqual(before);
});

const aPicture = () =>
  sharp({ create: { width: 30, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

test('pictures come as files and go again', async () => {
  const form = new FormData();
  form.set('avatar', new File([await aPicture()], 'a.png', { type: 'image/png' }));
  form.set('header', new File([await aPicture()], 'b.png', { type: 'image/png' }));
  const { status, body } = await update(form);
  expect(status).toBe(200);
  expect(body.avatar).toMatch(/\/media\/[0-9a-f]{32}\.webp$/);
  expect(body.header).toMatch(/\/media\/[0-9a-f]{32}\.webp$/);
  expect((await call('DELETE /api/v1/profile/avatar', { token })).body.avatar).toMatch(/icon-192/);
  expect((await call('DELETE /api/v1/profile/header', { token })).body.header).toMatch(/missing/);
  expect((await call('GET /api/v1/profile', { token })).body).toMatchObject({
    avatar: null,
    header: null,
  });
});

test('PRV-10: an app that repeats what it read does not make posts for friends wider', async () => {
  await changePosting(world.as(anna), { visibility: 'friends' });
  const { privacy } = (await verify()).source;
  expect(privacy).toBe('private');
  await update({ source: { privacy } });
  expect(await exported()).toMatchObject({ visibility: 'friends' });
});

test('a profile is changed sixty times an hour at most', async () => {
  const bob = await aToken(world, await world.aPerson(), ['write']);
  const change = () => call('PATCH /api/v1/profile', { token: bob, body: { display_name: 'Bob' } });
  for (let count = 0; count < 60; count += 1) expect((await change()).status).toBe(200);
  expect((await change()).status).toBe(429);
});
