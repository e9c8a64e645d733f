import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { cameFrom, someoneElsewhere } from '../makers/elsewhere.ts';
import { written } from '../makers/writing.ts';
import { openWorld, type World } from '../world.ts';
import { countPeople } from '#domain/apps/counts.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { answerFollowRequest, followPerson } from '#domain/connections/follows.server.ts';
import { askToBefriend } from '#domain/connections/friend-requests.server.ts';
import { meetByHandle } from '#domain/connections/meet.server.ts';
import { endorsePerson } from '#domain/connections/notes.server.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { sendMessage } from '#domain/messages/send.server.ts';
import { readHouse } from '#domain/people/house-report.server.ts';
import { makeOperator } from '#domain/people/operators.server.ts';
import { listPeople } from '#domain/people/people-list.server.ts';
import { boostPost } from '#domain/posts/boosts.server.ts';
import { listDirectory, searchPeople } from '#domain/posts/people-search.server.ts';
import { findPost } from '#domain/posts/read.server.ts';
import { findAddressed, lookElsewhere } from '#domain/posts/search.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

const tokenOf = (who: Viewer) => aToken(world, who, ['read', 'write', 'follow']);
const met = (who: Viewer, whom: Viewer) => meetByHandle(world.as(who), whom.handle);

async function homesWith(postId: string): Promise<string[]> {
  const { rows } = await world.services.db.execute<{ id: string }>(
    sql`select person_id::text as id from home_line where ${postId} in (post_id, id) order by id`,
  );
  return rows.map(({ id }) => id);
}

/** Somebody here follows somebody elsewhere, whose server has said yes. */
async function followsElsewhere(who: Viewer, whom: Viewer): Promise<void> {
  await followPerson(world.as(who), whom.personId);
  await answerFollowRequest(world.as(whom), who.personId, true);
}

test('who lives elsewhere is always asked, and followed once their server has said yes', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  expect(await followPerson(world.as(ann), bea.personId)).toEqual({ state: 'asked' });
  expect(await answerFollowRequest(world.as(bea), ann.personId, true)).toBeUndefined();
  const post = await written(world, bea, 'From afar.');
  expect(await homesWith(post)).toEqual([ann.personId]);
});

test('nobody who lives elsewhere has a home here: no line is laid for them, by posts, boosts or a new follow', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  const before = await written(world, ann, 'Before.');
  expect(await followPerson(world.as(bea), ann.personId)).toEqual({ state: 'follows' });
  const after = await written(world, ann, 'After.');
  const theirs = await written(world, bea, 'Mine, from afar.');
  const boosted = await boostPost(world.as(ann), { id: theirs });
  await boostPost(world.as(bea), { id: after });
  expect(await homesWith(before)).toEqual([ann.personId]);
  expect(await homesWith(after)).toEqual([ann.personId]);
  expect(await homesWith(theirs)).toEqual([ann.personId]);
  expect('id' in boosted && (await homesWith(boosted.id))).toEqual([ann.personId]);
});

test('people of other servers cannot be asked to be friends, whoever asks and whatever is between them', async () => {
  const [ann, cleo, bea] = [
    await world.aPerson(),
    await world.aPerson(),
    await someoneElsewhere(world),
  ];
  await followsElsewhere(ann, bea);
  await blockPerson(world.as(bea), cleo.personId);
  for (const one of [ann, cleo])
    expect(await askToBefriend(world.as(one), { id: bea.personId })).toEqual({
      refused: 'elsewhere',
    });
  const { rows } = await world.services.db.execute(
    sql`select from friend_request where asked_id = ${bea.personId}`,
  );
  expect(rows).toHaveLength(0);
  expect(await endorsePerson(world.as(ann), bea.personId, true)).toEqual({ refused: 'gone' });
});

test('a text names people of other servers by both parts, in any case, and leads to their page', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world, { name: 'bea.k' })];
  const named = async (text: string) => {
    const post = await findPost(world.as(ann), await written(world, ann, text));
    return { names: post?.mentions.map(({ handle }) => handle), html: post?.html ?? '' };
  };
  const { names, html } = await named('Hello @Bea.K@B.Example, and @nobody@b.example.');
  expect(names).toEqual([bea.handle]);
  expect(html).toContain(
    `<a href="${world.services.config.origin}/@bea.k@b.example" class="u-url mention">@<span>bea.k@b.example</span></a>`,
  );
  for (const text of ['@bea.k', '@bea.k@b.example.org', 'x@bea.k@b.example', '@bea.k@b.example@c'])
    expect((await named(text)).names, text).toEqual([]);
  const { host } = new URL(world.services.config.origin);
  const ben = await world.aPerson();
  const own = await named(`Hello @${ben.handle}@${host}!`);
  expect(own.names).toEqual([ben.handle]);
  expect(own.html).toContain(`/@${ben.handle}" class="u-url mention"`);
});

