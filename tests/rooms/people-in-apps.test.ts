import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { changeFound, changeProfile } from '#domain/people/profile.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

async function somebody(about: { handle?: string; name?: string } = {}) {
  const viewer = await world.aPerson(about);
  const token = await aToken(world, viewer, ['read', 'write']);
  return { viewer, token, id: viewer.personId };
}
const found = (viewer: Viewer, discoverable: boolean, showsFollows = false) =>
  changeFound(world.as(viewer), { discoverable, indexable: false, showsFollows, feed: false });
const ids = (body: { id: string }[]) => body.map(({ id }) => id);
const nothing = { status: 404, body: { error: 'Record not found' } };

test('an app finds a person by number, by several numbers, and by handle as people write it', async () => {
  const [anna, ben] = [await somebody({ handle: 'anna_x' }), await somebody()];
  expect((await call(`GET /api/v1/accounts/${anna.id}`)).body.username).toBe('anna_x');
  const several = await call(`GET /api/v1/accounts?id[]=${ben.id}&id[]=1&id[]=${anna.id}`);
  expect(ids(several.body)).toEqual([ben.id, anna.id]);
  for (const acct of [
    'anna_x',
    '@anna_x',
    'Anna_X',
    `anna_x@${new URL(world.services.config.origin).host}`,
  ])
    expect((await call(`GET /api/v1/accounts/lookup?acct=${acct}`)).body.id).toBe(anna.id);
  for (const path of [
    'lookup?acct=nobody_x',
    'lookup?acct=anna_x@elsewhere.example',
    'lookup',
    '1',
    'x',
    '999999999999999999',
  ])
    expect(await call(`GET /api/v1/accounts/${path}`)).toMatchObject(nothing);
});

test('HLT-12: whoever tries a list of handles is told nothing for a while, even of those that exist', async () => {
  const anna = await somebody();
  const from = '203.0.113.9';
  for (let n = 0; n < 300; n += 1)
    await call(`GET /api/v1/accounts/lookup?acct=guess_${n}`, { from });
  const known = await call(`GET /api/v1/accounts/lookup?acct=${anna.viewer.handle}`, { from });
  expect(known.status).toBe(429);
});

test('HLT-04: search finds who wishes to be found, whom one follows, and exact handles, in an order that says nothing', async () => {
  const [me, open, shy, friend] = [
    await somebody(),
    await somebody({ handle: 'zoe_open', name: 'Zelda' }),
    await somebody({ handle: 'zoe_shy' }),
    await somebody({ handle: 'zoe_zz' }),
  ];
  await found(open.viewer, true);
  await followPerson(world.as(me.viewer), friend.id);
  const search = async (words: string) =>
    ids((await call(`GET /api/v1/accounts/search?q=${encodeURIComponent(words)}`, me)).body);
  expect(await search('zoe')).toEqual([friend.id, open.id]);
  expect(await search('@zoe_s')).toEqual([]);
  expect(await search('zoe_shy')).toEqual([shy.id]);
  expect(await search('@zoe_shy@' + new URL(world.services.config.origin).host)).toEqual([shy.id]);
  expect(await search('zeld')).toEqual([open.id]);
  expect(await search("a' | z:*")).toEqual([]);
  expect(await search('%')).toEqual([]);
  expect(await search(' ')).toEqual([]);
  const own = await call('GET /api/v1/accounts/search?q=zoe&following=true', me);
  expect(ids(own.body)).toEqual([friend.id]);
});

