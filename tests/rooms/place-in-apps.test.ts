import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { changeSettings } from '#domain/house/settings.server.ts';

let world: World;
let call: AppCall;

beforeAll(async () => {
  world = await openWorld({
    env: {
      POCKETFRIENDS_ORIGIN: 'https://pocket.example',
      POCKETFRIENDS_API_LIMIT_VISITORS: '100000',
    },
  });
  call = callsOf(world);
});
afterAll(() => world.close());

const media = [
  ...['supported_mime_types', 'description_limit', 'image_size_limit', 'image_matrix_limit'],
  ...['video_size_limit', 'video_frame_rate_limit', 'video_matrix_limit'],
];
const statuses = ['max_characters', 'max_media_attachments', 'characters_reserved_per_url'];
const polls = ['max_options', 'max_characters_per_option', 'min_expiration', 'max_expiration'];
const under = (name: string, keys: string[]) => [name, ...keys.map((key) => `${name}.${key}`)];
const rule = under('rules', ['id', 'text', 'hint', 'translations']);

test('an app reads the place with every key that is written down', async () => {
  const { status, body } = await call('GET /api/v2/instance');
  expect(status).toBe(200);
  const config = [
    ...under('urls', ['streaming', 'status', 'about', 'privacy_policy', 'terms_of_service']),
    ...under('vapid', ['public_key']),
    ...under('accounts', [
      ...['max_display_name_length', 'max_note_length', 'max_avatar_description_length'],
      ...['max_header_description_length', 'max_featured_tags', 'max_pinned_statuses'],
      ...['max_profile_fields', 'profile_field_name_limit', 'profile_field_value_limit'],
    ]),
    ...under('statuses', statuses),
    ...under('media_attachments', media),
    ...under('polls', polls),
    ...under('translation', ['enabled']),
    ...under('timelines_access', [
      ...under('live_feeds', ['local', 'remote']),
      ...under('hashtag_feeds', ['local', 'remote']),
      ...under('trending_link_feeds', ['local', 'remote']),
    ]),
    'limited_federation',
  ];
  expect(keysOf(body)).toEqual(
    expect.arrayContaining([
      ...['domain', 'title', 'version', 'source_url', 'description', 'languages'],
      ...['usage', 'usage.users', 'usage.users.active_month'],
      ...under('thumbnail', ['url', 'blurhash', 'description', 'versions']),
      ...under('icon', ['src', 'size']),
      ...under('configuration', config),
      ...under('registrations', [
        ...['enabled', 'approval_required', 'reason_required', 'message', 'min_age', 'url'],
      ]),
      ...under('api_versions', ['mastodon', 'pocketfriends']),
      ...under('contact', ['email', 'account']),
      ...rule,
    ]),
  );
  expect(body).toMatchObject({
    domain: 'pocket.example',
    title: 'Pocket Friends',
    version: expect.stringMatching(/^4\.6\.0 \(compatible; PocketFriends \d+\.\d+\.\d+.*\)$/),
    configuration: {
      urls: { streaming: 'wss://pocket.example' },
      statuses: { max_characters: 5000, max_media_attachments: 4 },
      polls: { max_options: 8 },
    },
    registrations: { enabled: true, approval_required: false, min_age: 16 },
    api_versions: { mastodon: 7, pocketfriends: 1 },
  });
});

test('an older app reads the place with every key that is written down', async () => {
  const { body } = await call('GET /api/v1/instance');
  expect(keysOf(body)).toEqual(
    expect.arrayContaining([
      ...['uri', 'title', 'short_description', 'description', 'email', 'version', 'thumbnail'],
      ...['languages', 'registrations', 'approval_required', 'invites_enabled', 'contact_account'],
      ...under('urls', ['streaming_api']),
      ...under('stats', ['user_count', 'status_count', 'domain_count']),
      ...under('configuration', [
        ...under('accounts', ['max_featured_tags']),
        ...under('statuses', statuses),
        ...under('media_attachments', media.toSpliced(1, 1)),
        ...under('polls', polls),
      ]),
      ...rule,
    ]),
  );
  expect(new URL(body.urls.streaming_api).protocol).toBe('wss:');
  expect(body.uri).toBe('pocket.example');
});

