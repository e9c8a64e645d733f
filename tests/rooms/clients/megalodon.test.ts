import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPhoto, openPlace, until, type Place } from './two-people.ts';

let place: Place;
beforeAll(async () => void (place = await openPlace()));
afterAll(() => place.world.close());

const clients = () => ({ anna: place.anna.megalodon, ben: place.ben.megalodon });
const people = () => ({ anna: place.anna.viewer.personId, ben: place.ben.viewer.personId });

test('the place is read as Mastodon’s', async () => {
  const { anna } = clients();
  const { data } = await anna.getInstance();
  expect([data.uri, data.urls?.streaming_api]).toEqual([
    new URL(place.world.origin).host,
    place.world.origin.replace('http', 'ws'),
  ]);
  expect((await anna.verifyAppCredentials()).data.name).toBe('Tusky');
  expect((await anna.verifyAccountCredentials()).data.acct).toBe('anna');
  expect((await anna.getInstancePeers()).data).toEqual([]);
  expect((await anna.getInstanceActivity()).data.length).toBeGreaterThan(0);
  expect((await anna.getInstanceTrends()).data).toEqual([]);
  expect((await anna.getInstanceDirectory()).data).toEqual([]);
  expect((await anna.getInstanceCustomEmojis()).data).toEqual([]);
  expect((await anna.getInstanceAnnouncements()).data).toEqual([]);
  expect((await anna.getSuggestions()).data).toEqual([]);
  expect((await anna.getPreferences()).data['posting:default:sensitive']).toBe(false);
});

test('posts, threads and marks', async () => {
  const { anna, ben } = clients();
  const { data: made } = await anna.postStatus('Written elsewhere.', { visibility: 'unlisted' });
  if (!('content' in made)) throw new Error('No status.');
  const { data: reply } = await ben.postStatus('@anna Read here.', { in_reply_to_id: made.id });
  const context = (await anna.getStatusContext(made.id)).data;
  expect(context.descendants.map(({ id }) => id)).toEqual([reply.id]);
  expect((await ben.getStatus(made.id)).data.replies_count).toBe(1);
  expect((await anna.editStatus(made.id, { status: 'Changed elsewhere.' })).data.content).toContain(
    'Changed',
  );
  expect((await anna.getStatusSource(made.id)).data.text).toBe('Changed elsewhere.');
  expect((await ben.favouriteStatus(made.id)).data.favourited).toBe(true);
  expect((await ben.reblogStatus(made.id)).data.reblog?.id).toBe(made.id);
  expect((await ben.bookmarkStatus(made.id)).data.bookmarked).toBe(true);
  expect((await anna.getStatusFavouritedBy(made.id)).data.map(({ acct }) => acct)).toEqual([
    'ben_r',
  ]);
  expect((await anna.getStatusRebloggedBy(made.id)).data.map(({ acct }) => acct)).toEqual([
    'ben_r',
  ]);
  expect((await ben.getBookmarks()).data.map(({ id }) => id)).toEqual([made.id]);
  expect((await ben.getFavourites()).data.map(({ id }) => id)).toEqual([made.id]);
  expect((await anna.pinStatus(made.id)).data.pinned).toBe(true);
  await anna.unpinStatus(made.id);
  expect((await anna.muteStatus(made.id)).data.muted).toBe(true);
  await anna.unmuteStatus(made.id);
  await ben.unfavouriteStatus(made.id);
  await ben.unreblogStatus(made.id);
  await ben.unbookmarkStatus(made.id);
  await anna.deleteStatus(made.id);
  await expect(anna.getStatus(made.id)).rejects.toThrow();
});

