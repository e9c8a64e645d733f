import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { and, asc, eq, sql } from 'drizzle-orm';
import { aChat, answered, putInState, type Chat } from '../../../tests/makers/chat.ts';
import { says, someoneElsewhere } from '../../../tests/makers/elsewhere.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { takeAnswer } from './answers-elsewhere.server.ts';
import { chatOf } from './chat.server.ts';
import { hideAnswer, showAnswer } from './chat-hosting.server.ts';
import { askAloud } from './club-posts.server.ts';
import { consoleOf } from './host-console.server.ts';
import { openClubPerson } from './club-person.server.ts';
import { plainTranscriptOf, transcriptOf } from './transcript.server.ts';
import { leaveOut, letIn, listWaiting } from './waiting-answers.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { inboxesTold } from '#domain/federation/outgoing.server.ts';
import { removePost } from '#domain/posts/remove.server.ts';
import { boost, post, postMention } from '#domain/posts/schema.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let chat: Chat;
/** The club's person, its companion, and its posts: the month's, and each question's that was asked. */
let clubPerson: string;
let live: string;
let questions: string[];
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

beforeEach(async () => {
  await world.services.db.execute(sql`delete from rate_limit`);
  await world.services.db.execute(sql`delete from pgboss.job`);
  await begin(await aChat(world));
});

/** The questions that were asked are posts of the club, as the clock makes them. */
async function begin(held: Chat): Promise<void> {
  chat = held;
  const persons = await inTransaction(world.as(null), async (tx) => {
    await askAloud(tx, held.monthId, held.questionIds.slice(0, 2));
    return openClubPerson(tx, held.clubId);
  });
  [clubPerson, live] = [persons.personId, persons.livePersonId];
  const own = await world.services.db
    .select({ id: post.id })
    .from(post)
    .where(eq(post.authorId, clubPerson))
    .orderBy(asc(post.id));
  questions = own.map(({ id }) => id);
}

const lines = async () => (await chatOf(world.as(null), chat.monthId))?.lines ?? [];
const spoken = async () =>
  (await lines()).map(({ author, questionId, html }) => [
    author?.name ?? null,
    chat.questionIds.indexOf(questionId ?? ''),
    html?.replace(/<[^>]+>/g, '') ?? null,
  ]);
const waits = async () =>
  (await consoleOf(world.as(chat.host), chat.slug, chat.date))?.outside ?? [];
const named = () => ({ people: [clubPerson] });
const boostsOf = async (who: string) =>
  (
    await world.services.db
      .select({ text: post.text })
      .from(boost)
      .innerJoin(post, eq(post.id, boost.postId))
      .where(eq(boost.personId, who))
      .orderBy(asc(boost.id))
  ).map(({ text }) => text);

const somebody = (called: string, about: Parameters<typeof someoneElsewhere>[1] = {}) =>
  someoneElsewhere(world, {
    name: called.toLowerCase(),
    called,
    host: 'elsewhere.example',
    ...about,
  });

async function aFollower(called: string, about?: Parameters<typeof someoneElsewhere>[1]) {
  const follower = await somebody(called, about);
  await followPerson(world.as(follower), clubPerson);
  return follower;
}

async function sends(who: Viewer, text: string, more: Parameters<typeof says>[3] = {}) {
  const id = await says(world, who, text, more);
  await workOff(world);
  return id;
}

describe('what somebody of another server says in a chat', () => {
  test('stands under the question in whose thread it was said', async () => {
    const mia = await aFollower('Mia');
    const [, opening, first] = questions;
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
    const release = chat.questionIds.slice(2, 4);
    await world.services.db.execute(sql`update question set released = now()
      where id = any(${sql.param(release)}::bigint[])`);
    const noa = await aFollower('Noa');
    await sends(noa, 'T2: late to it', named());
    await sends(noa, 'To the newest', named());
    expect((await spoken()).map(([, question]) => question)).toEqual([2, 3]);
  });

  test('is no answer when the chat is not held, nor when it is for few', async () => {
    const eva = await aFollower('Eva');
    const [, opening] = questions;
    await sends(eva, 'Only for followers', { inReplyTo: opening ?? null, visibility: 'followers' });
    await sends(eva, 'Only for the club', { ...named(), visibility: 'direct' });
    await putInState(world, chat, 'open');
    await sends(eva, 'Too early', named());
    await putInState(world, chat, 'archived');
    await sends(eva, 'Much too late', { inReplyTo: opening ?? null });
    expect(await lines()).toEqual([]);
    await putInState(world, chat, 'wrapUp');
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
    const people = [clubPerson, ...groups.map(({ personId }) => personId)];
    await sends(tim, 'Read my page', { people });
    await followPerson(world.as(groups[0] ?? null), clubPerson);
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
    const [, opening] = questions;
    const reply = { text: 'Hello by my app', visibility: 'public' as const };
    await writePost(world.as(ben), { ...reply, inReplyTo: opening ?? null });
    await writePost(world.as(ben), { ...reply, text: 'Not in the thread' });
    await workOff(world);
    expect(await spoken()).toEqual([[ben.name, 0, 'Hello by my app']]);
  });
});