test('a relationship has every key that is written down, and each way of being together is said', async () => {
  const [anna, ben] = [await somebody(), await somebody()];
  const at = (verb: string, body?: object) =>
    call(`POST /api/v1/accounts/${ben.id}/${verb}`, { token: anna.token, ...(body && { body }) });
  const { body } = await call(`GET /api/v1/accounts/relationships?id[]=${ben.id}`, anna);
  expect(keysOf(body)).toEqual([
    ...['id', 'following', 'showing_reblogs', 'notifying', 'languages', 'followed_by', 'blocking'],
    ...['blocked_by', 'muting', 'muting_notifications', 'muting_expires_at', 'requested'],
    ...['requested_by', 'domain_blocking', 'endorsed', 'note'],
  ]);
  expect((await at('endorse')).status).toBe(422);
  expect(
    (await at('follow', { reblogs: false, notify: true, languages: ['de', 'en'] })).body,
  ).toMatchObject({
    ...{ following: true, showing_reblogs: false, notifying: true, languages: ['de', 'en'] },
  });
  expect((await at('follow', { languages: ['klingon'] })).status).toBe(422);
  expect((await at('pin')).body).toMatchObject({ endorsed: true });
  expect(ids((await call(`GET /api/v1/accounts/${anna.id}/endorsements`)).body)).toEqual([ben.id]);
  expect(ids((await call('GET /api/v1/endorsements', anna)).body)).toEqual([ben.id]);
  expect((await at('unpin')).body).toMatchObject({ endorsed: false });
  expect((await at('note', { comment: 'Met at the station.' })).body.note).toBe(
    'Met at the station.',
  );
  expect((await at('note', { comment: 'x'.repeat(2001) })).status).toBe(422);
  expect((await at('mute', { duration: 3600, notifications: false })).body).toMatchObject({
    ...{ muting: true, muting_notifications: false, muting_expires_at: '2026-11-22T13:00:00.000Z' },
  });
  const muted = await call('GET /api/v1/mutes', anna);
  expect(muted.body).toMatchObject([{ id: ben.id, mute_expires_at: '2026-11-22T13:00:00.000Z' }]);
  expect((await at('unmute')).body.muting).toBe(false);
  expect((await at('unfollow')).body.following).toBe(false);
  expect((await at('block')).body).toMatchObject({ blocking: true, blocked_by: false });
  expect(ids((await call('GET /api/v1/blocks', anna)).body)).toEqual([ben.id]);
  expect((await at('follow')).status).toBe(404);
  expect((await at('unblock')).body.blocking).toBe(false);
});

test('nobody follows, blocks or mutes themselves', async () => {
  const { id, token } = await somebody();
  for (const verb of ['follow', 'block', 'mute'])
    expect((await call(`POST /api/v1/accounts/${id}/${verb}`, { token })).status).toBe(403);
});

test('PRV-17: whoever follows a locked person by an app waits for their yes, and reads nothing before it', async () => {
  const [pat, mallory] = [await somebody(), await somebody()];
  await call('PATCH /api/v1/accounts/update_credentials', {
    token: pat.token,
    body: { locked: true },
  });
  const made = await writePost(world.as(pat.viewer), {
    text: 'Only mine.',
    visibility: 'followers',
  });
  const asked = await call(`POST /api/v1/accounts/${pat.id}/follow`, { token: mallory.token });
  expect(asked.body).toMatchObject({ following: false, requested: true });
  expect('post' in made).toBe(true);
  const requests = await call('GET /api/v1/follow_requests', pat);
  expect(ids(requests.body)).toEqual([mallory.id]);
  expect(ids((await call('GET /api/v1/follow_requests/outgoing', mallory)).body)).toEqual([pat.id]);
  const yes = (who: { token: string }) =>
    call(`POST /api/v1/follow_requests/${mallory.id}/authorize`, { token: who.token });
  expect(await yes(mallory)).toMatchObject(nothing);
  expect((await yes(pat)).body).toMatchObject({ id: mallory.id, followed_by: true });
  expect(await yes(pat)).toMatchObject(nothing);
  const gone = await call(`POST /api/v1/accounts/${mallory.id}/remove_from_followers`, {
    token: pat.token,
  });
  expect(gone.body.followed_by).toBe(false);
});