test('what the operator decides is what apps are told', async () => {
  const olga = await world.aPerson({ handle: 'olga', operator: true });
  const rules = ['Be <b>kind</b>.', 'No selling.'];
  const changed = { name: 'Owl House', about: 'We read.', rules, signUp: 'approval' as const };
  await changeSettings(world.as(olga), { ...changed, languages: ['fr'], leastAge: 18 });
  await expect.poll(async () => (await call('GET /api/v2/instance')).body.title).toBe('Owl House');
  const { body } = await call('GET /api/v2/instance');
  expect(body).toMatchObject({
    description: 'We read.',
    languages: ['fr'],
    registrations: { enabled: true, approval_required: true, reason_required: true, min_age: 18 },
  });
  const told = (await call('GET /api/v1/instance/rules')).body;
  expect(told.map(({ id, text }: { id: string; text: string }) => [id, text])).toEqual([
    ['1', rules[0]],
    ['2', rules[1]],
  ]);
  const terms = (await call('GET /api/v1/instance/terms_of_service')).body;
  expect(terms.content).toContain('Be &lt;b&gt;kind&lt;/b&gt;.');
  expect(terms).toMatchObject({ effective: true, effective_date: '2026-11-22' });
  const old = '/api/v1/instance/terms_of_service/2026-11-21';
  expect((await call(`GET ${old}`)).status).toBe(404);
  const about = (await call('GET /api/v1/instance/extended_description')).body;
  expect(about).toEqual({ updated_at: '2026-11-22T12:00:00.000Z', content: '<p>We read.</p>' });
  const privacy = (await call('GET /api/v1/instance/privacy_policy')).body;
  expect(privacy.content).toContain('https://pocket.example/about/privacy');
});

test('figures are told in tens, so that nobody is found by counting', async () => {
  for (let count = 0; count < 9; count += 1) await world.cookieOf(await world.aPerson());
  const usage = async () => {
    world.clock.turnBy(11 * 60 * 1000);
    return (await call('GET /nodeinfo/2.0')).body.usage;
  };
  // Olga is the tenth, but was not here.
  expect(await usage()).toEqual({
    users: { total: 10, activeMonth: 0, activeHalfyear: 0 },
    localPosts: 0,
  });
  for (let count = 0; count < 5; count += 1) await world.cookieOf(await world.aPerson());
  expect((await usage()).users).toEqual({ total: 10, activeMonth: 10, activeHalfyear: 10 });
  const activity = (await call('GET /api/v1/instance/activity')).body;
  expect(activity).toHaveLength(12);
  expect(new Date(Number(activity[0].week) * 1000).getUTCDay(), 'weeks begin on Monday').toBe(1);
  for (const week of activity)
    for (const key of ['statuses', 'logins', 'registrations'])
      expect(Number(week[key]) % 10).toBe(0);
});

test('programs find out what this place is, and it claims to be nothing else', async () => {
  const known = (await call('GET /.well-known/nodeinfo')).body.links;
  expect(known).toHaveLength(2);
  for (const { rel, href } of known) {
    const path = new URL(href).pathname as `/${string}`;
    const { body, headers } = await call(`GET ${path}`);
    expect(rel.endsWith(body.version)).toBe(true);
    expect(body.software.name).toBe('pocketfriends');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-type')).toContain('application/json');
  }
  const meta = await call('GET /.well-known/host-meta');
  expect(meta.headers.get('content-type')).toMatch(/^application\/xrd\+xml/);
  expect(meta.body).toContain('https://pocket.example/.well-known/webfinger?resource={uri}');
});

test('a handle or the address of a page leads to the person, and to nobody from elsewhere', async () => {
  await world.aPerson({ handle: 'anna' });
  const ask = (resource: string) =>
    call(`GET /.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
  for (const resource of ['acct:anna@pocket.example', 'acct:ANNA@Pocket.example']) {
    const { status, body, headers } = await ask(resource);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jrd+json');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(body.subject).toBe('acct:anna@pocket.example');
    expect(body.aliases).toContain('https://pocket.example/@anna');
  }
  expect((await ask('https://pocket.example/@anna')).body.subject).toBe('acct:anna@pocket.example');
  const wrong = [
    ...['acct:anna@elsewhere.example', 'acct:nobody@pocket.example', 'https://pocket.example/anna'],
    ...['https://elsewhere.example/@anna', 'anna@pocket.example', 'acct:@pocket.example', 'x'],
  ];
  for (const resource of wrong) expect((await ask(resource)).status, resource).toBe(404);
  expect((await call('GET /.well-known/webfinger')).status).toBe(400);
});

test('HLT-12: trying a list of handles by webfinger ends in being told nothing', async () => {
  const from = '203.0.113.9';
  const ask = (handle: string) =>
    call(`GET /.well-known/webfinger?resource=acct:${handle}@pocket.example`, { from });
  for (let count = 0; count < 300; count += 1) await ask(`no_body_${count}`);
  expect((await ask('anna')).status).toBe(429);
});

test('what there is nothing of is an empty list, never an error', async () => {
  const token = await aToken(world, await world.aPerson(), ['read']);
  const lists = [
    ...['instance/peers', 'instance/domain_blocks', 'custom_emojis', 'trends', 'trends/tags'],
    ...['trends/statuses', 'trends/links', 'timelines/link?url=https://x.example', 'suggestions'],
  ];
  for (const path of lists)
    expect(await call(`GET /api/v1/${path}`, { token }), path).toMatchObject({
      status: 200,
      body: [],
    });
  expect((await call('GET /api/v2/suggestions', { token })).body).toEqual([]);
  expect((await call('GET /api/v1/instance/translation_languages')).body).toEqual({});
  expect((await call('GET /api/v1/async_refreshes/x', { token })).status).toBe(404);
});
