import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type Heard, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { aChat, answered, type Chat } from '../makers/chat.ts';
import { deleteAnswer, editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer, showAnswer } from '#domain/club/chat-hosting.server.ts';
import { chatOf } from '#domain/club/chat.server.ts';
import { openClubPersons } from '#domain/club/club-person.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { tell } from '#protocols/activitypub/tell.server.ts';

/** Bob follows the club from the one server, Carol follows Pat, who answers in its chat, from the other. */
let street: Street;
let chat: Chat;
let pat: Viewer;
let mo: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  chat = await aChat(a);
  await openClubPersons(a.services);
  pat = await a.aPerson({ handle: 'pat' });
  mo = await a.aPerson({ handle: 'mo' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p1.say(bob, inboxOf(a, chat.slug), about('Follow', bob, uriOf(a, chat.slug), p1.newId()));
  await p2.say(carol, inboxOf(a, 'pat'), about('Follow', carol, uriOf(a, 'pat'), p2.newId()));
  await settled(a);
});
afterAll(() => street.close());
beforeEach(() => street.a.clock.turnBy(60_000));

/** What both servers were told since they were last asked: types, and what posts say. */
async function toldNow(): Promise<{ club: string[]; pat: string[] }> {
  await settled(street.a);
  const all = ({ heard }: { heard: Heard[] }) => heard.splice(0).map(wordsOf);
  return { club: all(street.p1), pat: all(street.p2) };
}

const wordsOf = ({ activity: { type, object } }: Heard) =>
  [type, object.content?.replace(/<[^>]+>/g, '')].filter(Boolean).join(': ');

/** Bob answers in the chat; his line. */
async function bobAnswers() {
  const { a, p1 } = street;
  const tag = [{ type: 'Mention', href: uriOf(a, chat.slug) }];
  const note = p1.aNote(bob, 'A1 From elsewhere', { tag, cc: [uriOf(a, chat.slug)] });
  await p1.say(bob, inboxOf(a, chat.slug), about('Create', bob, note, p1.newId()));
  await settled(a);
  return lineOf('bob', 'From elsewhere');
}

/** The line in which somebody says this. */
async function lineOf(name: string, text: string): Promise<string> {
  const { lines = [] } = (await chatOf(street.a.as(null), chat.monthId)) ?? {};
  const found = lines.find(({ author, html }) => author?.name === name && html?.includes(text));
  return found?.id ?? '';
}

/** The post of a line. */
async function postOf(lineId: string): Promise<string> {
  const text = 'select post_id::text as id from answer where id = $1';
  const { rows } = await street.a.services.pool.query<{ id: string }>(text, [lineId]);
  return rows[0]?.id ?? '';
}

test('a line that is changed or taken back is told to those whom the club had shown it, and to nobody else', async () => {
  const { a } = street;
  await toldNow();
  const { id } = await answered(a.as(pat), chat, 'Eight of ten');
  expect(await toldNow()).toEqual({ club: ['Announce'], pat: [] });
  await editAnswer(a.as(pat), { id, text: 'Seven of ten' });
  expect(await toldNow()).toEqual({ club: ['Update: Seven of ten'], pat: [] });
  await editAnswer(a.as(pat), { id, text: 'Seven of ten' });
  expect(await toldNow()).toEqual({ club: [], pat: [] });
  const call = { token: await aToken(a, pat, ['write']), body: { status: 'Six of ten' } };
  a.clock.turnBy(60_000);
  expect(await callsOf(a)(`PUT /api/v1/statuses/${await postOf(id)}`, call)).toMatchObject({
    status: 200,
  });
  expect(await toldNow()).toEqual({ club: ['Update: Six of ten'], pat: [] });
  await deleteAnswer(a.as(pat), id);
  expect((await toldNow()).club).toEqual(['Delete']);
});

test('a line that answers somebody elsewhere is told to all who heard of it, and so is its change', async () => {
  const { a } = street;
  const parentId = await bobAnswers();
  await toldNow();
  const { id } = await answered(a.as(pat), chat, 'Welcome', { parentId });
  expect(await toldNow()).toEqual({ club: ['Create: Welcome'], pat: ['Create: Welcome'] });
  await editAnswer(a.as(pat), { id, text: 'Welcome, Bob' });
  expect(await toldNow()).toEqual({
    club: ['Update: Welcome, Bob'],
    pat: ['Update: Welcome, Bob'],
  });
});

test('a line that began as a reply by an app is told to its author’s followers, and so is its change in the chat', async () => {
  const { a } = street;
  const first = await postOf((await answered(a.as(mo), chat, 'Ten of ten')).id);
  await toldNow();
  await written(a, pat, 'By my app', { inReplyTo: first });
  expect((await toldNow()).pat).toEqual(['Create: By my app']);
  const line = await lineOf('pat', 'By my app');
  await editAnswer(a.as(pat), { id: line, text: 'By hand' });
  expect((await toldNow()).pat).toEqual(['Update: By hand']);
});

test('a line that a host hides is asked to be deleted where it was told, and is to be had nowhere until it is shown again', async () => {
  const { a, p1, town } = street;
  await toldNow();
  // Of whom no server was told anything but by the club.
  const { id } = await answered(a.as(mo), chat, 'Bed twelve');
  await settled(a);
  const [{ activity: shown } = { activity: {} }] = p1.heard.splice(0);
  await hideAnswer(a.as(chat.host), { id, reason: 'It says who somebody is.' });
  await settled(a);
  const [deleted, undone] = p1.heardOf('Delete').concat(p1.heardOf('Undo'));
  expect(deleted?.activity).toEqual({
    ...{ '@context': expect.anything(), proof: expect.anything(), id: expect.any(String) },
    ...{ type: 'Delete', actor: uriOf(a, 'mo'), to: [everybody], cc: [] },
    object: { id: shown.object, type: 'Tombstone' },
  });
  expect(undone?.activity.object).toMatchObject({ id: shown.id, type: 'Announce' });
  expect(await ask(town, shown.object)).toMatchObject({ status: 404 });
  expect(JSON.stringify(await toldNow())).not.toContain('Bed twelve');
  await showAnswer(a.as(chat.host), id);
  expect(await toldNow()).toEqual({ club: ['Announce'], pat: [] });
});

test('of a line that is out of sight nothing is told, whatever its author changes', async () => {
  const { a } = street;
  const { id } = await answered(a.as(pat), chat, 'Bed thirteen', { parentId: await bobAnswers() });
  await settled(a);
  await hideAnswer(a.as(chat.host), { id, reason: 'It says who somebody is.' });
  expect((await toldNow()).pat).toEqual(['Create: Bed thirteen', 'Delete']);
  await editAnswer(a.as(pat), { id, text: 'Somebody else' });
  expect(await toldNow()).toEqual({ club: [], pat: [] });
});

test('a line that is hidden while it is about to be told is not told', async () => {
  const { a } = street;
  const { pool } = a.services;
  const { id } = await answered(a.as(pat), chat, 'Bed fourteen', { parentId: await bobAnswers() });
  await toldNow();
  const postId = await postOf(id);
  const host = await pool.connect();
  await host.query('begin');
  await host.query('update post set withheld = now() where id = $1', [postId]);
  const telling = tell(a.services, { what: 'edit', postId });
  const waits = `select from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`;
  await Promise.race([telling, vi.waitUntil(async () => (await pool.query(waits)).rowCount)]);
  await host.query('commit');
  host.release();
  await telling;
  expect(await toldNow()).toEqual({ club: [], pat: [] });
});