describe('what a host decides', () => {
  test('a stranger waits for a host, and stands at once from then on', async () => {
    const sam = await somebody('Sam');
    const id = await sends(sam, 'May I?', { inReplyTo: questions[1] ?? null });
    expect(await lines()).toEqual([]);
    expect(await waits()).toMatchObject([{ postId: id, name: 'Sam', why: 'stranger' }]);
    const stranger = await world.aPerson();
    expect(await letIn(world.as(stranger), id)).toEqual({ refused: 'gone' });
    expect(await listWaiting(world.as(stranger), chat.monthId)).toEqual({ refused: 'gone' });
    expect(await letIn(world.as(chat.host), id)).toEqual({ letIn: id });
    expect(await letIn(world.as(chat.host), id)).toEqual({ refused: 'gone' });
    await sends(sam, 'Thank you', named());
    expect(await spoken()).toEqual([
      ['Sam', 0, 'May I?'],
      ['Sam', 1, 'Thank you'],
    ]);
    expect(await waits()).toEqual([]);
  });

  test('what was left out waits no more, and its writer stays a stranger', async () => {
    const rob = await somebody('Rob');
    const id = await sends(rob, 'Buy lamps', named());
    expect(await leaveOut(world.as(chat.host), id)).toEqual({ leftOut: id });
    await sends(rob, 'Buy more lamps', named());
    expect(await lines()).toEqual([]);
    expect((await waits()).map(({ html }) => html)).toEqual(['<p>Buy more lamps</p>']);
  });

  test('a program waits, and so do words in which the guard finds somebody', async () => {
    const bot = await aFollower('Newsbot', { kind: 'service' });
    const kim = await aFollower('Kim');
    await sends(bot, 'Lamps in the news', named());
    const told = 'My patient Mrs Okonkwo, 84, in bed 12 at St Mary’s had her scan today';
    await sends(kim, told, named());
    expect(await lines()).toEqual([]);
    expect((await waits()).map(({ why }) => why)).toEqual(['bot', 'guard']);
  });
});

describe('whoever says "stop"', () => {
  test.each(['stop', ' STOP. ', '@club@here Stop!'])(
    'stands in the transcript no more: "%s"',
    async (word) => {
      const uma = await aFollower(`Uma${Math.random().toString(36).slice(2, 8)}`);
      await sends(uma, 'First words', named());
      await sends(uma, word, { inReplyTo: questions[1] ?? null });
      await sends(uma, 'Later words', named());
      expect((await lines()).map(({ html, gone }) => [html, gone])).toEqual([[null, 'removed']]);
      expect(await waits()).toEqual([]);
      expect((await chatOf(world.as(null), chat.monthId))?.head.people).toBe(0);
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
    await putInState(world, chat, 'archived');
    const found = await plainTranscriptOf(world.as(null), chat.slug, chat.date);
    expect(found?.text).not.toContain('First words');
    expect(found?.text).toContain('We should stop scanning');
  });
});

const wordsTo = ({ personId }: Viewer) =>
  world.services.db
    .select({ id: post.id, text: post.text })
    .from(post)
    .innerJoin(postMention, eq(postMention.postId, post.id))
    .where(
      and(
        eq(post.visibility, 'direct'),
        eq(post.authorId, clubPerson),
        eq(postMention.personId, personId),
      ),
    );

describe('the word about the transcript', () => {
  test('comes once, to them alone, and says where it will stand and how to stay out', async () => {
    const ada = await aFollower('Ada');
    const ben = await world.aPatient();
    await sends(ada, 'One', named());
    await sends(ada, 'Two', named());
    await answered(world.as(ben), chat, 'I live here');
    const told = await wordsTo(ada);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain(`/${chat.slug}/${chat.date}/transcript`);
    expect(told[0]?.text).toContain('reply with the one word "stop"');
    expect(await wordsTo(ben)).toEqual([]);
  });

  test('comes when a host has let somebody in, and not before', async () => {
    const pia = await somebody('Pia');
    const id = await sends(pia, 'Hello', named());
    expect(await wordsTo(pia)).toEqual([]);
    await letIn(world.as(chat.host), id);
    expect(await wordsTo(pia)).toHaveLength(1);
  });
});

