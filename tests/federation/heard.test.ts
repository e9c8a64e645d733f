import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableUnder } from './book.ts';
import { holds, settled, strangersKnown } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { aClub, aMonth } from '../makers/club.ts';
import { written } from '../makers/writing.ts';
import { moveMonth } from '#domain/club/clockwork.server.ts';
import { answerFollowRequest, followPerson } from '#domain/connections/follows.server.ts';
import { changePosting } from '#domain/people/posting.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
/** Pat follows Bob; nobody here follows Carol. */
let bob: StrangePerson;
let carol: StrangePerson;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await a.services.elsewhere(a.as(pat), '@bob@p1.test');
  await a.services.elsewhere(a.as(pat), '@carol@p2.test');
});
afterAll(() => street.close());

type More = Record<string, unknown>;
const homeOf = (who: StrangePerson) => (who.uri.includes('p2') ? street.p2 : street.p1);

/** Somebody says something to Pat’s inbox, which takes it; the activity’s id. */
async function says(by: StrangePerson, type: string, object: unknown, more: More = {}) {
  const home = homeOf(by);
  const activity = about(type, by, object, home.newId(), more);
  expect(await home.say(by, inboxOf(street.a, 'pat'), activity)).toMatchObject({ status: 202 });
  await settled(street.a);
  return String(activity['id']);
}

const posts = async () => (await holds(street.a)).posts;
const marks = async () => (await holds(street.a)).marks;
const follows = async () => (await holds(street.a)).follows;
const postUri = (id: string) => `${uriOf(street.a, 'pat')}/statuses/${id}`;