test('PRV-04: to somebody who was blocked, the one who blocked them is as absent as a number that nobody has', async () => {
  const [pat, mallory] = [await somebody({ handle: 'pat_away' }), await somebody()];
  await found(pat.viewer, true, true);
  await followPerson(world.as(pat.viewer), mallory.id);
  await found(mallory.viewer, true, true);
  await call(`POST /api/v1/accounts/${pat.id}/mute`, { token: mallory.token });
  await blockPerson(world.as(pat.viewer), mallory.id);
  const asked = async (id: string, handle: string) => {
    const answers = [];
    for (const how of [
      ...['', '/followers', '/following', '/endorsements', '/identity_proofs'].map(
        (rest) => `GET /api/v1/accounts/${id}${rest}`,
      ),
      ...[
        `?id[]=${id}`,
        `/lookup?acct=${handle}`,
        `/search?q=${handle}`,
        `/relationships?id[]=${id}`,
        `/familiar_followers?id[]=${id}`,
      ].map((rest) => `GET /api/v1/accounts${rest}`),
      ...[
        'follow',
        'unfollow',
        'block',
        'unblock',
        'mute',
        'unmute',
        'note',
        'pin',
        'unpin',
        'remove_from_followers',
      ].map((verb) => `POST /api/v1/accounts/${id}/${verb}`),
      ...['authorize', 'reject'].map((verb) => `POST /api/v1/follow_requests/${id}/${verb}`),
      ...[
        'GET /api/v1/mutes',
        'GET /api/v1/directory',
        `GET /api/v1/accounts/${mallory.id}/followers`,
      ],
    ]) {
      const { status, body, headers } = await call(how as 'GET /', mallory);
      answers.push([
        how.replaceAll(id, 'ID').replaceAll(handle, 'HANDLE'),
        status,
        body,
        headers.get('link'),
      ]);
    }
    return answers;
  };
  expect(await asked(pat.id, 'pat_away')).toEqual(await asked('117000000000000001', 'pat_gone'));
});

test('PRV-19: a list that is hidden names nobody, counts nobody, and nobody is familiar by it', async () => {
  const [anna, ben, cleo] = [await somebody(), await somebody(), await somebody()];
  await followPerson(world.as(ben.viewer), anna.id);
  await followPerson(world.as(cleo.viewer), anna.id);
  await followPerson(world.as(cleo.viewer), ben.id);
  const followers = async (who?: { token: string }) =>
    ids((await call(`GET /api/v1/accounts/${anna.id}/followers`, { token: who?.token })).body);
  const familiar = async () =>
    (await call(`GET /api/v1/accounts/familiar_followers?id[]=${anna.id}`, cleo)).body[0].accounts
      .length;
  const count = async () => (await call(`GET /api/v1/accounts/${anna.id}`)).body.followers_count;
  expect([await followers(), await followers(ben), await followers(anna)]).toEqual([
    [],
    [ben.id],
    [cleo.id, ben.id],
  ]);
  expect([await familiar(), await count()]).toEqual([0, 0]);
  await found(anna.viewer, false, true);
  expect([await familiar(), await count()]).toEqual([0, 2]);
  await found(ben.viewer, false, true);
  expect([await familiar(), await followers()]).toEqual([1, [cleo.id, ben.id]]);
});

test('REL-14: whoever follows and unfollows a hundred times at once is counted as often as they stand on the list', async () => {
  const anna = await somebody();
  const others = [await somebody(), await somebody(), await somebody()];
  await Promise.all(
    Array.from({ length: 100 }, (_, n) => {
      const verb = n % 2 === 0 || n > 94 ? 'follow' : 'unfollow';
      const { token } = others[n % 3] ?? anna;
      return call(`POST /api/v1/accounts/${anna.id}/${verb}`, { token });
    }),
  );
  const listed = await call(`GET /api/v1/accounts/${anna.id}/followers`, anna);
  const { body } = await call('GET /api/v1/accounts/verify_credentials', anna);
  expect(body.followers_count).toBe(listed.body.length);
  for (const { id, token } of others) {
    const own = await call('GET /api/v1/accounts/verify_credentials', { token });
    expect(own.body.following_count).toBe(ids(listed.body).includes(id) ? 1 : 0);
  }
});

