import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aGuestPost,
  aLink,
  aMonthForAGuest,
  anEvening,
  draftOf,
  written,
} from '../../../tests/makers/guest-post.ts';
import { giveDutyTo } from '../../../tests/makers/club.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { beginGuestPost, findDraft, previewDraft, saveDraft } from './guest-drafts.server.ts';
import { acceptInvite, inviteGuest, listInvites, withdrawInvite } from './guest-invites.server.ts';
import { readingMinutes } from './guest-post-rules.ts';
import {
  findGuestPost,
  listEditions,
  publishGuestPost,
  unpublishGuestPost,
} from './guest-posts.server.ts';
import { findMonth, listMonthsOn } from './months.server.ts';
import { guestInvite } from './guest-schema.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a guest who was invited', () => {
  test('writes by the link alone, without an account', async () => {
    const { token, club, month } = await aMonthForAGuest(world, 'link-alone');
    await written(world.as(null), { token });
    expect(await draftOf(world.as(null), { token })).toMatchObject({
      ...anEvening,
      by: 'guest',
      mayPublish: false,
    });
    expect(await findGuestPost(world.as(null), club.slug, month.date)).toBeUndefined();
  });

  // CLB-12, PRV-20: no page may say who writes before they want to be read
  test('is not named anywhere before the post is published', async () => {
    const { token, club, month, curator, guestPostId } = await aMonthForAGuest(world, 'unnamed');
    await written(world.as(null), { token }, { body: '' });
    const seen = async () =>
      JSON.stringify([
        await findMonth(world.as(null), club.slug, month.date),
        await listMonthsOn(world.as(null), club.id),
      ]);
    expect(await seen()).not.toMatch(/Ada|blanket/);
    await written(world.as(null), { token });
    await acceptInvite(world.as(await world.aPerson({ name: 'Ada Person' })), token);
    expect(await seen()).not.toMatch(/Ada|blanket/);
    await publishGuestPost(world.as(curator), { id: guestPostId });
    expect(await seen()).toMatch(/blanket.*Ada Warm/);
    await unpublishGuestPost(world.as(curator), guestPostId);
    expect(await seen()).not.toMatch(/Ada|blanket/);
  });

  test('has a link that nobody can guess and the server does not know', async () => {
    const { token, month, curator } = await aMonthForAGuest(world, 'unguessable');
    expect(Buffer.from(token, 'base64url')).toHaveLength(24);
    const rows = await world.services.db.select().from(guestInvite);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await listInvites(world.as(curator), month.id))).not.toContain(token);
    const other = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [other, '', 'x', `${token}x`, '\0'.repeat(32)])
      expect(await findDraft(world.as(null), { token: wrong })).toEqual({ refused: 'gone' });
  });

  test('finds the link closed after thirty days, and the words untouched', async () => {
    const own = await openWorld();
    const { token } = await aMonthForAGuest(own);
    const { version } = await draftOf(own.as(null), { token });
    own.clock.turnTo(new Date('2026-12-22T12:00:00Z'));
    const late = await saveDraft(own.as(null), { token }, { ...anEvening, version });
    expect(late).toEqual({ refused: 'expired' });
    await own.close();
  });

  test('cannot write after the link was withdrawn; nobody else can either', async () => {
    const { token, month, curator, guestPostId } = await aMonthForAGuest(world, 'withdrawn');
    await written(world.as(null), { token });
    const [invite] = (await listInvites(world.as(curator), month.id)) as { hash: string }[];
    expect(await withdrawInvite(world.as(null), month.id, invite?.hash ?? '')).toEqual({
      refused: 'gone',
    });
    expect(await withdrawInvite(world.as(curator), month.id, invite?.hash ?? '')).toEqual({
      withdrawn: true,
    });
    const key = { token };
    const saved = await saveDraft(world.as(null), key, { ...anEvening, body: 'Later', version: 2 });
    expect(saved).toEqual({ refused: 'withdrawn' });
    expect(await previewDraft(world.as(null), key, anEvening)).toEqual({ refused: 'withdrawn' });
    expect(await publishGuestPost(world.as(null), key)).toEqual({ refused: 'withdrawn' });
    expect((await draftOf(world.as(curator), { id: guestPostId })).body).toBe(anEvening.body);
  });

  test('is one guest: the first account that accepts holds the pen', async () => {
    const { token, guestPostId } = await aMonthForAGuest(world, 'one-guest');
    const [ada, eve] = [await world.aPatient(), await world.aPerson()];
    expect(await acceptInvite(world.as(null), token)).toEqual({ refused: 'signIn' });
    expect(await acceptInvite(world.as(ada), token)).toEqual({ accepted: true });
    expect(await acceptInvite(world.as(eve), token)).toEqual({ refused: 'taken' });
    for (const other of [eve, null])
      expect(await findDraft(world.as(other), { token })).toEqual({ refused: 'taken' });
    expect(await findDraft(world.as(eve), { id: guestPostId })).toEqual({ refused: 'gone' });
    expect((await draftOf(world.as(ada), { id: guestPostId })).own).toBe(true);
  });

  test('publishes only when the link allows it', async () => {
    const { token, month, curator } = await aMonthForAGuest(world, 'allowed');
    await written(world.as(null), { token });
    expect(await publishGuestPost(world.as(null), { token })).toEqual({ refused: 'gone' });
    const allowed = await aLink(world.as(curator), month.id, true);
    expect(await publishGuestPost(world.as(null), { token: allowed })).toMatchObject({
      slug: 'allowed',
    });
  });

  test('who passes the link on after publication gives nobody a pen', async () => {
    const { token } = await aGuestPost(world, 'passed-on');
    const key = { token };
    expect(await findDraft(world.as(null), key)).toEqual({ refused: 'published' });
    expect(await acceptInvite(world.as(await world.aPerson()), token)).toEqual({
      refused: 'published',
    });
    const saved = await saveDraft(world.as(null), key, {
      ...anEvening,
      body: 'Buy this',
      version: 2,
    });
    expect(saved).toEqual({ refused: 'published' });
  });
});

