import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p1.say(bob, inboxOf(a, 'pat'), about('Follow', bob, uriOf(a, 'pat'), p1.newId()));
  const note = p2.aNote(carol, 'Good morning.', naming(a, 'pat'));
  await p2.say(carol, inboxOf(a, 'pat'), about('Create', carol, note, p2.newId()));
  await settled(a);
});
afterAll(() => street.close());

async function aPoll(more: { multiple?: boolean; visibility?: 'public' | 'followers' } = {}) {
  const { multiple = false, visibility = 'public' } = more;
  const options = ['Tea', 'Coffee', 'Water'];
  const poll = { options, seconds: 3600, multiple };
  return written(street.a, pat, 'What is there to drink?', { visibility, poll });
}

/** Somebody gives an answer as other servers do: a note without words, with a name. */
async function votes(by: StrangePerson, id: string, name: string, more: object = {}) {
  const home = by === carol ? street.p2 : street.p1;
  const { a } = street;
  const inReplyTo = `${uriOf(a, 'pat')}/statuses/${id}`;
  const vote = {
    ...{ id: home.newId('votes'), type: 'Note', name, attributedTo: by.uri, inReplyTo },
    ...{ to: [uriOf(a, 'pat')], ...more },
  };
  return home.say(by, inboxOf(a, 'pat'), about('Create', by, vote, home.newId()));
}

async function counts(id: string): Promise<[number, number[]]> {
  await settled(street.a);
  const token = await aToken(street.a, pat, ['read']);
  const { body } = await callsOf(street.a)(`GET /api/v1/statuses/${id}`, { token });
  const options: { votes_count: number }[] = body.poll.options;
  return [body.poll.voters_count, options.map(({ votes_count }) => votes_count)];
}

test('APF-21: somebody elsewhere who votes forty times has voted once, for what they said first', async () => {
  const id = await aPoll();
  await votes(bob, id, 'Tea');
  await settled(street.a);
  const answers = ['Coffee', 'Water', 'Tea', ''];
  const many = Array.from({ length: 39 }, (_, n) => votes(bob, id, answers[n % 4] ?? ''));
  expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([202]));
  await votes(carol, id, 'Coffee');
  expect(await counts(id)).toEqual([2, [1, 1, 0]]);
});

test('APF-21: an answer that is none, or comes when all is over, counts nothing', async () => {
  const id = await aPoll();
  for (const name of ['', 'Beer', 'tea ', '__proto__', 'constructor', '0'])
    await votes(bob, id, name);
  await votes(bob, id, 'Tea', { attributedTo: carol.uri });
  expect(await counts(id)).toEqual([0, [0, 0, 0]]);
  await votes(bob, id, 'Tea');
  await settled(street.a);
  street.town.clock.turnBy(2 * 3600 * 1000);
  await votes(carol, id, 'Tea');
  expect(await counts(id)).toEqual([1, [1, 0, 0]]);
});

test('APF-21: whoever may not read a poll has no vote in it', async () => {
  const id = await aPoll({ visibility: 'followers' });
  await votes(carol, id, 'Tea');
  expect(await counts(id)).toEqual([0, [0, 0, 0]]);
  await votes(bob, id, 'Tea');
  expect(await counts(id)).toEqual([1, [1, 0, 0]]);
});

test('of several answers each counts once, though they come one by one', async () => {
  const id = await aPoll({ multiple: true });
  for (const name of ['Tea', 'Water', 'Tea']) await votes(bob, id, name);
  expect(await counts(id)).toEqual([1, [1, 0, 1]]);
});