test('pictures, polls and plans', async () => {
  const { anna, ben } = clients();
  const file = Buffer.from(await (await aPhoto()).arrayBuffer());
  const { data: sent } = await anna.uploadMedia(file, { description: 'Noise.' });
  await until(
    () => anna.getMedia(sent.id),
    ({ data }) => Boolean(data.url),
  );
  await anna.updateMedia(sent.id, { description: 'Blue.' });
  const { data: post } = await anna.postStatus('Seen.', { media_ids: [sent.id] });
  if (!('media_attachments' in post)) throw new Error('No status.');
  expect(post.media_attachments?.[0]?.description).toBe('Blue.');
  const { data: asked } = await anna.postStatus('Which?', {
    poll: { options: ['A', 'B'], expires_in: 600 },
  });
  if (!('poll' in asked) || !asked.poll) throw new Error('No poll.');
  expect((await ben.votePoll(asked.poll.id, [0])).data.voted).toBe(true);
  expect((await anna.getPoll(asked.poll.id)).data.votes_count).toBe(1);
  const at = new Date(place.world.clock.now().getTime() + 3_600_000).toISOString();
  const { data: planned } = await anna.postStatus('Soon.', { scheduled_at: at });
  expect((await anna.getScheduledStatuses()).data.map(({ id }) => id)).toEqual([planned.id]);
  expect((await anna.getScheduledStatus(planned.id)).data.params.text).toBe('Soon.');
  const later = new Date(place.world.clock.now().getTime() + 7_200_000).toISOString();
  expect((await anna.scheduleStatus(planned.id, later)).data.scheduled_at).toBe(later);
  await anna.cancelScheduledStatus(planned.id);
});

test('people and what is between them', async () => {
  const { anna, ben } = clients();
  const ids = people();
  expect((await ben.lookupAccount('anna')).data.id).toBe(ids.anna);
  expect((await ben.searchAccount('anna')).data.map(({ id }) => id)).toEqual([ids.anna]);
  expect((await ben.followAccount(ids.anna)).data.following).toBe(true);
  expect((await anna.getAccountFollowers(ids.anna)).data.map(({ id }) => id)).toEqual([ids.ben]);
  expect((await ben.getAccountFollowing(ids.ben)).data.map(({ id }) => id)).toEqual([ids.anna]);
  expect((await ben.getRelationship(ids.anna)).data.following).toBe(true);
  expect((await ben.getRelationships([ids.anna])).data.length).toBe(1);
  expect((await ben.pinAccount(ids.anna)).data.endorsed).toBe(true);
  expect((await ben.getEndorsements()).data.map(({ id }) => id)).toEqual([ids.anna]);
  await ben.unpinAccount(ids.anna);
  expect((await ben.setAccountNote(ids.anna, 'Kind.')).data.note).toBe('Kind.');
  expect((await ben.muteAccount(ids.anna, true)).data.muting_notifications).toBe(true);
  expect((await ben.getMutes()).data.map(({ id }) => id)).toEqual([ids.anna]);
  await ben.unmuteAccount(ids.anna);
  expect((await ben.getAccount(ids.anna)).data.acct).toBe('anna');
  expect((await ben.getAccountStatuses(ids.anna)).data.length).toBeGreaterThan(0);
  expect((await ben.getAccountLists(ids.anna)).data).toEqual([]);
  expect((await ben.blockAccount(ids.anna)).data.blocking).toBe(true);
  expect((await ben.getBlocks()).data.map(({ id }) => id)).toEqual([ids.anna]);
  await ben.unblockAccount(ids.anna);
  await ben.blockDomain('loud.example');
  expect((await ben.getDomainBlocks()).data).toEqual(['loud.example']);
  await ben.unblockDomain('loud.example');
  await anna.updateCredentials({ locked: true });
  expect((await ben.followAccount(ids.anna)).data.requested).toBe(true);
  expect((await anna.getFollowRequests()).data.map(({ id }) => id)).toEqual([ids.ben]);
  expect((await anna.acceptFollowRequest(ids.ben)).data.followed_by).toBe(true);
  await ben.unfollowAccount(ids.anna);
  await ben.followAccount(ids.anna);
  await anna.rejectFollowRequest(ids.ben);
  await anna.updateCredentials({ locked: false });
});