test('a text of a million signs that nearly names people is read in a moment', async () => {
  const { handlesIn } = await import('#domain/posts/rules.ts');
  for (const part of ['@a', '@a@b', '@a@b.', '@a.b-', 'a@', '@a@b.c.d@', `@a@${'b-'.repeat(60)}`]) {
    const text = part.repeat(1_000_000 / part.length);
    const begun = performance.now();
    handlesIn(text, 'here.example');
    expect(performance.now() - begun, part).toBeLessThan(3000);
  }
});

test('people elsewhere are found by their handle, with their server, and are in no list of people of this place', async () => {
  const olga = await world.aPerson({ operator: true });
  const ann = await world.aPerson();
  const far = await someoneElsewhere(world, { name: 'far_away' });
  await world.services.db.execute(
    sql`update person set discoverable = true where id in (${ann.personId}, ${far.personId})`,
  );
  const found = (words: string) => searchPeople(world.as(ann), words, { limit: 10 });
  expect(await found('@far_away@b.example')).toEqual([far.personId]);
  expect(await found('far_away@B.Exa')).toEqual([far.personId]);
  expect(await found('@far_away@other.example')).toEqual([]);
  expect(await met(ann, far)).toMatchObject({ id: far.personId, host: 'b.example', locked: true });
  const directory = await listDirectory(world.as(null), { limit: 100, order: 'new' });
  expect(directory).toContain(ann.personId);
  expect(directory).not.toContain(far.personId);
  const listed = await listPeople(world.as(olga));
  const handles = 'refused' in listed ? [] : listed.map(({ handle }) => handle);
  expect(handles).toContain(ann.handle);
  expect(handles.filter((handle) => handle.includes('@'))).toEqual([]);
  expect(await makeOperator(world.as(olga), far.handle)).toEqual({ refused: 'gone' });
});

test('an address of this place leads to a person or a post, by its page and by what other servers call it', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  const { origin } = world.services.config;
  const [mine, theirs] = [await written(world, ann, 'Mine.'), await written(world, bea, 'Theirs.')];
  const led = async (path: string) => {
    const found = await findAddressed(world.as(ann), origin + path);
    return found?.personId ?? found?.post?.id;
  };
  expect(await led(`/@${ann.handle}/${mine}`)).toBe(mine);
  expect(await led(`/users/${ann.handle}/statuses/${mine}`)).toBe(mine);
  expect(await led(`/users/${ann.handle}`)).toBe(ann.personId);
  expect(await led(`/@${bea.handle}/${theirs}`)).toBe(theirs);
  expect(await led(`/@${bea.handle}`)).toBe(bea.personId);
  expect(await led(`/@${ann.handle}/${theirs}`)).toBeUndefined();
});

test('another server is asked for a whole handle or an address alone, by people who are signed in, and read as they may', async () => {
  const [ann, bea, cut] = [
    await world.aPerson(),
    await someoneElsewhere(world),
    await someoneElsewhere(world),
  ];
  const post = await written(world, bea, 'Theirs.');
  await blockPerson(world.as(cut), ann.personId);
  const answers: Record<string, { personId: string } | { postId: string }> = {
    '@new@b.example': { personId: bea.personId },
    'https://b.example/1': { postId: post },
    '@cut@b.example': { personId: cut.personId },
  };
  const asked: string[] = [];
  const look = (words: string, viewer: Viewer | null = ann) =>
    lookElsewhere(
      {
        ...world.as(viewer),
        elsewhere: async (_ctx, sought) => {
          asked.push(sought);
          return answers[sought];
        },
      },
      words,
    );
  expect(await look(' @new@b.example ')).toEqual({ personId: bea.personId });
  expect((await look('https://b.example/1'))?.post?.id).toBe(post);
  expect(await look('@cut@b.example')).toBeUndefined();
  const told = asked.length;
  for (const words of ['new', '@new', 'two words@b.example', 'b.example', 'ftp://b.example/1'])
    expect(await look(words)).toBeUndefined();
  expect(await look('@new@b.example', null)).toBeUndefined();
  expect(asked).toHaveLength(told);
});

test('who lives elsewhere is counted nowhere', async () => {
  const olga = await world.aPerson({ operator: true });
  const counted = async () => {
    const house = await readHouse(world.as(olga));
    return [(await countPeople(world.services)).all, 'people' in house && house.people];
  };
  const before = await counted();
  for (let n = 0; n < 12; n += 1) await someoneElsewhere(world);
  expect(await counted()).toEqual(before);
});