describe('somebody of another server', () => {
  const told = async () =>
    (
      await world.services.db.execute<{ text: string }>(sql`select p.text from pgboss.job j
        join post p on p.id::text = j.data->>'postId' where j.name = 'tell' and j.data->>'what' = 'post'`)
    ).rows.map(({ text }) => text);

  test('hears what is answered to them in the chat', async () => {
    const [ola, ben] = [await aFollower('Ola'), await world.aPatient()];
    await sends(ola, 'What is a lamp?', named());
    const [line] = await lines();
    await answered(world.as(ben), chat, 'To everybody');
    await answered(world.as(ben), chat, 'It gives light', { parentId: line?.id ?? '' });
    expect(await told()).toEqual(['It gives light']);
  });

  test('hears that an answer is gone which the club had shown there', async () => {
    await aFollower('Pam');
    const ben = await world.aPatient();
    const { id } = await answered(world.as(ben), chat, 'I take this back');
    await workOff(world);
    const inbox = 'https://elsewhere.example/inbox';
    await world.services.db.execute(sql`insert into told (person_id, inbox, since)
      values (${clubPerson}, ${inbox}, now()) on conflict do nothing`);
    const { rows } = await world.services.db.execute<{ postId: string }>(
      sql`select post_id::text as "postId" from answer where id = ${id}`,
    );
    const gone = { personId: ben.personId, postId: rows[0]?.postId ?? '', forEverybody: true };
    expect(await inboxesTold(world.services, gone)).toContain(inbox);
  });
});

describe('what a club shows to its followers', () => {
  test('is first answers and what hosts say; its companion shows every line', async () => {
    const [mo, ben] = [await aFollower('Mo'), await world.aPatient()];
    const first = await answered(world.as(ben), chat, 'A first answer');
    await answered(world.as(chat.host), chat, 'A host replies', { parentId: first.id });
    await answered(world.as(ben), chat, 'An aside', { parentId: first.id });
    await sends(mo, 'From elsewhere', named());
    await sends(mo, 'Unlisted', { ...named(), visibility: 'unlisted' });
    expect(await boostsOf(clubPerson)).toEqual([
      'A first answer',
      'A host replies',
      'From elsewhere',
    ]);
    expect(await boostsOf(live)).toEqual([
      ...['A first answer', 'A host replies', 'An aside', 'From elsewhere'],
    ]);
  });

  test('is taken back with a line that a host hides, and shown again with it', async () => {
    const tea = await aFollower('Tea');
    await sends(tea, 'Not kind', named());
    const [line] = await lines();
    expect(await boostsOf(clubPerson)).toEqual(['Not kind']);
    await hideAnswer(world.as(chat.host), { id: line?.id ?? '', reason: 'Not kind.' });
    await workOff(world);
    expect([await boostsOf(clubPerson), await boostsOf(live)]).toEqual([[], []]);
    await showAnswer(world.as(chat.host), line?.id ?? '');
    await workOff(world);
    expect(await boostsOf(clubPerson)).toEqual(['Not kind']);
  });

  test('is nothing while nobody follows it, and nothing of whoever said "stop"', async () => {
    await answered(world.as(await world.aPatient()), chat, 'Into an empty room');
    await workOff(world);
    expect(await boostsOf(clubPerson)).toEqual([]);
    const jo = await aFollower('Jo');
    await sends(jo, 'Shown', named());
    expect(await boostsOf(clubPerson)).toEqual(['Shown']);
    await sends(jo, 'stop', { inReplyTo: questions[1] ?? null });
    expect([await boostsOf(clubPerson), await boostsOf(live)]).toEqual([[], []]);
  });
});

test('a chat in which half of the people sit on another server ends in one complete transcript', async () => {
  const here = [await world.aPatient(), await world.aRadiographer(), await world.aPatient()];
  const there = [await aFollower('Una'), await aFollower('Duo'), await aFollower('Tres')];
  for (const viewer of here)
    await world.services.db.execute(sql`insert into consent (person_id, kind, text_version, given)
      values (${viewer.personId}, 'transcript', '1', now())`);
  const [, opening, first] = questions;
  for (const [n, viewer] of here.entries()) {
    await answered(world.as(viewer), chat, `Hello, here ${n}`, { question: 0 });
    await answered(world.as(viewer), chat, `The lamp, here ${n}`, { question: 1 });
  }
  for (const [n, viewer] of there.entries()) {
    const hello = await sends(viewer, `Hello, there ${n}`, { inReplyTo: opening ?? null });
    await sends(viewer, `The lamp, there ${n}`, { inReplyTo: first ?? null });
    await sends(viewer, `A1 named, there ${n}`, named());
    await sends(viewer, `Under it, there ${n}`, { inReplyTo: hello });
  }
  await putInState(world, chat, 'archived');
  const transcript = await transcriptOf(world.as(null), chat.slug, chat.date);
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
  const found = await plainTranscriptOf(world.as(null), chat.slug, chat.date);
  expect(found?.text).toContain('The lamp, there 2');
});
