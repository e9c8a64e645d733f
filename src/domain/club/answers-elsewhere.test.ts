import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { answered, putInState } from '../../../tests/makers/chat.ts';
import { clubElsewhere } from '../../../tests/makers/club-elsewhere.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { takeAnswer } from './answers-elsewhere.server.ts';
import { chatOf } from './chat.server.ts';
import { plainTranscriptOf, transcriptOf } from './transcript.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { writePost } from '#domain/posts/write.server.ts';

let world: World;
const club = clubElsewhere(() => world);
const { lines, spoken, waits, named, wordsTo, somebody, aFollower, sends } = club;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());
beforeEach(() => club.begin());

describe('what somebody of another server says in a chat', () => {
  test('stands under the question in whose thread it was said', async () => {
    const mia = await aFollower('Mia');
    const [, opening, first] = club.questions;
    const hello = await sends(mia, 'Hello from far away', { inReplyTo: opening ?? null });
    await sends(mia, 'It says little about A9', { inReplyTo: first ?? null });
    await sends(mia, 'And hello again', { inReplyTo: hello });
    expect(await spoken()).toEqual([
      ['Mia', 0, 'Hello from far away'],
      ['Mia', 1, 'It says little about A9'],
      ['Mia', 0, 'And hello again'],
    ]);
    expect((await lines())[2]?.parentNumber).toBe(1);
  });

  test.each([
    ['A0 nothing', 1],
    ['@club@here A1: the lamp', 1],
    ['t1 - the lamp', 1],
    ['Q 1) the lamp', 1],
    ['A3 was not asked yet', 1],
    ['I like lamps', 1],
  ])(
    'stands under the question that it names, else under the one on now: "%s"',
    async (text, n) => {
      const mia = await aFollower(`Mia${Math.random().toString(36).slice(2, 8)}`);
      await sends(mia, text, named());
      expect((await spoken()).map(([, question]) => question)).toEqual([n]);
    },
  );

  test('stands under an earlier question when it names that one', async () => {
    const release = club.chat.questionIds.slice(2, 4);
    await world.services.db.execute(sql`update question set released = now()
      where id = any(${sql.param(release)}::bigint[])`);
    const noa = await aFollower('Noa');
    await sends(noa, 'T2: late to it', named());
    await sends(noa, 'To the newest', named());
    expect((await spoken()).map(([, question]) => question)).toEqual([2, 3]);
  });

  test('is no answer when the chat is not held, nor when it is for few', async () => {
    const eva = await aFollower('Eva');
    const [, opening] = club.questions;
    await sends(eva, 'Only for followers', { inReplyTo: opening ?? null, visibility: 'followers' });
    await sends(eva, 'Only for the club', { ...named(), visibility: 'direct' });
    await putInState(world, club.chat, 'open');
    await sends(eva, 'Too early', named());
    await putInState(world, club.chat, 'archived');
    await sends(eva, 'Much too late', { inReplyTo: opening ?? null });
    expect(await lines()).toEqual([]);
    await putInState(world, club.chat, 'wrapUp');
    await sends(eva, 'A little late', { inReplyTo: opening ?? null });
    expect((await lines()).map(({ late }) => late)).toEqual([true]);
  });

  test('is one line, however often it is looked at', async () => {
    const lea = await aFollower('Lea');
    const postId = await sends(lea, 'Once', named());
    await takeAnswer(world.services, { postId });
    expect(await spoken()).toEqual([['Lea', 1, 'Once']]);
  });

  test('is no answer when it calls three groups at once, nor when a group says it', async () => {
    const groups = [
      await somebody('gone', { kind: 'group' }),
      await somebody('gtwo', { kind: 'group' }),
    ];
    const tim = await aFollower('Tim');
    const people = [club.person, ...groups.map(({ personId }) => personId)];
    await sends(tim, 'Read my page', { people });
    await followPerson(world.as(groups[0] ?? null), club.person);
    await sends(groups[0] ?? tim, 'We are a group', named());
    expect([await lines(), await waits()]).toEqual([[], []]);
    await sends(tim, 'Two are fine', { people: people.slice(0, 2) });
    expect(await spoken()).toEqual([['Tim', 1, 'Two are fine']]);
  });

  test('goes when it is deleted there, and its number stays', async () => {
    const ida = await aFollower('Ida');
    const id = await sends(ida, 'I take this back', named());
    await sends(ida, 'This stays', named());
    await removePost(world.as(ida), { id });
    await workOff(world);
    expect(await spoken()).toEqual([
      [null, 1, null],
      ['Ida', 1, 'This stays'],
    ]);
    expect((await lines())[0]).toMatchObject({ number: 1, gone: 'removed' });
  });
});