/** Each row of “What is heard”, in an order in which one can follow from another. */
const doings: Record<string, () => Promise<void>> = {
  Follow: async () => {
    await says(carol, 'Follow', uriOf(street.a, 'pat'));
    expect(street.p2.heardOf('Accept')).toHaveLength(1);
    await changePosting(street.a.as(pat), { locked: true });
    await says(bob, 'Follow', uriOf(street.a, 'pat'));
    expect(street.p1.heardOf('Accept')).toEqual([]);
    expect(await follows()).toEqual(['bob@p1.test asks pat', 'carol@p2.test follows pat']);
    const id = await personHere(street.a, 'bob@p1.test');
    expect(await answerFollowRequest(street.a.as(pat), id, true)).toBeUndefined();
    await settled(street.a);
    expect(street.p1.heardOf('Accept')).toHaveLength(1);
  },
  'Accept, Reject of our follows': async () => {
    const { a, p1 } = street;
    await followPerson(a.as(pat), await personHere(a, 'bob@p1.test'));
    await settled(a);
    const asked = p1.heardOf('Follow').at(-1)?.activity.id;
    await says(carol, 'Accept', asked);
    expect(await follows()).toContain('pat asks bob@p1.test');
    await says(bob, 'Accept', asked);
    expect(await follows()).toContain('pat follows bob@p1.test');
    await says(bob, 'Reject', asked);
    expect(await follows()).not.toContain('pat follows bob@p1.test');
  },
  Create: async () => {
    // Nobody here follows him yet, is named or answered.
    await says(bob, 'Create', street.p1.aNote(bob, 'Nobody asked.'));
    await follow(bob);
    await says(bob, 'Create', street.p1.aNote(bob, 'You follow me.'));
    await says(carol, 'Create', street.p2.aNote(carol, 'You are named.', naming(street.a, 'pat')));
    const inReplyTo = postUri(await written(street.a, pat, 'Who is awake?'));
    await says(carol, 'Create', street.p2.aNote(carol, 'You are answered.', { inReplyTo }));
    await says(bob, 'Create', street.p2.aNote(carol, 'By another hand.', naming(street.a, 'pat')));
    expect((await posts()).slice(-6)).toEqual([
      expect.stringContaining('A title (Image)'),
      'bob@p1.test: You follow me.',
      'carol@p2.test: You are named.',
      'pat: Who is awake?',
      'carol@p2.test: You are answered.',
      'carol@p2.test: By another hand.',
    ]);
  },
  Update: async () => {
    const note = street.p1.aNote(bob, 'The scan is on Tuesday.');
    await says(bob, 'Create', note);
    street.town.clock.turnBy(60_000);
    const updated = street.town.clock.now().toISOString();
    const seen = async () => {
      const query = 'select text, visibility from post order by id desc limit 1';
      return (await street.a.services.pool.query(query)).rows[0];
    };
    const fewer = { to: [`${bob.uri}/followers`], cc: [], content: 'For few.' };
    await says(bob, 'Update', { ...note, ...fewer, updated });
    expect(await seen()).toEqual({ text: 'The scan is on Tuesday.', visibility: 'public' });
    await says(bob, 'Update', { ...note, content: 'The scan is on Friday.', updated });
    expect(await seen()).toEqual({ text: 'The scan is on Friday.', visibility: 'public' });
    street.p1.serve(bob.uri, { ...street.p1.served(bob.uri), name: 'Bob B.' });
    await says(bob, 'Update', street.p1.served(bob.uri));
    expect(await strangersKnown(street.a)).toContain('bob@p1.test: Bob B.');
  },
  Announce: async () => {
    const own = postUri(await written(street.a, pat, 'Show this on.'));
    await says(carol, 'Announce', own);
    const theirs = street.p2.aNote(carol, 'Shown by Bob.');
    await says(carol, 'Announce', street.p2.aNote(carol, 'Shown by herself.').id);
    await says(bob, 'Announce', { ...theirs, content: 'What Bob makes of it.' });
    expect(await marks()).toEqual(['boost bob@p1.test', 'boost carol@p2.test']);
    expect((await posts()).at(-1)).toBe('carol@p2.test: Shown by Bob.');
  },
  'Like, EmojiReact': async () => {
    const own = postUri(await written(street.a, pat, 'Like this.'));
    await says(bob, 'Like', own);
    await says(carol, 'EmojiReact', own, { content: '🦆' });
    expect(await marks()).toEqual(
      expect.arrayContaining(['favourite bob@p1.test', 'favourite carol@p2.test']),
    );
  },
  Undo: async () => {
    const own = postUri(await written(street.a, pat, 'Come and go.'));
    const before = await marks();
    const liked = await says(bob, 'Like', own);
    const shown = await says(bob, 'Announce', own);
    await says(carol, 'Undo', liked);
    expect(await marks()).toHaveLength(before.length + 2);
    await says(bob, 'Undo', liked);
    await says(bob, 'Undo', { id: shown, type: 'Announce', actor: bob.uri, object: own });
    expect(await marks()).toEqual(before);
    const me = uriOf(street.a, 'pat');
    await says(carol, 'Undo', { type: 'Follow', actor: carol.uri, object: me });
    expect(await follows()).not.toContain('carol@p2.test follows pat');
  },
  QuoteRequest: async () => {
    const { a, p1 } = street;
    const quote = postUri(await written(a, pat, 'Quote me.', { quotes: 'everyone' }));
    const before = p1.heardOf('Accept').length;
    await says(bob, 'QuoteRequest', quote, {
      instrument: p1.aNote(bob, 'Listen to Pat.', { quote }),
    });
    expect(p1.heardOf('Accept').slice(before)).toMatchObject([
      { activity: { object: { type: 'QuoteRequest', object: quote } } },
    ]);
  },
  Join: async () => {
    const { a, p1 } = street;
    const { club, curator } = await aClub(a);
    const { id } = await aMonth(a, club, curator);
    const event = `${uriOf(a, club.slug)}/events/${id}`;
    // A draft is there for nobody, and another club's event at its address for nobody either.
    await says(bob, 'Join', event);
    await moveMonth(a.as(curator), id, 'announced');
    await says(bob, 'Join', event.replace(club.slug, 'pat'));
    expect(p1.heardOf('Ignore')).toEqual([]);
    const join = await says(bob, 'Join', event);
    expect(p1.heardOf('Ignore')).toMatchObject([
      { activity: { actor: uriOf(a, club.slug), to: [bob.uri], object: join } },
    ]);
    for (let n = 0; n < 40; n += 1)
      await p1.say(bob, inboxOf(a, 'pat'), about('Join', bob, event, p1.newId()));
    await settled(a);
    expect(p1.heardOf('Ignore')).toHaveLength(30);
  },
  Flag: async () => {
    const unkind = postUri(await written(street.a, pat, 'Something unkind.'));
    await says(bob, 'Flag', [uriOf(street.a, 'pat'), unkind], { content: 'Please look.' });
    const { rows } = await street.a.services.pool.query('select comment from report');
    expect(rows).toEqual([{ comment: 'Please look.' }]);
  },
  Move: async () => {
    const { p2 } = street;
    await says(bob, 'Move', bob.uri, { target: carol.uri });
    expect(await follows()).not.toContain('pat asks carol@p2.test');
    p2.serve(carol.uri, { ...p2.served(carol.uri), alsoKnownAs: [bob.uri] });
    await says(bob, 'Move', bob.uri, { target: carol.uri });
    expect(await follows()).toContain('pat asks carol@p2.test');
  },
  Block: async () => {
    expect((await follows()).join()).toContain('bob@p1.test');
    await says(bob, 'Block', uriOf(street.a, 'pat'));
    expect((await follows()).join()).not.toContain('bob@p1.test');
  },
  Delete: async () => {
    const note = street.p2.aNote(carol, 'A slip of the pen.', naming(street.a, 'pat'));
    await says(carol, 'Create', note);
    await says(bob, 'Delete', note.id);
    expect(await posts()).toContain('carol@p2.test: A slip of the pen.');
    await says(carol, 'Delete', { id: note.id, type: 'Tombstone' });
    expect(await posts()).not.toContain('carol@p2.test: A slip of the pen.');
    street.p2.serve(carol.uri);
    await says(carol, 'Delete', carol.uri);
    expect((await posts()).join()).not.toContain('carol');
    expect((await strangersKnown(street.a)).join()).not.toContain('carol');
  },
};

