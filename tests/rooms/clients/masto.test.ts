import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiRoutes } from '#protocols/mastodon-api/routes.server.ts';
import { aPhoto, openPlace, until, type Place } from './two-people.ts';

let place: Place;
beforeAll(async () => void (place = await openPlace()));
afterAll(() => place.world.close());

test('an app learns what the place is and who it acts for', async () => {
  const { v1, v2 } = place.anna.masto;
  const instance = await v2.instance.fetch();
  expect(instance.configuration.urls.streaming).toMatch(/^ws:\/\/localhost/);
  expect(new URL((await v1.instance.fetch()).urls.streamingApi).protocol).toBe('ws:');
  expect(await v1.customEmojis.list()).toEqual([]);
  expect((await v1.accounts.verifyCredentials()).acct).toBe('anna');
  expect((await v1.apps.verifyCredentials()).name).toBe('Tusky');
  expect(await v1.preferences.fetch()).toHaveProperty('posting:default:visibility', 'public');
  expect(await v1.trends.tags.list()).toEqual([]);
  expect(await v1.announcements.list()).toEqual([]);
  expect(await v2.suggestions.list()).toEqual([]);
});

test('posts are written, read alone and together, changed, looked back at and deleted', async () => {
  const { v1 } = place.anna.masto;
  const made = await v1.statuses.create({ status: 'A quiet morning.', visibility: 'unlisted' });
  expect(made).toMatchObject({ content: '<p>A quiet morning.</p>', visibility: 'unlisted' });
  const other = await v1.statuses.create({ status: 'And an evening.', spoilerText: 'Mood' });
  expect((await v1.statuses.fetch({ id: [made.id, other.id] })).map(({ id }) => id)).toEqual([
    made.id,
    other.id,
  ]);
  const changed = await v1.statuses.$select(made.id).update({ status: 'A quiet noon.' });
  expect(changed.content).toBe('<p>A quiet noon.</p>');
  expect(changed.editedAt).not.toBeNull();
  const history = await v1.statuses.$select(made.id).history.list();
  expect(history.map(({ content }) => content)).toEqual([
    '<p>A quiet morning.</p>',
    '<p>A quiet noon.</p>',
  ]);
  expect(await v1.statuses.$select(other.id).source.fetch()).toMatchObject({
    text: 'And an evening.',
    spoilerText: 'Mood',
  });
  const gone = await v1.statuses.$select(other.id).remove();
  expect(gone.text).toBe('And an evening.');
  await expect(v1.statuses.$select(other.id).fetch()).rejects.toThrow('Record not found');
});

test('the same key gives the same post', async () => {
  const { v1 } = place.anna.masto;
  const meta = { requestInit: { headers: { 'Idempotency-Key': 'one evening' } } };
  const send = () => v1.statuses.create({ status: 'Once.' }, meta);
  const [one, other] = await Promise.all([send(), send()]);
  expect(one.id).toBe(other.id);
});

test('a thread is read from any post of it, and its ancestors are what posting told', async () => {
  const [anna, ben] = [place.anna.masto.v1, place.ben.masto.v1];
  const first = await anna.statuses.create({ status: 'How do you wait?' });
  const reply = await ben.statuses.create({ status: '@anna By counting.', inReplyToId: first.id });
  const deeper = await anna.statuses.create({ status: '@ben_r Backwards?', inReplyToId: reply.id });
  const { ancestors, descendants } = await anna.statuses.$select(reply.id).context.fetch();
  const { account, ...said } = first;
  expect(ancestors).toMatchObject([{ ...said, repliesCount: 1, account: { id: account.id } }]);
  expect(descendants.map(({ id }) => id)).toEqual([deeper.id]);
  expect(reply.mentions.map(({ acct }) => acct)).toEqual(['anna']);
});

