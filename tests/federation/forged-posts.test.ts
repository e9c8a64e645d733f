import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, holds, strangersKnown } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let mallory: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;

beforeAll(async () => {
  street = await openStreet();
  pat = await street.a.aPerson({ handle: 'pat' });
  mallory = await street.a.aPerson({ handle: 'mallory' });
  inbox = inboxOf(street.a, 'pat');
  bob = await street.p1.aPerson('bob');
  carol = await street.p2.aPerson('carol');
  await says(bob, 'Create', street.p1.aNote(bob, 'I am new here.', naming(street.a, 'pat')));
  await says(carol, 'Create', street.p2.aNote(carol, 'So am I.', naming(street.a, 'pat')));
  for (const known of ['bob@p1.test', 'carol@p2.test']) await follows(street.a, 'pat', known);
});
afterAll(() => street.close());

/** Says something to pat, as somebody of either stranger. */
async function says(by: StrangePerson, type: string, object: unknown, more: object = {}) {
  const home = by === carol ? street.p2 : street.p1;
  const answered = await home.say(by, inbox, about(type, by, object, home.newId(), { ...more }));
  expect(answered.status).toBe(202);
}

const posts = async () => (await holds(street.a)).posts;

const known = () => strangersKnown(street.a);

test('APF-01: a post of somebody else that comes along is asked of its own server, or is none', async () => {
  const before = await posts();
  const forged = {
    type: 'Note',
    attributedTo: carol.uri,
    content: 'I sell pills.',
    to: [everybody],
  };
  const about9 = { id: `${street.p2.origin}/notes/9`, ...forged, ...naming(street.a, 'pat') };
  await says(bob, 'Create', about9);
  expect(await posts()).toEqual(before);
  const real = street.p2.aNote(carol, 'I slept well.', naming(street.a, 'pat'));
  await says(bob, 'Create', { ...real, content: 'I sell pills.' });
  expect(await posts()).toEqual([...before, 'carol@p2.test: I slept well.']);
});

test('APF-01: whoever has a name on a post of their own server by somebody else’s pen wrote nothing', async () => {
  const before = await posts();
  const note = street.p1.aNote(bob, 'I sell pills.', naming(street.a, 'pat'));
  for (const attributedTo of [carol.uri, [carol.uri, bob.uri], { id: carol.uri }]) {
    street.p1.serve(note.id, { ...note, attributedTo });
    await says(bob, 'Create', { ...note, attributedTo });
    await says(bob, 'Create', note.id);
  }
  expect(await posts()).toEqual(before);
  street.p1.serve(note.id, note);
  await says(bob, 'Create', note.id);
  expect(await posts()).toEqual([...before, 'bob@p1.test: I sell pills.']);
});

test('APF-04: what is shown on is what its own server has, whatever comes along', async () => {
  const before = await posts();
  const note = street.p2.aNote(carol, 'The scan was fine.');
  await says(bob, 'Announce', { ...note, content: 'The scan was bad.' });
  expect(await posts()).toEqual([...before, 'carol@p2.test: The scan was fine.']);
  const gone = street.p2.aNote(carol, 'Nobody reads this.');
  street.p2.serve(gone.id);
  await says(bob, 'Announce', gone);
  expect(await posts()).toEqual([...before, 'carol@p2.test: The scan was fine.']);
  expect((await holds(street.a)).marks).toEqual(['boost bob@p1.test']);
});

test('APF-05: nobody changes the post or the profile of somebody else', async () => {
  const note = street.p2.aNote(carol, 'My hair grows.', naming(street.a, 'pat'));
  await says(carol, 'Create', note);
  const before = await posts();
  const people = await known();
  await says(bob, 'Update', { ...note, content: 'My hair falls out.', updated: later() });
  await says(bob, 'Update', { ...street.p2.served(carol.uri), name: 'Pills' });
  await says(bob, 'Delete', note.id);
  await says(bob, 'Delete', carol.uri);
  const stolen = street.p1.aNote(bob, 'My hair falls out.', { attributedTo: carol.uri });
  await says(bob, 'Update', { ...stolen, id: note.id });
  expect(await posts()).toEqual(before);
  expect(await known()).toEqual(people);
  await says(carol, 'Update', { ...note, content: 'My hair grows well.', updated: later() });
  expect((await posts()).at(-1)).toBe('carol@p2.test: My hair grows well.');
  street.p2.serve(carol.uri, { ...street.p2.served(carol.uri), name: 'Carol' });
  await says(carol, 'Update', street.p2.served(carol.uri));
  await holds(street.a);
  expect(await known()).toContain('carol@p2.test: Carol');
});

const later = () => new Date(street.town.clock.now().getTime() - 1000).toISOString();

test('APF-07: nobody takes back what somebody else has done', async () => {
  const { p1, p2, a } = street;
  const like = about('Like', carol, await aPostOfPat(), p2.newId());
  const boost = about('Announce', carol, await aPostOfPat(), p2.newId());
  const asking = about('Follow', carol, uriOf(a, 'mallory'), p2.newId());
  for (const done of [like, boost, asking]) await p2.say(carol, inbox, done);
  const before = await holds(a);
  expect(before.marks).toEqual(
    expect.arrayContaining(['favourite carol@p2.test', 'boost carol@p2.test']),
  );
  expect(before.follows).toContain('carol@p2.test follows mallory');
  for (const done of [like, boost, asking])
    for (const object of [
      done,
      done['id'],
      { ...done, actor: bob.uri },
      { ...done, id: p1.newId() },
    ])
      await says(bob, 'Undo', object);
  expect(await holds(a)).toEqual(before);
  await says(carol, 'Undo', like);
  await says(carol, 'Undo', boost['id']);
  await says(carol, 'Undo', asking);
  const after = await holds(a);
  expect(after.marks).not.toContain('favourite carol@p2.test');
  expect(after.follows).not.toContain('carol@p2.test follows mallory');
});

