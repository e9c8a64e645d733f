import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { aChat, answered, putInState, type Chat } from '../makers/chat.ts';
import { deleteAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer } from '#domain/club/chat-hosting.server.ts';
import { moveMonth } from '#domain/club/clockwork.server.ts';
import { announceMonth, askAloud } from '#domain/club/club-posts.server.ts';
import { openClubPerson } from '#domain/club/club-person.server.ts';
import { changeMonth } from '#domain/club/planning.server.ts';
import { clubDuty } from '#domain/club/schema.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

/** Mo follows the club from p1.test, and answers there; Ann and Ben answer here. */
let street: Street;
let chat: Chat;
let club: string;
let ann: Viewer;
let mo: StrangePerson;
let lines: { id: string }[];

beforeAll(async () => {
  street = await openStreet();
  const { a, p1 } = street;
  chat = await aChat(a);
  club = uriOf(a, chat.slug);
  ann = await a.aPerson({ handle: 'ann' });
  const ben = await a.aPerson({ handle: 'ben' });
  mo = await p1.aPerson('mo');
  const { personId } = await inTransaction(a.as(null), (tx) => openClubPerson(tx, chat.clubId));
  await followPerson(a.as(ann), personId);
  await makeCurator(chat);
  await p1.say(mo, inboxOf(a, chat.slug), about('Follow', mo, club, p1.newId()));
  await settled(a);
  await inTransaction(a.as(null), (tx) => askAloud(tx, chat.monthId, chat.questionIds.slice(0, 2)));
  await settled(a);
  lines = [
    await answered(a.as(ann), chat, 'Hello from the ward', { question: 0 }),
    await answered(a.as(ann), chat, 'The lamp was dim'),
    await answered(a.as(ben), chat, 'Ours was too'),
  ];
  const question = p1.heardOf('Create').at(-1)?.activity.object.id;
  await say(p1.aNote(mo, 'Here they are bright', { inReplyTo: question }));
});
afterAll(() => street.close());

const makeCurator = ({ clubId, host }: Chat) =>
  street.a.services.db
    .insert(clubDuty)
    .values({ clubId, personId: host.personId, duty: 'curator' });

async function say(object: object) {
  const { a, p1 } = street;
  await p1.say(mo, `${a.origin}/inbox`, about('Create', mo, object, p1.newId()));
  await settled(a);
}

const host = () => street.a.as(chat.host);
const archive = (held = chat) => moveMonth(street.a.as(held.host), held.monthId, 'archived');

/** What Mo’s server hears about articles while something is done. */
async function heardWhile(act: () => Promise<unknown>) {
  const { a, p1, town } = street;
  const before = p1.heard.length;
  town.clock.turnBy(1000);
  expect(await act()).not.toHaveProperty('refused');
  await settled(a);
  return p1.heard
    .slice(before)
    .map(({ activity }) => activity)
    .filter(({ object }) => object.type === 'Article');
}

test('a chat that is over is told of once: what was asked, how much was said, and where it stands', async () => {
  await putInState(street.a, chat, 'wrapUp');
  const told = await heardWhile(archive);
  const transcript = `https://a.test/${chat.slug}/${chat.date}/transcript`;
  expect(told).toMatchObject([
    {
      ...{ type: 'Create', actor: club, to: [everybody] },
      object: {
        ...{ name: 'Friends in a pocket', url: transcript, audience: club },
        summary:
          '<p>The chat of A Journal Club about “Friends in a pocket” on 22 November 2026 is over. Its transcript has 4 lines.</p>',
      },
    },
  ]);
  const { object } = told[0];
  expect(object.content).toContain('Opening round: Say hello: who are you, and where? (1 line)<br');
  expect(object.content).toContain(
    'Question 1: What does the paper say about matter 1? (3 lines)</p>',
  );
  expect(object.content).not.toContain('matter 2');
  expect(object.content).toContain(`href="${transcript}"`);
  expect((await ask(street.town, object.id)).json).toMatchObject(object);
  const month = street.p1.heardOf('Create')[0]?.activity.object;
  expect(object.inReplyTo).toBe(month.id);
  expect(JSON.stringify(object)).not.toMatch(/lamp|bright|\bann\b|@mo/);
});

test('it comes home here as well', async () => {
  const [newest] = await listHome(street.a.as(ann), { limit: 1 });
  expect(newest?.post.text).toMatch(/^The chat of A Journal Club about .* has 4 lines\./);
});

test('it is said once, however often the chat is closed', async () => {
  await heardWhile(() => moveMonth(host(), chat.monthId, 'wrapUp'));
  expect(await heardWhile(archive)).toEqual([]);
});

test('it is put right when a line goes, is hidden, or is taken out by who wrote it elsewhere', async () => {
  const { a, p1 } = street;
  const says = async (act: () => Promise<unknown>) =>
    (await heardWhile(act)).map(({ type, object }) => [
      type,
      /has (\d+) line/.exec(object.summary)?.[1],
    ]);
  const [hello, lamp] = lines;
  const remove = () => deleteAnswer(a.as(ann), hello?.id ?? '');
  expect(await says(remove)).toEqual([['Update', '3']]);
  const hide = () => hideAnswer(host(), { id: lamp?.id ?? '', reason: 'Unkind' });
  expect(await says(hide)).toEqual([['Update', '2']]);
  const question = p1.heardOf('Create')[0]?.activity.object.id;
  const stop = () => say(p1.aNote(mo, 'stop', { inReplyTo: question }));
  const stopped = await heardWhile(async () => [await stop()]);
  expect(stopped.at(-1)?.object.content).toContain('matter 1? (1 line)');
});

test('it takes the words of its month, and calls a question that names somebody by its number', async () => {
  const { a } = street;
  const words = () => changeMonth(host(), chat.monthId, { theme: 'Lamps <b>' });
  const [changed] = await heardWhile(words);
  expect(changed.object).toMatchObject({ name: 'Lamps <b>' });
  expect(changed.object.summary).toContain('“Lamps &lt;b&gt;”');
  await a.services.pool.query(
    `update question set text = 'What does @ann say?' where id = ${chat.questionIds[1]}`,
  );
  const [named] = await heardWhile(() => changeMonth(host(), chat.monthId, { theme: 'Lamps' }));
  expect(named.object.content).toContain('<br />Question 1 (1 line)');
  expect(named.object.tag.map(({ type }: { type: string }) => type)).toEqual(['Hashtag']);
});

test('a chat in which nobody said anything, and a month that was told to nobody, have none', async () => {
  const { a, p1 } = street;
  const silent = await aChat(a, { state: 'wrapUp', asked: 2 });
  await makeCurator(silent);
  await inTransaction(a.as(null), (tx) => announceMonth(tx, silent.monthId));
  await p1.say(mo, inboxOf(a, silent.slug), about('Follow', mo, uriOf(a, silent.slug), p1.newId()));
  await settled(a);
  expect(await heardWhile(() => archive(silent))).toEqual([]);
  const old = await aChat(a, { starts: '2026-11-22T12:00' });
  await makeCurator(old);
  await inTransaction(a.as(null), (tx) => openClubPerson(tx, old.clubId));
  await p1.say(mo, inboxOf(a, old.slug), about('Follow', mo, uriOf(a, old.slug), p1.newId()));
  await answered(a.as(ann), old, 'Nobody was told');
  await settled(a);
  await putInState(a, old, 'wrapUp');
  expect(await heardWhile(() => archive(old))).toEqual([]);
});