test('a post is marked, and whoever marked it is listed', async () => {
  const { anna, ben } = place;
  const { id } = await anna.masto.v1.statuses.create({ status: 'Mark me.' });
  const bens = ben.masto.v1.statuses.$select(id);
  expect(await bens.favourite()).toMatchObject({ favourited: true, favouritesCount: 1 });
  expect((await bens.favouritedBy.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  expect(await bens.reblog()).toMatchObject({ reblogged: true, reblog: { id, reblogsCount: 1 } });
  expect((await bens.rebloggedBy.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  expect((await bens.bookmark()).bookmarked).toBe(true);
  expect((await ben.masto.v1.bookmarks.list())[0]?.id).toBe(id);
  expect((await ben.masto.v1.favourites.list())[0]?.id).toBe(id);
  const annas = anna.masto.v1.statuses.$select(id);
  expect((await annas.pin()).pinned).toBe(true);
  const pinned = await ben.masto.v1.accounts
    .$select(anna.viewer.personId)
    .statuses.list({ pinned: true });
  expect(pinned.map((post) => post.id)).toEqual([id]);
  expect((await annas.unpin()).pinned).toBe(false);
  expect((await annas.mute()).muted).toBe(true);
  expect((await annas.unmute()).muted).toBe(false);
  expect((await bens.unfavourite()).favouritesCount).toBe(0);
  expect((await bens.unreblog()).reblogged).toBe(false);
  expect((await bens.unbookmark()).bookmarked).toBe(false);
});

test('pictures are sent, described, and stand under a post', async () => {
  const { v1, v2 } = place.anna.masto;
  const sent = await v2.media.create({ file: await aPhoto(), description: 'Blue noise.' });
  const ready = await until(
    () => v1.media.$select(sent.id).fetch(),
    ({ url }) => Boolean(url),
  );
  expect(ready).toMatchObject({ type: 'image', description: 'Blue noise.' });
  await v1.media.$select(sent.id).update({ description: 'The sea.', focus: '0.5,-0.5' } as never);
  const post = await v1.statuses.create({ status: 'Look.', mediaIds: [sent.id] });
  expect(post.mediaAttachments[0]).toMatchObject({
    id: sent.id,
    description: 'The sea.',
    meta: { focus: { x: 0.5, y: -0.5 } },
  });
  const picture = await fetch(String(post.mediaAttachments[0]?.url));
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
});

test('a poll is made, voted in once, and counted', async () => {
  const poll = { options: ['Tea', 'Water'], expiresIn: 3600 };
  const { id, poll: made } = await place.anna.masto.v1.statuses.create({
    status: 'What helps?',
    poll,
  });
  const bens = place.ben.masto.v1.polls.$select(String(made?.id));
  expect(await bens.votes.create({ choices: [1] })).toMatchObject({
    voted: true,
    ownVotes: [1],
    votesCount: 1,
  });
  await expect(bens.votes.create({ choices: [0] })).rejects.toThrow();
  expect(
    (await place.anna.masto.v1.statuses.$select(id).fetch()).poll?.options[1]?.votesCount,
  ).toBe(1);
});

test('a post is planned, moved and called off', async () => {
  const { v1 } = place.anna.masto;
  const at = new Date(place.world.clock.now().getTime() + 3_600_000).toISOString();
  const planned = await v1.statuses.create({ status: 'Later.', scheduledAt: at });
  expect(planned).toMatchObject({ scheduledAt: at, params: { text: 'Later.' } });
  const later = new Date(place.world.clock.now().getTime() + 7_200_000).toISOString();
  const one = v1.scheduledStatuses.$select(planned.id);
  expect((await one.update({ scheduledAt: later })).scheduledAt).toBe(later);
  expect((await v1.scheduledStatuses.list()).map(({ id }) => id)).toContain(planned.id);
  expect((await one.fetch()).id).toBe(planned.id);
  await one.remove();
  await expect(one.fetch()).rejects.toThrow('Record not found');
});

test('people find, follow, mute, block and note each other', async () => {
  const { anna, ben } = place;
  const annas = ben.masto.v1.accounts.$select(anna.viewer.personId);
  expect((await ben.masto.v1.accounts.lookup({ acct: 'anna' })).id).toBe(anna.viewer.personId);
  expect(
    (await ben.masto.v1.accounts.search.list({ q: 'anna' })).map(({ acct }) => acct),
  ).toContain('anna');
  expect(await annas.follow()).toMatchObject({ following: true });
  expect((await annas.fetch()).acct).toBe('anna');
  expect((await annas.followers.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  expect(
    (await ben.masto.v1.accounts.$select(ben.viewer.personId).following.list()).map(
      ({ acct }) => acct,
    ),
  ).toEqual(['anna']);
  const [relation] = await ben.masto.v1.accounts.relationships.fetch({
    id: [anna.viewer.personId],
  });
  expect(relation).toMatchObject({ following: true, blocking: false });
  expect((await annas.note.create({ comment: 'Met at the club.' })).note).toBe('Met at the club.');
  expect(await annas.mute({ duration: 60 })).toMatchObject({ muting: true });
  expect((await ben.masto.v1.mutes.list()).map(({ acct }) => acct)).toEqual(['anna']);
  await annas.unmute();
  expect(await annas.block()).toMatchObject({ blocking: true, following: false });
  expect((await ben.masto.v1.blocks.list()).map(({ acct }) => acct)).toEqual(['anna']);
  await annas.unblock();
  await ben.masto.v1.domainBlocks.create({ domain: 'loud.example' });
  expect(await ben.masto.v1.domainBlocks.list()).toEqual(['loud.example']);
  await ben.masto.v1.domainBlocks.remove({ domain: 'loud.example' });
  await annas.follow();
  await anna.masto.v1.accounts.$select(ben.viewer.personId).removeFromFollowers();
  expect(
    (await ben.masto.v1.accounts.relationships.fetch({ id: [anna.viewer.personId] }))[0]?.following,
  ).toBe(false);
});

test('whoever decides on followers is asked, and answers', async () => {
  const { anna, ben } = place;
  await anna.masto.v1.accounts.updateCredentials({ locked: true });
  const annas = ben.masto.v1.accounts.$select(anna.viewer.personId);
  expect(await annas.follow()).toMatchObject({ following: false, requested: true });
  expect((await anna.masto.v1.followRequests.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  await anna.masto.v1.followRequests.$select(ben.viewer.personId).authorize();
  await annas.unfollow();
  await annas.follow();
  await anna.masto.v1.followRequests.$select(ben.viewer.personId).reject();
  expect(await anna.masto.v1.followRequests.list()).toEqual([]);
  const own = await anna.masto.v1.accounts.updateCredentials({
    locked: false,
    displayName: 'Anna B.',
    note: 'Here to learn.',
  });
  expect(own).toMatchObject({
    locked: false,
    displayName: 'Anna B.',
    source: { note: 'Here to learn.' },
  });
});

test('timelines are turned page by page, in both directions', async () => {
  const { anna, ben } = place;
  await ben.masto.v1.accounts.$select(anna.viewer.personId).follow();
  const made: string[] = [];
  for (const status of ['one #paged', 'two #paged', 'three #paged'])
    made.unshift((await anna.masto.v1.statuses.create({ status })).id);
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  const home = ben.masto.v1.timelines.home;
  expect(ids(await home.list({ limit: 2 }))).toEqual(made.slice(0, 2));
  expect(ids(await home.list({ limit: 1, maxId: made[1] ?? '' }))).toEqual(made.slice(2));
  expect(ids(await home.list({ limit: 1, minId: made[2] ?? '' }))).toEqual([made[1]]);
  expect(ids(await home.list({ limit: 1, sinceId: made[2] ?? '' }))).toEqual([made[0]]);
  expect(ids(await ben.masto.v1.timelines.public.list({ limit: 3, local: true }))).toEqual(made);
  expect(ids(await ben.masto.v1.timelines.tag.$select('PAGED').list())).toEqual(made);
  const pages: string[][] = [];
  for await (const page of ben.masto.v1.timelines.tag.$select('paged').list({ limit: 2 }))
    pages.push(ids(page));
  expect(pages.flat()).toEqual(made);
});

test('lists, hashtags and filters are kept', async () => {
  const { anna, ben } = place;
  await ben.masto.v1.accounts.$select(anna.viewer.personId).follow();
  const list = await ben.masto.v1.lists.create({ title: 'Close' });
  const one = ben.masto.v1.lists.$select(list.id);
  await one.accounts.create({ accountIds: [anna.viewer.personId] });
  expect((await one.accounts.list()).map(({ acct }) => acct)).toEqual(['anna']);
  const { id } = await anna.masto.v1.statuses.create({ status: 'For the list #listed' });
  expect((await ben.masto.v1.timelines.list.$select(list.id).list())[0]?.id).toBe(id);
  expect(
    (await ben.masto.v1.accounts.$select(anna.viewer.personId).lists.list()).map(
      ({ title }) => title,
    ),
  ).toEqual(['Close']);
  expect((await one.update({ title: 'Closer' })).title).toBe('Closer');
  expect((await one.fetch()).title).toBe('Closer');
  await one.accounts.remove({ accountIds: [anna.viewer.personId] });
  await one.remove();
  expect(await ben.masto.v1.lists.list()).toEqual([]);
  const tag = ben.masto.v1.tags.$select('listed');
  expect((await tag.follow()).following).toBe(true);
  expect((await ben.masto.v1.followedTags.list()).map(({ name }) => name)).toEqual(['listed']);
  expect((await tag.fetch()).following).toBe(true);
  expect((await tag.unfollow()).following).toBe(false);
  const featured = await anna.masto.v1.featuredTags.create({ name: 'listed' });
  expect((await anna.masto.v1.featuredTags.list()).map(({ name }) => name)).toEqual(['listed']);
  expect(
    (await ben.masto.v1.accounts.$select(anna.viewer.personId).featuredTags.list()).length,
  ).toBe(1);
  await anna.masto.v1.featuredTags.$select(featured.id).remove();
  const filter = await ben.masto.v2.filters.create({
    title: 'Needles',
    context: ['home'],
    filterAction: 'warn',
    keywordsAttributes: [{ keyword: 'needle', wholeWord: true }],
  });
  const pricked = await anna.masto.v1.statuses.create({ status: 'The needle again.' });
  expect(
    (await ben.masto.v1.statuses.$select(pricked.id).fetch()).filtered?.[0]?.keywordMatches,
  ).toEqual(['needle']);
  const kept = ben.masto.v2.filters.$select(filter.id);
  const keyword = await kept.keywords.create({ keyword: 'drip' });
  await ben.masto.v2.filters.keywords.$select(keyword.id).update({ keyword: 'drips' });
  expect((await kept.keywords.list()).map((one) => one.keyword)).toEqual(['needle', 'drips']);
  await ben.masto.v2.filters.keywords.$select(keyword.id).remove();
  const marked = await kept.statuses.create({ statusId: pricked.id });
  expect((await kept.statuses.list()).map(({ statusId }) => statusId)).toEqual([pricked.id]);
  await ben.masto.v2.filters.statuses.$select(marked.id).remove();
  expect((await kept.update({ title: 'Sharp things' })).title).toBe('Sharp things');
  expect((await kept.fetch()).title).toBe('Sharp things');
  await kept.remove();
  expect(await ben.masto.v2.filters.list()).toEqual([]);
});

test('search finds people, hashtags and one’s own posts', async () => {
  const { anna } = place;
  await anna.masto.v1.statuses.create({ status: 'A marmalade morning #marmalade' });
  const found = await anna.masto.v2.search.list({ q: 'marmalade' });
  expect(found.hashtags.map(({ name }) => name)).toEqual(['marmalade']);
  expect(found.statuses.length).toBe(1);
  expect(
    (await anna.masto.v2.search.list({ q: 'anna', type: 'accounts' })).accounts.map(
      ({ acct }) => acct,
    ),
  ).toEqual(['anna']);
});

test('news are told, grouped, marked as read and cleared', async () => {
  const { anna, ben } = place;
  await anna.masto.v1.notifications.clear();
  await anna.masto.v1.accounts.$select(ben.viewer.personId).follow();
  const { id } = await anna.masto.v1.statuses.create({ status: 'Tell me.' });
  await ben.masto.v1.statuses.$select(id).favourite();
  await ben.masto.v1.statuses.create({ status: '@anna I tell you.', inReplyToId: id });
  const list = await until(
    () => anna.masto.v1.notifications.list(),
    (all) => all.length === 2,
  );
  expect(list.map(({ type }) => type)).toEqual(['mention', 'favourite']);
  expect(await anna.masto.v1.notifications.unreadCount.fetch()).toMatchObject({ count: 2 });
  const one = anna.masto.v1.notifications.$select(list[0]?.id ?? '');
  expect((await one.fetch()).status?.inReplyToId).toBe(id);
  await one.dismiss();
  const grouped = await anna.masto.v2.notifications.list();
  expect(grouped.notificationGroups.map(({ type }) => type)).toEqual(['favourite']);
  const group = anna.masto.v2.notifications.$select(grouped.notificationGroups[0]?.groupKey ?? '');
  expect((await group.fetch()).notificationGroups.length).toBe(1);
  expect((await group.accounts.fetch()).map(({ acct }) => acct)).toEqual(['ben_r']);
  await group.dismiss();
  expect((await anna.masto.v2.notifications.unreadCount.fetch()).count).toBe(0);
  const policy = await anna.masto.v2.notifications.policy.update({ forNotFollowing: 'filter' });
  expect((await anna.masto.v2.notifications.policy.fetch()).forNotFollowing).toBe(
    policy.forNotFollowing,
  );
  expect(await anna.masto.v1.notifications.requests.list()).toEqual([]);
  const marked = await anna.masto.v1.markers.create({
    notifications: { lastReadId: list[0]?.id ?? '' },
  });
  expect(marked.notifications.lastReadId).toBe(list[0]?.id);
  expect(
    (await anna.masto.v1.markers.fetch({ timeline: ['notifications'] })).notifications.version,
  ).toBe(marked.notifications.version);
});

test('direct posts stand in conversations, and nowhere else', async () => {
  const { anna, ben } = place;
  await anna.masto.v1.accounts.$select(ben.viewer.personId).follow();
  await ben.masto.v1.accounts.$select(anna.viewer.personId).follow();
  const { id } = await ben.masto.v1.statuses.create({
    status: '@anna Just you.',
    visibility: 'direct',
  });
  const [conversation] = await until(
    () => anna.masto.v1.conversations.list(),
    (all) => all.length > 0,
  );
  expect(conversation).toMatchObject({
    unread: true,
    lastStatus: { id },
    accounts: [{ acct: 'ben_r' }],
  });
  expect((await anna.masto.v1.timelines.home.list()).map((post) => post.id)).not.toContain(id);
  const one = anna.masto.v1.conversations.$select(conversation?.id ?? '');
  expect((await one.read()).unread).toBe(false);
  await one.remove();
  expect(await anna.masto.v1.conversations.list()).toEqual([]);
});

test('a report is taken', async () => {
  const { anna, ben } = place;
  const { id } = await anna.masto.v1.statuses.create({ status: 'Not kind.' });
  const report = await ben.masto.v1.reports.create({
    accountId: anna.viewer.personId,
    statusIds: [id],
    comment: 'Please look.',
    category: 'other',
  });
  expect(report).toMatchObject({
    actionTaken: false,
    comment: 'Please look.',
    targetAccount: { acct: 'anna' },
  });
});

test('what strangers tell waits as a request, and is let in or not', async () => {
  const { anna, ben } = place;
  await anna.masto.v1.accounts.$select(ben.viewer.personId).unfollow();
  await anna.masto.v2.notifications.policy.update({ forNotFollowing: 'filter' });
  await ben.masto.v1.statuses.create({ status: '@anna May I?' });
  const { requests } = anna.masto.v1.notifications;
  const [waiting] = await until(
    () => requests.list(),
    (all) => all.length > 0,
  );
  const one = requests.$select(waiting?.id ?? '');
  expect((await one.fetch()).account.acct).toBe('ben_r');
  await one.dismiss();
  await ben.masto.v1.statuses.create({ status: '@anna And now?' });
  const [again] = await until(
    () => requests.list(),
    (all) => all.length > 0,
  );
  await requests.$select(again?.id ?? '').accept();
  expect((await requests.merged.fetch()).merged).toBe(true);
  expect((await anna.masto.v1.notifications.list())[0]?.type).toBe('mention');
  for (const act of ['accept', 'dismiss']) {
    const init = { method: 'POST', headers: { authorization: `Bearer ${anna.token}` } };
    const many = await fetch(`${place.world.origin}/api/v1/notifications/requests/${act}`, init);
    expect(many.status).toBe(200);
  }
});

test('a device is told by push, under the token that asked', async () => {
  const { subscription } = place.anna.masto.v1.push;
  const keys = {
    p256dh:
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const asked = {
    subscription: { endpoint: 'https://push.example/two', keys },
    policy: 'all',
  } as const;
  const made = await subscription.create({ ...asked, data: { alerts: { mention: true } } });
  expect(made).toMatchObject({ endpoint: 'https://push.example/two', alerts: { mention: true } });
  expect(made.serverKey.length).toBeGreaterThan(80);
  expect((await subscription.fetch()).id).toBe(made.id);
  expect((await subscription.update({ data: { alerts: { follow: true } } })).alerts.follow).toBe(
    true,
  );
  await subscription.remove();
  await expect(subscription.fetch()).rejects.toThrow('Record not found');
});

test('the rest of daily use', async () => {
  const { anna, ben, world } = place;
  const { v1 } = anna.masto;
  const bensId = ben.viewer.personId;
  const read = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(world.origin + path, init);
    expect([answer.status, path], await answer.clone().text()).toEqual([200, path]);
    return answer.json();
  };
  expect((await v1.accounts.fetch({ id: [bensId] })).map(({ acct }) => acct)).toEqual(['ben_r']);
  await v1.accounts.$select(bensId).follow();
  expect((await v1.accounts.$select(bensId).pin()).endorsed).toBe(true);
  expect((await v1.endorsements.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  const own = v1.accounts.$select(anna.viewer.personId);
  expect((await own.endorsements.list()).map(({ acct }) => acct)).toEqual(['ben_r']);
  expect((await v1.accounts.$select(bensId).unpin()).endorsed).toBe(false);
  const old = await v1.filters.create({ phrase: 'needle', context: ['home'] });
  const filter = v1.filters.$select(old.id);
  expect((await filter.fetch()).phrase).toBe('needle');
  expect((await filter.update({ phrase: 'drip', context: ['home'] })).phrase).toBe('drip');
  expect((await v1.filters.list()).length).toBe(1);
  await filter.remove();
  const kept = await anna.masto.v2.filters.create({ title: 'Drips', context: ['home'] });
  const keyword = await anna.masto.v2.filters.$select(kept.id).keywords.create({ keyword: 'drip' });
  expect((await anna.masto.v2.filters.keywords.$select(keyword.id).fetch()).keyword).toBe('drip');
  const dripping = await v1.statuses.create({ status: 'Drip, drip.' });
  const marked = await anna.masto.v2.filters
    .$select(kept.id)
    .statuses.create({ statusId: dripping.id });
  expect((await anna.masto.v2.filters.statuses.$select(marked.id).fetch()).statusId).toBe(
    dripping.id,
  );
  await anna.masto.v2.filters.$select(kept.id).remove();
  const poll = { options: ['Yes', 'No'], expiresIn: 600 };
  const asked = await v1.statuses.create({ status: 'Well?', poll });
  expect((await v1.polls.$select(asked.poll?.id ?? '').fetch()).votersCount).toBe(0);
  const form = new FormData();
  form.set('file', await aPhoto());
  const headers = { authorization: `Bearer ${anna.token}` };
  const sent = await fetch(`${world.origin}/api/v1/media`, { method: 'POST', headers, body: form });
  expect(sent.status).toBe(200);
  await read('DELETE', `/api/v1/media/${(await sent.json()).id}`);
  await ben.masto.v1.statuses.create({ status: '@anna Word.', visibility: 'direct' });
  const [talk] = await until(
    () => v1.conversations.list(),
    (all) => all.length > 0,
  );
  expect((await v1.conversations.$select(talk?.id ?? '').unread()).unread).toBe(true);
  const policy = { filter_not_following: false };
  for (const method of ['PUT', 'PATCH'])
    expect(await read(method, '/api/v1/notifications/policy', policy)).toMatchObject(policy);
  expect(await read('GET', '/api/v1/notifications/policy')).toMatchObject(policy);
  await read('PATCH', '/api/v2/notifications/policy', { for_not_following: 'accept' });
  const [news] = await v1.notifications.list();
  await read('POST', `/api/v1/notifications/dismiss?id=${news?.id}`);
});

/** Tier 3, what operators and sign-in use, and what has tests of its own. */
const notDaily =
  /admin|oauth|well-known|nodeinfo|trends|suggestions|annual|async|api\/v1\/instance\/|profile|emails|translate|fold|interaction_policy|quotes|oembed|directory|identity_proofs|familiar|timelines\/(?:link|direct)|announcements\/|POST \/api\/v1\/(?:accounts|apps)$|outgoing|feature$|v1\/search$|endorse$|\/card$|collections$/;

test('every route of daily use was asked for', () => {
  const all = apiRoutes.map(({ method, path }) => `${method} ${path}`);
  expect(all.filter((name) => !notDaily.test(name) && !place.called.has(name))).toEqual([]);
});
