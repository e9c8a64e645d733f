import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { follows, holds } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** A forum of p1.test hands on what carol of p2.test writes (FEP-1b12); pat follows it. */
let street: Street;
let pat: Viewer;
let forum: StrangePerson;
let carol: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  inbox = inboxOf(a, 'pat');
  pat = await a.aPerson({ handle: 'pat' });
  forum = await p1.aPerson('forum', { type: 'Group' });
  carol = await p2.aPerson('carol');
  const hello = p1.aNote(forum, 'Hello from the forum.', naming(a, 'pat'));
  await p1.say(forum, inbox, about('Create', forum, hello, p1.newId()));
  await holds(a);
  await follows(a, 'pat', 'forum@p1.test');
});
afterAll(() => street.close());
beforeEach(async () => {
  await street.a.services.pool.query('delete from boost');
});

/** The forum hands on an activity of carol's, as it says it was. */
async function handsOn(type: string, object: unknown, by = forum) {
  const { p1, p2 } = street;
  const handed = { ...about(type, carol, object, p2.newId()), audience: forum.uri };
  const said = await p1.say(by, inbox, about('Announce', by, handed, p1.newId()));
  expect(said.status).toBe(202);
  return holds(street.a);
}

const newest = async () => (await holds(street.a)).posts.at(-1);

test('what a group hands on is shown on by it', async () => {
  const note = street.p2.aNote(carol, 'Lamps in the corridor');
  const { posts, marks } = await handsOn('Create', note);
  expect(posts.at(-1)).toBe('carol@p2.test: Lamps in the corridor');
  expect(marks).toEqual(['boost forum@p1.test']);
});

test('it may name the activity, which is asked for, and the post as well', async () => {
  const { p1, p2, a } = street;
  const note = p2.aNote(carol, 'Named by its activity');
  const create = about('Create', carol, { ...note, content: 'Not so' }, p2.newId());
  p2.serve(String(create['id']), create);
  await p1.say(forum, inbox, about('Announce', forum, create['id'], p1.newId()));
  const { posts, marks } = await holds(a);
  expect(posts.at(-1)).toBe('carol@p2.test: Named by its activity');
  expect(marks).toEqual(['boost forum@p1.test']);
});

test('it is shown once, however it is said, and taken back as it was said', async () => {
  const { p1, p2 } = street;
  const note = p2.aNote(carol, 'Said in both ways');
  const create = about('Create', carol, note, p2.newId());
  for (const object of [create, note.id])
    await p1.say(forum, inbox, about('Announce', forum, object, p1.newId()));
  expect((await holds(street.a)).marks).toEqual(['boost forum@p1.test']);
  const announce = about('Announce', forum, create, p1.newId());
  await p1.say(forum, inbox, about('Undo', forum, announce, p1.newId()));
  expect((await holds(street.a)).marks).toEqual([]);
});

test('a group puts no words into a mouth: what the author’s server says counts', async () => {
  const note = street.p2.aNote(carol, 'I like tea');
  const { posts } = await handsOn('Create', { ...note, content: 'I sell pills' });
  expect(posts.at(-1)).toBe('carol@p2.test: I like tea');
});

test('what the author’s server does not have was not written', async () => {
  const { p1, p2, a } = street;
  const before = await holds(a);
  const said = { type: 'Note', content: 'I sell pills', attributedTo: carol.uri, to: [everybody] };
  await handsOn('Create', { ...said, id: p2.newId('notes') });
  // Neither on the group's own server, where it says that carol wrote it.
  const there = { ...said, id: p1.newId('notes') };
  p1.serve(there.id, there);
  await handsOn('Create', there);
  expect(await holds(a)).toEqual(before);
});

test('what was changed is asked for anew', async () => {
  const { p2 } = street;
  const note = p2.aNote(carol, 'Three o’clock');
  await handsOn('Create', note);
  await handsOn('Update', { ...note, content: 'I sell pills' });
  expect(await newest()).toBe('carol@p2.test: Three o’clock');
  p2.serve(note.id, { ...p2.served(note.id), content: 'Four o’clock' });
  await handsOn('Update', note);
  expect(await newest()).toBe('carol@p2.test: Four o’clock');
});

test.each(['gone', 'a tombstone'])(
  'what was deleted goes once its server says so: %s',
  async (how) => {
    const { p2 } = street;
    const note = p2.aNote(carol, `Deleted: ${how}`);
    await handsOn('Create', note);
    const kept = await handsOn('Delete', note.id);
    expect(kept.posts.at(-1)).toBe(`carol@p2.test: Deleted: ${how}`);
    p2.serve(note.id, how === 'gone' ? undefined : { id: note.id, type: 'Tombstone' });
    const { posts } = await handsOn('Delete', note.id);
    expect(posts).not.toContain(`carol@p2.test: Deleted: ${how}`);
  },
);

test('APF-07: a post for few, which nobody shows to whoever asks for it, stays whatever a group says', async () => {
  const { p2, a } = street;
  await follows(a, 'pat', 'carol@p2.test');
  const few = { to: [`${carol.uri}/followers`], cc: [] };
  const note = p2.aNote(carol, 'For those who follow me', few);
  await p2.say(carol, inbox, about('Create', carol, note, p2.newId()));
  expect(await newest()).toBe('carol@p2.test: For those who follow me');
  p2.serve(note.id);
  for (const type of ['Update', 'Delete']) await handsOn(type, note.id);
  expect(await newest()).toBe('carol@p2.test: For those who follow me');
  await p2.say(carol, inbox, about('Delete', carol, note.id, p2.newId()));
  expect(await newest()).not.toBe('carol@p2.test: For those who follow me');
});

test('nothing of ours is changed or deleted by what a group says', async () => {
  const { a } = street;
  const said = await writePost(a.as(pat), {
    text: 'Tea in the ward kitchen',
    visibility: 'public',
  });
  const uri = `${uriOf(a, 'pat')}/statuses/${'post' in said ? said.post.id : ''}`;
  const before = await holds(a);
  const note = { id: uri, type: 'Note', attributedTo: uriOf(a, 'pat'), content: 'I sell pills' };
  for (const type of ['Update', 'Delete']) await handsOn(type, note);
  expect(await holds(a)).toEqual(before);
  expect((await handsOn('Create', note)).marks).toEqual(['boost forum@p1.test']);
  expect(await newest()).toBe('pat: Tea in the ward kitchen');
});

test('likes and whatever else it hands on are not heard, and nobody is asked', async () => {
  const { a, p2 } = street;
  const note = p2.aNote(carol, 'Never announced');
  const before = await holds(a);
  const asked = p2.asked.length;
  for (const type of ['Like', 'Dislike', 'Undo', 'Add', 'Flag']) await handsOn(type, note);
  expect(await holds(a)).toEqual(before);
  expect(p2.asked.length).toBe(asked);
});

test('a group that nobody here follows hands on nothing', async () => {
  const { a, p1, p2 } = street;
  const other = await p1.aPerson('other', { type: 'Group' });
  const before = await holds(a);
  const note = p2.aNote(carol, 'For other people');
  expect(await handsOn('Create', note, other)).toEqual(before);
  await handsOn('Create', note);
  p2.serve(note.id, { ...p2.served(note.id), content: 'Changed' });
  await handsOn('Update', note, other);
  expect(await newest()).toBe('carol@p2.test: For other people');
});