describe('whoever leads the month', () => {
  test('alone invites, and not without end', async () => {
    const { month, curator } = await aMonthForAGuest(world, 'inviting');
    for (const other of [null, await world.aPerson()])
      expect(await inviteGuest(world.as(other), month.id, {})).toEqual({ refused: 'gone' });
    for (let open = 1; open < 10; open += 1) await aLink(world.as(curator), month.id);
    expect(await inviteGuest(world.as(curator), month.id, {})).toEqual({ refused: 'tooMany' });
  });

  test('publishes a finished post, and is told what an unfinished one lacks', async () => {
    const { curator, guestPostId, club, month } = await aMonthForAGuest(world, 'finished');
    const key = { id: guestPostId };
    await written(world.as(curator), key, { title: '', body: ' ' });
    expect(await publishGuestPost(world.as(curator), key)).toEqual({
      refused: 'unfinished',
      missing: ['title', 'body'],
    });
    await written(world.as(curator), key);
    await publishGuestPost(world.as(curator), key);
    expect(await findGuestPost(world.as(null), club.slug, month.date)).toMatchObject({
      title: anEvening.title,
      edits: 0,
      mayWrite: false,
    });
    expect(await unpublishGuestPost(world.as(await world.aPerson()), guestPostId)).toEqual({
      refused: 'gone',
    });
    expect(await unpublishGuestPost(world.as(curator), guestPostId)).toEqual({ unpublished: true });
    expect(await findGuestPost(world.as(curator), club.slug, month.date)).toBeUndefined();
  });
});

test('a guest blogger of the club writes drafts, but does not publish and does not change what others published', async () => {
  const { club, curator, guestPostId, month } = await aMonthForAGuest(world, 'blogger');
  const blogger = await world.aPerson();
  await giveDutyTo(world, club, blogger, 'guestBlogger', curator);
  expect(await beginGuestPost(world.as(blogger), month.id)).toEqual({ id: guestPostId });
  await written(world.as(blogger), { id: guestPostId });
  expect(await publishGuestPost(world.as(blogger), { id: guestPostId })).toEqual({
    refused: 'gone',
  });
  await publishGuestPost(world.as(curator), { id: guestPostId });
  expect(await findDraft(world.as(blogger), { id: guestPostId })).toEqual({ refused: 'gone' });
});