async function aPostOfPat(): Promise<string> {
  const id = await written(street.a, pat, 'How did you sleep?');
  return `${uriOf(street.a, 'pat')}/statuses/${id}`;
}

test('APF-14: a post’s page is on its own server, or is its own address', async () => {
  const odd = [
    'https://p2.test/@carol/1',
    'javascript:alert(1)',
    '//evil.test',
    'data:text/html,x',
  ];
  const links = odd.flatMap((url) => [
    url,
    { type: 'Link', href: url },
    [{ type: 'Link', href: url }],
  ]);
  for (const url of links) {
    const note = street.p1.aNote(bob, 'Read this.', { ...naming(street.a, 'pat'), url });
    await says(bob, 'Create', note);
    expect(await pageOfNewest()).toBe(note.id);
  }
  const page = 'https://p1.test/@bob/1';
  const url = [{ type: 'Link', href: page, mediaType: 'text/html' }];
  await says(
    bob,
    'Create',
    street.p1.aNote(bob, 'Read this.', { ...naming(street.a, 'pat'), url }),
  );
  expect(await pageOfNewest()).toBe(page);
});

async function pageOfNewest(): Promise<string | undefined> {
  await holds(street.a);
  const { rows } = await street.a.services.pool.query<{ page: string }>(
    'select page from remote_post order by post_id desc limit 1',
  );
  return rows[0]?.page;
}

test('APF-18: whom a post is for is said once, by its author', async () => {
  const private_ = { to: [`${carol.uri}/followers`], ...naming(street.a, 'pat') };
  const note = street.p2.aNote(carol, 'For those who follow me.', private_);
  await says(carol, 'Create', note);
  expect((await posts()).at(-1)).toBe('carol@p2.test: For those who follow me.');
  const open = {
    ...note,
    to: [everybody],
    ...naming(street.a, 'mallory'),
  };
  await says(bob, 'Create', open);
  await says(bob, 'Announce', open);
  await says(carol, 'Create', open);
  await says(carol, 'Update', { ...open, content: 'For those who follow me!', updated: later() });
  const token = await aToken(street.a, mallory, ['read']);
  const { id } = await newestOf('carol@p2.test');
  const call = callsOf(street.a);
  expect(await call(`GET /api/v1/statuses/${id}`, { token })).toMatchObject({ status: 404 });
  const pats = await aToken(street.a, pat, ['read']);
  expect(await call(`GET /api/v1/statuses/${id}`, { token: pats })).toMatchObject({
    status: 200,
    body: { visibility: 'private', content: expect.stringContaining('follow me!') },
  });
});

test('APF-18: what is said to fewer in place of a post is shown to none of the others', async () => {
  const at = naming(street.a, 'pat');
  const note = street.p2.aNote(carol, 'For all of you.', { ...at, to: [everybody] });
  await says(carol, 'Create', note);
  const few = { ...note, content: 'For those who follow me.', to: [`${carol.uri}/followers`] };
  await says(carol, 'Update', { ...few, updated: later() });
  expect((await posts()).at(-1)).toBe('carol@p2.test: For all of you.');
  const quiet = { to: [`${carol.uri}/followers`], cc: [...at.cc, everybody] };
  await says(carol, 'Update', { ...few, ...quiet, content: 'For you all.', updated: later() });
  expect((await posts()).at(-1)).toBe('carol@p2.test: For you all.');
});

async function newestOf(handle: string): Promise<{ id: string }> {
  await holds(street.a);
  const { rows } = await street.a.services.pool.query<{ id: string }>(
    `select o.id::text from post o join person p on p.id = o.author_id where p.handle = $1
     order by o.id desc limit 1`,
    [handle],
  );
  return rows[0] ?? { id: '' };
}

test.each([
  '+100 years',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  'yesterday',
  undefined,
  7,
])('APF-20: a post that says it is of %s is of now', async (said) => {
  const published = said === '+100 years' ? '2126-11-22T12:00:00Z' : said;
  const note = street.p1.aNote(bob, 'When?', { ...naming(street.a, 'pat'), published });
  await says(bob, 'Create', note);
  const { id } = await newestOf('bob@p1.test');
  const { rows } = await street.a.services.pool.query<{ published: Date; text: string }>(
    'select published, text from post where id = $1',
    [id],
  );
  expect(rows[0]).toEqual({ text: 'When?', published: street.town.clock.now() });
  street.town.clock.turnBy(1000);
});

test('APF-20: a post of this morning is of this morning', async () => {
  const published = '2026-11-22T08:00:00Z';
  const note = street.p1.aNote(bob, 'Good morning.', { ...naming(street.a, 'pat'), published });
  await says(bob, 'Create', note);
  await holds(street.a);
  const { rows } = await street.a.services.pool.query<{ published: Date }>(
    "select published from post where text = 'Good morning.'",
  );
  expect(rows).toEqual([{ published: new Date(published) }]);
});