test('what is known of somebody elsewhere is erased by the operator, and they may come again', async () => {
  const olga = await world.aPerson({ operator: true });
  const spam = await someoneElsewhere(world, { name: 'spam' });
  const post = await written(world, spam, 'Buy this.');
  await cameFrom(world, spam, post);
  expect(await eraseByOperator(world.as(olga), spam.handle)).toBeUndefined();
  expect(await met(olga, spam)).toBeUndefined();
  const { rows } = await world.services.db.execute(
    sql`select from post where id = ${post} union all select from remote_post union all select from past_handle`,
  );
  expect(rows).toHaveLength(0);
  await someoneElsewhere(world, { name: 'spam' });
  expect(await met(olga, spam)).toBeDefined();
});

test('what somebody says to people here is for nobody who lives elsewhere, whoever they follow', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  await followPerson(world.as(bea), ann.personId);
  const said = await written(world, ann, `For us, @${bea.handle}.`, { localOnly: true });
  expect(await findPost(world.as(bea), said)).toBeUndefined();
  expect(await findPost(world.as(await world.aPerson()), said)).toBeDefined();
});

test('a message reaches who lives elsewhere, by their handle', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  const sent = await sendMessage(world.as(ann), { text: 'Psst.', handles: [bea.handle] });
  expect('postId' in sent && (await findPost(world.as(bea), sent.postId))?.text).toBe('Psst.');
});

test('apps are told where somebody lives and what is theirs there, of posts and names too', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world, { kind: 'service' })];
  const token = await tokenOf(ann);
  const [name = ''] = bea.handle.split('@');
  const looked = await call(`GET /api/v1/accounts/lookup?acct=${bea.handle.toUpperCase()}`, {
    token,
  });
  expect(looked.body).toMatchObject({
    ...{ username: name, acct: bea.handle, url: bea.page, uri: bea.uri, bot: true, group: false },
  });
  const { origin } = world.services.config;
  const own = await call(`GET /api/v1/accounts/lookup?acct=${ann.handle}@${new URL(origin).host}`);
  expect(own.body).toMatchObject({
    ...{ username: ann.handle, acct: ann.handle, url: `${origin}/@${ann.handle}` },
    uri: `${origin}/users/${ann.handle}`,
  });
  const post = await written(world, bea, `For @${ann.handle}.`);
  const names = await cameFrom(world, bea, post);
  const theirs = await call(`GET /api/v1/statuses/${post}`, { token });
  expect(theirs.body).toMatchObject({
    uri: names.uri,
    url: names.page,
    account: { acct: bea.handle },
  });
  const mine = await written(world, ann, `For @${bea.handle}.`);
  const shown = await call(`GET /api/v1/statuses/${mine}`, { token });
  expect(shown.body).toMatchObject({
    uri: `${origin}/users/${ann.handle}/statuses/${mine}`,
    url: `${origin}/@${ann.handle}/${mine}`,
    mentions: [{ id: bea.personId, username: name, acct: bea.handle, url: bea.page }],
  });
  // Apps know whom a link means by the address that stands in `mentions`.
  expect(shown.body.content).toContain(`<a href="${bea.page}" class="u-url mention">`);
});

test('everybody’s posts are those of here, of elsewhere, or both, as it is asked', async () => {
  const [ann, bea] = [await world.aPerson(), await someoneElsewhere(world)];
  const here = await written(world, ann, 'Here. #origin');
  const there = await written(world, bea, 'There. #origin');
  const at = async (path: string) => {
    const { body } = await call(`GET /api/v1/timelines/${path as ''}`);
    return body
      .map(({ id }: { id: string }) => id)
      .filter((id: string) => [here, there].includes(id));
  };
  for (const path of ['public?', 'tag/origin?']) {
    expect(await at(path)).toEqual([there, here]);
    expect(await at(`${path}local=true`)).toEqual([here]);
    expect(await at(`${path}remote=true`)).toEqual([there]);
  }
});

test('operators find people of here, of elsewhere, and of one server', async () => {
  const olga = await world.aPerson({ operator: true });
  const token = await aToken(world, olga, ['admin:read:accounts']);
  const [ann, far] = [
    await world.aPerson(),
    await someoneElsewhere(world, { host: 'far.example' }),
  ];
  const ids = async (query: string) => {
    const { body } = await call(`GET /api/v2/admin/accounts?limit=200&${query}`, { token });
    return body.map(({ id }: { id: string }) => id);
  };
  expect(await ids('origin=remote')).toContain(far.personId);
  expect(await ids('origin=remote')).not.toContain(ann.personId);
  expect(await ids('origin=local')).toContain(ann.personId);
  expect(await ids('origin=local')).not.toContain(far.personId);
  expect(await ids('by_domain=far.example')).toEqual([far.personId]);
  const { body } = await call(`GET /api/v1/admin/accounts/${far.personId}`, { token });
  expect(body).toMatchObject({ domain: 'far.example', username: far.handle.split('@')[0] });
});
