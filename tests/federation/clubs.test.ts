import { verifyProof } from '@fedify/fedify/sig';
import { DataIntegrityProof } from '@fedify/vocab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { runs } from './software.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';
import { aChat, answered, type Chat } from '../makers/chat.ts';
import { deleteAnswer, editAnswer } from '#domain/club/answers.server.ts';
import { hideAnswer } from '#domain/club/chat-hosting.server.ts';
import { askAloud } from '#domain/club/club-posts.server.ts';
import { openClubPerson } from '#domain/club/club-person.server.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

/** Lena reads forums on p1.test, which runs Lemmy; Mo has Mastodon on p2.test. Both follow the club. */
let street: Street;
let chat: Chat;
let club: string;
let ann: Viewer;
let lena: StrangePerson;
let mo: StrangePerson;
let question: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  chat = await aChat(a);
  ann = await a.aPerson({ handle: 'ann' });
  club = uriOf(a, chat.slug);
  await inTransaction(a.as(null), (tx) => openClubPerson(tx, chat.clubId));
  runs(p1, 'Lemmy');
  runs(p2, 'mastodon');
  lena = await p1.aPerson('lena');
  mo = await p2.aPerson('mo');
  for (const [stranger, who] of [[p1, lena] as const, [p2, mo] as const])
    await stranger.say(who, inboxOf(a, chat.slug), about('Follow', who, club, stranger.newId()));
  await settled(a);
  await inTransaction(a.as(null), (tx) => askAloud(tx, chat.monthId, chat.questionIds.slice(0, 2)));
  await settled(a);
  question = p2.heardOf('Create').at(-1)?.activity.object.id;
});
afterAll(() => street.close());

/** What the strangers hear of a type while something is done. */
async function heardWhile(type: string, act: () => Promise<unknown>) {
  const { a, p1, p2 } = street;
  const before = [p1, p2].map((one) => one.heardOf(type).length);
  street.town.clock.turnBy(1000);
  const done = await act();
  await settled(a);
  const [forum, other] = [p1, p2].map((one, at) =>
    one
      .heardOf(type)
      .slice(before[at])
      .map(({ activity }) => activity),
  );
  return { done, forum: forum ?? [], other: other ?? [] };
}

const says = (text: string) =>
  heardWhile('Announce', () => answered(street.a.as(ann), chat, text)) as Promise<{
    done: { id: string };
    forum: Announced[];
    other: Announced[];
  }>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Announced = any;

/** Whether a library that others use believes what was handed on, by the key that its author shows. */
async function believed(activity: Announced): Promise<boolean> {
  const { json } = await ask(street.town, activity.actor);
  const [shown] = json.assertionMethod;
  const { importMultibaseKey } = await import('@fedify/vocab-runtime');
  const { Multikey } = await import('@fedify/vocab');
  const key = new Multikey({
    id: new URL(shown.id),
    controller: new URL(activity.actor),
    publicKey: await importMultibaseKey(shown.publicKeyMultibase),
  });
  const proof = await DataIntegrityProof.fromJsonLd(activity.proof);
  const keyCache = { get: async () => key, set: async () => undefined };
  return (await verifyProof(activity, proof, { keyCache })) !== null;
}

test('a club names nobody who moderates it, though somebody does', async () => {
  const { json } = await ask(street.town, club);
  expect(json).toMatchObject({ type: 'Group', attributedTo: `${club}/moderators` });
  const moderators = await ask(street.town, json.attributedTo);
  expect(moderators.json).toMatchObject({ type: 'OrderedCollection', totalItems: 0 });
  expect(moderators.text).not.toContain(chat.host.handle);
  const { a } = street;
  expect((await ask(street.town, uriOf(a, 'ann'))).json.attributedTo).toBeUndefined();
  expect((await ask(street.town, `${uriOf(a, 'ann')}/moderators`)).status).toBe(404);
});

test('what it says, and what is said in its thread, belongs to it', async () => {
  expect((await ask(street.town, question)).json).toMatchObject({
    attributedTo: club,
    audience: club,
  });
  const { other } = await says('Hello from the ward');
  const { json } = await ask(street.town, other[0].object);
  expect(json).toMatchObject({ attributedTo: uriOf(street.a, 'ann'), audience: club });
});