test('lists are turned by the number of what put people on them', async () => {
  const anna = await somebody();
  const others = [await somebody(), await somebody(), await somebody()];
  for (const { viewer } of others) await blockPerson(world.as(anna.viewer), viewer.personId);
  const first = await call('GET /api/v1/blocks?limit=2', anna);
  const next = /<[^>]*?(\/api[^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await call(`GET ${next as '/'}`, anna);
  expect([...ids(first.body), ...ids(second.body)]).toEqual(others.map(({ id }) => id).reverse());
});

test('servers are blocked by name, and taken back', async () => {
  const { token } = await somebody();
  const path = '/api/v1/domain_blocks';
  expect((await call(`POST ${path}`, { token, body: { domain: 'Loud.Example' } })).body).toEqual(
    {},
  );
  expect((await call(`POST ${path}`, { token, body: { domain: 'no host' } })).status).toBe(422);
  expect((await call(`GET ${path}`, { token })).body).toEqual(['loud.example']);
  await call(`DELETE ${path}?domain=loud.example`, { token });
  expect((await call(`GET ${path}`, { token })).body).toEqual([]);
});

test('a thousand numbers at once are answered for the first eighty', async () => {
  const anna = await somebody();
  const many = Array.from({ length: 1000 }, (_, n) => `id[]=${n + 1}`).join('&');
  expect(
    (await call(`GET /api/v1/accounts/relationships?${many}&id[]=${anna.id}`, anna)).body,
  ).toEqual([]);
  expect(
    (await call(`GET /api/v1/accounts/search?q=person&limit=100000&offset=99999999`, anna)).status,
  ).toBe(200);
});

test('PRV-04: oEmbed shows what everybody may read, as words without a script, and nothing else exists for it', async () => {
  const pat = await somebody({ handle: 'pat_embed', name: 'Pat <b>' });
  await somebody({ handle: 'ben_named' });
  const profile = { name: 'Pat <b>', pronouns: '', bio: '', languages: [], zone: 'UTC' };
  await changeProfile(world.as(pat.viewer), profile);
  const { origin } = world.services.config;
  const embed = (id: string, handle = 'pat_embed') =>
    call(`GET /api/oembed?url=${encodeURIComponent(`${origin}/@${handle}/${id}`)}`, pat);
  const write = async (visibility: 'public' | 'followers' | 'direct', contentNote = '') => {
    const made = await writePost(world.as(pat.viewer), {
      text: 'Hello <script> @ben_named',
      visibility,
      contentNote,
    });
    if ('refused' in made) throw new Error(made.refused);
    return made.post.id;
  };
  const { status, body } = await embed(await write('public'));
  expect([status, body.type, body.author_url]).toEqual([200, 'rich', `${origin}/@pat_embed`]);
  expect(body.html).toContain('Hello &lt;script&gt;');
  expect(body.html).toContain('Pat &lt;b&gt;');
  expect(body.html).not.toMatch(/<script|<iframe|<b>/);
  expect((await embed(await write('public', 'Blood'))).body.html).not.toContain('Hello');
  const none = await embed('117000000000000001');
  expect(none).toMatchObject(nothing);
  for (const id of [await write('followers'), await write('direct')])
    expect(await embed(id)).toMatchObject(nothing);
  expect(await embed(await write('public'), 'somebody_else')).toMatchObject(nothing);
});

test('PRV-04: nobody follows past a block that comes at the same moment', async () => {
  const pairs = await Promise.all(
    Array.from({ length: 40 }, async () => [await world.aPerson(), await world.aPerson()] as const),
  );
  await Promise.all(
    pairs.flatMap(([one, other]) => [
      followPerson(world.as(one), other.personId),
      blockPerson(world.as(other), one.personId),
    ]),
  );
  const { rows } = await world.services.pool.query(
    'select from follow f join block b on b.person_id = f.followee_id and b.blocked_id = f.follower_id',
  );
  expect(rows).toEqual([]);
});