test('two who write at once lose nothing: the second gets the words of the first', async () => {
  const { token, curator, guestPostId } = await aMonthForAGuest(world, 'at-once');
  const { version } = await draftOf(world.as(null), { token });
  const [one, two] = await Promise.all([
    saveDraft(world.as(null), { token }, { ...anEvening, body: 'By the guest', version }),
    saveDraft(
      world.as(curator),
      { id: guestPostId },
      { ...anEvening, body: 'By the curator', version },
    ),
  ]);
  const kept = (await draftOf(world.as(null), { token })).body;
  const refused = 'refused' in one ? one : two;
  expect(refused).toMatchObject({
    refused: 'otherEdit',
    theirs: { body: kept },
    version: version + 1,
  });
  expect([one, two].filter((answer) => 'saved' in answer)).toHaveLength(1);
});

test('every change after publication is kept for all to see, and none before', async () => {
  const { curator, guestPostId, club, month } = await aGuestPost(world, 'history');
  expect(await listEditions(world.as(null), guestPostId)).toEqual([]);
  await written(world.as(curator), { id: guestPostId }, { body: 'A second thought.' });
  await written(world.as(curator), { id: guestPostId }, { body: 'A second thought.' });
  const editions = await listEditions(world.as(null), guestPostId);
  expect(editions).toMatchObject([{ number: 1, body: anEvening.body, changedBy: curator.name }]);
  expect((await findGuestPost(world.as(null), club.slug, month.date))?.edits).toBe(1);
  await unpublishGuestPost(world.as(curator), guestPostId);
  expect(await listEditions(world.as(null), guestPostId)).toEqual([]);
});

test('words that are too long are refused by their field', async () => {
  const { token } = await aMonthForAGuest(world, 'too-long');
  const words = { ...anEvening, title: 'a'.repeat(201), body: 'ห'.repeat(20_000), version: 1 };
  expect(await saveDraft(world.as(null), { token }, words)).toEqual({
    refused: 'words',
    faults: { title: 'tooLong', body: 'tooLong' },
  });
});

test('a preview shows Markdown, and nothing that could harm', async () => {
  const { token } = await aMonthForAGuest(world, 'preview');
  const body =
    '# Hello\n\n<script>alert(1)</script> **warm** ![x](https://elsewhere.example/a.png)';
  const shown = await previewDraft(world.as(null), { token }, { ...anEvening, body });
  expect(shown).toMatchObject({ html: expect.stringContaining('<strong>warm</strong>') });
  expect(JSON.stringify(shown)).not.toMatch(/<script|elsewhere/);
});

test('words of the glossary are explained in the text, and a new meaning holds at once', async () => {
  const { club, month } = await aGuestPost(world, 'explained');
  const say = (meaning: string) =>
    world.services.pool.query(
      `insert into glossary_word (club_id, term, meaning) values ($1, 'fraction', $2)
       on conflict (club_id, lower(term)) do update set meaning = excluded.meaning`,
      [club.id, meaning],
    );
  await say('one visit');
  expect((await findGuestPost(world.as(null), club.slug, month.date))?.html).toContain('one visit');
  await say('one small dose');
  expect((await findGuestPost(world.as(null), club.slug, month.date))?.html).toContain(
    'one small dose',
  );
});

test('a post of a month that is still a draft is read by nobody outside', async () => {
  const { club, month, curator } = await aGuestPost(world, 'hidden-month');
  await world.services.pool.query(`update month set state = 'draft' where id = $1`, [month.id]);
  expect(await findGuestPost(world.as(null), club.slug, month.date)).toBeUndefined();
  expect(await findGuestPost(world.as(curator), club.slug, month.date)).toBeDefined();
});

test('a reading time is one minute at least', () => {
  expect([readingMinutes(''), readingMinutes('word '.repeat(900))]).toEqual([1, 5]);
});

test('the same link cannot be accepted by two who are equally quick', async () => {
  const { token } = await aMonthForAGuest(world, 'equally-quick');
  const people = await Promise.all([world.aPerson(), world.aPerson(), world.aPerson()]);
  const answers = await Promise.all(people.map((one) => acceptInvite(world.as(one), token)));
  expect(answers.filter((answer) => 'accepted' in answer)).toHaveLength(1);
});