test('an answer that it shows is announced to everybody as a post, and to forums as the activity as well', async () => {
  const { forum, other } = await says('The lamp was too dim');
  expect(other).toMatchObject([{ actor: club, object: expect.stringMatching(/statuses\/\d+$/) }]);
  const [plain, handed] = forum;
  expect(forum).toHaveLength(2);
  expect(plain).toEqual({ ...other[0], proof: expect.anything() });
  expect(handed).toMatchObject({
    ...{ type: 'Announce', actor: club, to: [everybody], cc: [`${club}/followers`] },
    object: {
      ...{ id: `${plain.object}/activity`, type: 'Create', actor: uriOf(street.a, 'ann') },
      audience: club,
      object: { id: plain.object, audience: club, content: '<p>The lamp was too dim</p>' },
    },
  });
  expect(await believed(handed.object)).toBe(true);
  const other2 = { ...handed.object, object: { ...handed.object.object, content: 'I sell pills' } };
  expect(await believed(other2)).toBe(false);
});

test('a change reaches whoever follows the club, forums by the activity, and nobody else', async () => {
  const { a, p1 } = street;
  const { done } = await says('The lamp was dim');
  const edit = () => editAnswer(a.as(ann), { id: done.id, text: 'The lamp was off' });
  const direct = await heardWhile('Update', edit);
  for (const heard of [direct.forum, direct.other])
    expect(heard).toMatchObject([{ object: { content: '<p>The lamp was off</p>' } }]);
  const handed = p1.heardOf('Announce').at(-1)?.activity;
  expect(handed).toMatchObject({ actor: club, object: { type: 'Update' } });
  expect(handed.object).toEqual({ ...direct.forum[0], proof: expect.anything() });
  expect(await believed(handed.object)).toBe(true);
});

test('a deletion is handed on to forums with nothing of what was said', async () => {
  const { a } = street;
  const { done } = await says('A slip of the tongue');
  const { forum, other } = await heardWhile('Announce', () => deleteAnswer(a.as(ann), done.id));
  expect(other).toEqual([]);
  expect(forum).toMatchObject([
    { actor: club, object: { type: 'Delete', object: { type: 'Tombstone' } } },
  ]);
  expect(JSON.stringify(forum)).not.toContain('slip');
  expect(await believed(forum[0].object)).toBe(true);
});

test('what a host hides is taken back in both ways', async () => {
  const { a } = street;
  const { done } = await says('Not kind');
  const hide = () => hideAnswer(a.as(chat.host), { id: done.id, reason: 'Unkind' });
  const { forum, other } = await heardWhile('Undo', hide);
  expect(other).toHaveLength(1);
  expect(forum.map(({ object }) => object.id)).toEqual([
    other[0].object.id,
    `${other[0].object.id}#activity`,
  ]);
});

test('of what somebody elsewhere writes, forums are named the activity; changes and ends are handed on as they came', async () => {
  const { a, p2 } = street;
  const note = p2.aNote(mo, 'Greetings from Mastodon', { inReplyTo: question });
  const create = about('Create', mo, note, p2.newId());
  const said = (activity: Record<string, unknown>) => () =>
    p2.say(mo, `${a.origin}/inbox`, activity);
  const shown = await heardWhile('Announce', said(create));
  // Whoever wrote it hears of the companion as well.
  expect(shown.other.map(({ actor, object }) => [actor, object])).toEqual([
    [club, note.id],
    [`${club}-live`, note.id],
  ]);
  expect(shown.forum.map(({ object }) => object)).toEqual([note.id, create['id']]);
  const update = about('Update', mo, { ...note, content: 'Greetings' }, p2.newId());
  const changed = await heardWhile('Announce', said({ ...update, proof: { of: 'mo' } }));
  expect(changed).toMatchObject({ forum: [{ object: { ...update, proof: { of: 'mo' } } }] });
  const narrow = { ...note, content: 'For few', to: [`${mo.uri}/followers`], cc: [] };
  const narrowed = said(about('Update', mo, narrow, p2.newId()));
  expect((await heardWhile('Announce', narrowed)).forum).toEqual([]);
  const end = about('Delete', mo, note.id, p2.newId());
  expect((await heardWhile('Announce', said(end))).forum).toMatchObject([{ object: end }]);
});