describe('somebody of this place who replies by an app in the club’s thread', () => {
  test('has answered in the chat', async () => {
    const ben = await world.aPatient();
    const [, opening] = club.questions;
    const reply = { text: 'Hello by my app', visibility: 'public' as const };
    await writePost(world.as(ben), { ...reply, inReplyTo: opening ?? null });
    await writePost(world.as(ben), { ...reply, text: 'Not in the thread' });
    await workOff(world);
    expect(await spoken()).toEqual([[ben.name, 0, 'Hello by my app']]);
  });
});

describe('whoever says "stop"', () => {
  test.each(['stop', ' STOP. ', '@club@here Stop!'])(
    'stands in the transcript no more: "%s"',
    async (word) => {
      const uma = await aFollower(`Uma${Math.random().toString(36).slice(2, 8)}`);
      await sends(uma, 'First words', named());
      await sends(uma, word, { inReplyTo: club.questions[1] ?? null });
      await sends(uma, 'Later words', named());
      expect((await lines()).map(({ html, gone }) => [html, gone])).toEqual([[null, 'removed']]);
      expect(await waits()).toEqual([]);
      expect((await chatOf(world.as(null), club.chat.monthId))?.head.people).toBe(0);
    },
  );

  test('may say it to the club alone, as an answer to its word about the transcript', async () => {
    const [zoe, ray] = [await aFollower('Zoe'), await aFollower('Ray')];
    await sends(zoe, 'First words', named());
    await sends(ray, 'We should stop scanning everybody', named());
    await sends(zoe, 'stop', {
      ...named(),
      inReplyTo: (await wordsTo(zoe))[0]?.id ?? null,
      visibility: 'direct',
    });
    expect(await spoken()).toEqual([
      [null, 1, null],
      ['Ray', 1, 'We should stop scanning everybody'],
    ]);
    await putInState(world, club.chat, 'archived');
    const found = await plainTranscriptOf(world.as(null), club.chat.slug, club.chat.date);
    expect(found?.text).not.toContain('First words');
    expect(found?.text).toContain('We should stop scanning');
  });
});

test('a chat in which half of the people sit on another server ends in one complete transcript', async () => {
  const here = [await world.aPatient(), await world.aRadiographer(), await world.aPatient()];
  const there = [await aFollower('Una'), await aFollower('Duo'), await aFollower('Tres')];
  for (const viewer of here)
    await world.services.db.execute(sql`insert into consent (person_id, kind, text_version, given)
      values (${viewer.personId}, 'transcript', '1', now())`);
  const [, opening, first] = club.questions;
  for (const [n, viewer] of here.entries()) {
    await answered(world.as(viewer), club.chat, `Hello, here ${n}`, { question: 0 });
    await answered(world.as(viewer), club.chat, `The lamp, here ${n}`, { question: 1 });
  }
  for (const [n, viewer] of there.entries()) {
    const hello = await sends(viewer, `Hello, there ${n}`, { inReplyTo: opening ?? null });
    await sends(viewer, `The lamp, there ${n}`, { inReplyTo: first ?? null });
    await sends(viewer, `A1 named, there ${n}`, named());
    await sends(viewer, `Under it, there ${n}`, { inReplyTo: hello });
  }
  await putInState(world, club.chat, 'archived');
  const transcript = await transcriptOf(world.as(null), club.chat.slug, club.chat.date);
  const said = (kind: string) =>
    transcript?.rounds
      .filter((round) => round.kind === kind)
      .flatMap((round) => round.lines.map(({ html, state }) => (state === 'said' ? html : state)))
      .map((html) => html.replace(/<[^>]+>/g, ''))
      .sort();
  const each = (...words: string[]) =>
    words.flatMap((word) => [0, 1, 2].map((n) => `${word} ${n}`));
  expect(said('opening')).toEqual(each('Hello, here', 'Hello, there', 'Under it, there').sort());
  expect(said('question')).toEqual(
    each('The lamp, here', 'The lamp, there', 'A1 named, there').sort(),
  );
  const found = await plainTranscriptOf(world.as(null), club.chat.slug, club.chat.date);
  expect(found?.text).toContain('The lamp, there 2');
});