test('timelines, lists, hashtags, filters and search', async () => {
  const { anna, ben } = clients();
  const ids = people();
  await ben.followAccount(ids.anna);
  const { data: post } = await anna.postStatus('Plain words #plain');
  for (const read of [
    () => ben.getHomeTimeline(),
    () => ben.getPublicTimeline(),
    () => ben.getLocalTimeline(),
    () => ben.getTagTimeline('plain'),
  ])
    expect((await read()).data[0]?.id).toBe(post.id);
  const { data: list } = await ben.createList('Near');
  await ben.addAccountsToList(list.id, [ids.anna]);
  expect((await ben.getAccountsInList(list.id)).data.map(({ id }) => id)).toEqual([ids.anna]);
  expect((await ben.getListTimeline(list.id)).data[0]?.id).toBe(post.id);
  expect((await ben.updateList(list.id, 'Nearer')).data.title).toBe('Nearer');
  expect((await ben.getList(list.id)).data.title).toBe('Nearer');
  expect((await ben.getLists()).data.length).toBe(1);
  await ben.deleteAccountsFromList(list.id, [ids.anna]);
  await ben.deleteList(list.id);
  expect((await ben.followTag('plain')).data.following).toBe(true);
  expect((await ben.getFollowedTags()).data.map(({ name }) => name)).toEqual(['plain']);
  expect((await ben.getTag('plain')).data.name).toBe('plain');
  await ben.unfollowTag('plain');
  const { data: featured } = await anna.createFeaturedTag('plain');
  expect((await anna.getFeaturedTags()).data.length).toBe(1);
  await anna.deleteFeaturedTag(featured.id);
  expect((await anna.getSuggestedTags()).status).toBe(200);
  const { data: filter } = await ben.createFilter('needle', ['home']);
  expect((await ben.getFilter(filter.id)).data.phrase).toBe('needle');
  expect((await ben.updateFilter(filter.id, 'needles', ['home'])).data.phrase).toBe('needles');
  expect((await ben.getFilters()).data.length).toBe(1);
  await ben.deleteFilter(filter.id);
  expect((await ben.search('plain', { type: 'hashtags' })).data.hashtags[0]?.name).toBe('plain');
});

test('news, markers, conversations, push and reports', async () => {
  const { anna, ben } = clients();
  const ids = people();
  await anna.followAccount(ids.ben);
  await anna.dismissNotifications();
  const { data: post } = await anna.postStatus('Any news?');
  await ben.favouriteStatus(post.id);
  const news = await until(
    () => anna.getNotifications(),
    ({ data }) => data.length > 0,
  );
  const [first] = news.data;
  expect(first?.type).toBe('favourite');
  expect((await anna.getNotification(first?.id ?? '')).data.id).toBe(first?.id);
  await anna.dismissNotification(first?.id ?? '');
  await anna.saveMarkers({ notifications: { last_read_id: first?.id ?? '1' } });
  expect((await anna.getMarkers(['notifications'])).data).toHaveProperty(
    'notifications.last_read_id',
    first?.id,
  );
  await ben.postStatus('@anna Between us.', { visibility: 'direct' });
  const talks = await until(
    () => anna.getConversationTimeline(),
    ({ data }) => data.length > 0,
  );
  const talk = talks.data[0]?.id ?? '';
  expect((await anna.readConversation(talk)).data.unread).toBe(false);
  await anna.deleteConversation(talk);
  const keys = {
    p256dh:
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const subscription = { endpoint: 'https://push.example/one', keys };
  expect(
    (await anna.subscribePushNotification(subscription, { alerts: { mention: true } })).data
      .endpoint,
  ).toBe(subscription.endpoint);
  expect((await anna.getPushSubscription()).data.alerts).toMatchObject({ mention: true });
  await anna.updatePushSubscription({ alerts: { mention: false } });
  await anna.deletePushSubscription();
  expect(
    (await ben.report(ids.anna, { status_ids: [post.id], comment: 'Look.' })).data.comment,
  ).toBe('Look.');
});

test('a stream tells of a post', async () => {
  const { anna, ben } = clients();
  await ben.followAccount(people().anna);
  const stream = await ben.userStreaming();
  const heard = new Promise<string>((done, fail) => {
    stream.on('update', (status: { id: string }) => done(status.id));
    stream.on('error', fail);
  });
  await new Promise((done) => void stream.once('connect', done));
  const { data: post } = await anna.postStatus('On the air.');
  expect(await heard).toBe(post.id);
  stream.stop();
});