test('nobody else ends anything by it: who did not write a post hands on nothing', async () => {
  const { a, p2 } = street;
  const note = p2.aNote(mo, 'Still here', { inReplyTo: question });
  await p2.say(mo, `${a.origin}/inbox`, about('Create', mo, note, p2.newId()));
  await settled(a);
  const eve = await p2.aPerson('eve');
  const end = () => p2.say(eve, `${a.origin}/inbox`, about('Delete', eve, note.id, p2.newId()));
  expect((await heardWhile('Announce', end)).forum).toEqual([]);
});

test('APF-05: no change is handed on that was not taken: of somebody else’s line, or of nothing', async () => {
  const { a, p2 } = street;
  const note = p2.aNote(mo, 'I like tea', { inReplyTo: question });
  await p2.say(mo, `${a.origin}/inbox`, about('Create', mo, note, p2.newId()));
  await settled(a);
  const eve = await p2.aPerson('eva');
  const changes = (by: StrangePerson, more: object) => () =>
    p2.say(by, `${a.origin}/inbox`, about('Update', by, { ...note, ...more }, p2.newId()));
  const forged = changes(eve, { attributedTo: eve.uri, content: 'I sell pills' });
  expect((await heardWhile('Announce', forged)).forum).toEqual([]);
  expect((await heardWhile('Announce', changes(mo, {}))).forum).toEqual([]);
  const honest = changes(mo, { content: 'I like coffee' });
  expect((await heardWhile('Announce', honest)).forum).toMatchObject([
    { object: { type: 'Update', object: { content: 'I like coffee' } } },
  ]);
  // What is large is no matter of ours to keep and to carry: it is named.
  const large = changes(mo, { content: 'I like water', more: 'x'.repeat(200_000) });
  expect((await heardWhile('Announce', large)).forum).toMatchObject([
    { object: expect.stringMatching(/^https:\/\/p2\.test\/activities\/\d+$/) },
  ]);
});

test('a server is asked once a day what it runs, and believed from then on', async () => {
  const { a, p2, town } = street;
  const asked = () => p2.asked.filter((one) => one === 'GET /nodeinfo/2.1').length;
  expect(asked()).toBe(1);
  runs(p2, 'piefed');
  await says('Not asked again');
  expect(asked()).toBe(1);
  town.clock.turnBy(24 * 60 * 60 * 1000);
  await says('Asked');
  expect(asked()).toBe(2);
  expect((await says('Told')).other).toHaveLength(2);
  await settled(a);
});

test('a server that is slow to say what it runs is asked once, however often it follows', async () => {
  const { a, p2, town } = street;
  await settled(a);
  town.clock.turnBy(24 * 60 * 60 * 1000);
  const nodeinfo = `${p2.origin}/.well-known/nodeinfo`;
  p2.serve(nodeinfo, (_, res) => void setTimeout(() => res.writeHead(404).end(), 1000));
  const before = p2.asked.length;
  for (let n = 0; n < 5; n += 1)
    await p2.say(mo, inboxOf(a, chat.slug), about('Follow', mo, club, p2.newId()));
  await settled(a);
  const asked = p2.asked.slice(before).filter((one) => one.endsWith('/nodeinfo'));
  expect(asked).toHaveLength(1);
  runs(p2, 'piefed');
});

test('whoever is known elsewhere by a club alone is forgotten there when they leave', async () => {
  const { a } = street;
  const dora = await a.aPerson({ handle: 'dora' });
  await heardWhile('Announce', () => answered(a.as(dora), chat, 'Only here'));
  const uri = uriOf(a, 'dora');
  // Whoever shows it has asked who wrote it.
  await ask(street.town, uri);
  const keeper = await a.aPerson({ handle: 'keeper', operator: true });
  const leave = () => eraseByOperator(a.as(keeper), 'dora');
  const { forum, other } = await heardWhile('Delete', leave);
  for (const heard of [forum, other]) expect(heard).toMatchObject([{ actor: uri, object: uri }]);
});