/** Pat follows somebody, who lets them. */
async function follow(who: StrangePerson): Promise<void> {
  await followPerson(street.a.as(pat), await personHere(street.a, `${who.handle}@p1.test`));
  await settled(street.a);
  await says(who, 'Accept', homeOf(who).heardOf('Follow').at(-1)?.activity.id);
}

test.each(['Article', 'Page', 'Event', 'Video', 'Audio', 'Image'])(
  'what is called %s becomes its title and a link, and of its HTML only prose stays',
  async (type) => {
    const summary = '<p>Short <b>words</b>.</p><script>alert(1)</script><img src="/x">';
    const titled = { type, name: `A title (${type})`, summary, ...naming(street.a, 'pat') };
    const made = street.p2.aNote(carol, '<p>All of it.</p>', titled);
    await says(carol, 'Create', made);
    const { rows } = await street.a.services.pool.query<{ html: string }>(
      'select html from post order by id desc limit 1',
    );
    const html = rows[0]?.html ?? '';
    expect(html).toContain(`href="${made.id}"`);
    expect(html).toContain(`>A title (${type})</a>`);
    expect(html).toContain('<p>Short <b>words</b>.</p>');
    expect(html).not.toMatch(/script|img|All of it/);
  },
);

test('what is heard is the table, row by row', () => {
  const rows = tableUnder('What is heard').map(([name = '']) => name.replaceAll('`', ''));
  expect(rows.sort()).toEqual(Object.keys(doings).sort());
});

test.each(Object.entries(doings))('%s: heard as the table says', (_, act) => act());
