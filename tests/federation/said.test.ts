import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableUnder, typesIn } from './book.ts';
import { settled } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, everybody, type Heard, type StrangePerson } from './stranger.ts';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { changePosting } from '#domain/people/posting.server.ts';
import { changeLinks } from '#domain/people/profile-links.server.ts';
import { moveAway } from '#domain/federation/moves.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { writePost, type Writing } from '#domain/posts/write.server.ts';

let street: Street;
let pat: Viewer;
/** Bob follows Pat, from p1; Carol, at p2, does not. */
let bob: StrangePerson;
let carol: StrangePerson;
let call: AppCall;
let token: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat', name: 'Pat' });
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p1.say(bob, inboxOf(a, 'pat'), about('Follow', bob, uriOf(a, 'pat'), p1.newId()));
  call = callsOf(a);
  token = await aToken(a, pat, ['read', 'write', 'follow']);
  await carolWrites('Good morning.');
});
afterAll(() => street.close());

type Told = Pick<Heard, 'inbox' | 'activity'> & { server: string };

/** What the strangers are told because of something. */
async function toldOf(act: () => Promise<unknown>): Promise<Told[]> {
  const { a, p1, p2 } = street;
  await settled(a);
  const before = [p1.heard.length, p2.heard.length] as const;
  await act();
  await settled(a);
  return [p1, p2].flatMap(({ name, heard }, at) =>
    heard.slice(before[at]).map((one) => ({ ...one, server: name.slice(0, 2) })),
  );
}

/** One call as Pat; it must be well. */
async function asPat(what: Parameters<AppCall>[0], body: object = {}): Promise<void> {
  const answer = await call(what, { token, body });
  expect([what, answer.status, answer.body]).toEqual([what, 200, answer.body]);
  street.town.clock.turnBy(1000);
}

/** A post of Carol’s that has come here: its number. */
async function carolWrites(content: string, more: object = {}): Promise<string> {
  const { a, p2 } = street;
  const note = p2.aNote(carol, content, { ...naming(a, 'pat'), ...more });
  await p2.say(carol, inboxOf(a, 'pat'), about('Create', carol, note, p2.newId()));
  await settled(a);
  const found = await a.services.pool.query<{ id: string }>(
    'select post_id::text as id from remote_post where uri = $1',
    [note.id],
  );
  return found.rows[0]?.id ?? '';
}

interface Doing {
  /** What comes before, and is not told of here. */
  prepare?: () => Promise<string>;
  act: (prepared: string) => Promise<unknown>;
  /** The servers that hear of it. */
  hear: string[];
}

/** Each row of “What is said”. */
const doings: Record<string, Doing> = {
  'a post is published, changed': {
    hear: ['p1'],
    act: async () => {
      const id = await written(street.a, pat, 'Tea is ready.');
      await asPat(`PUT /api/v1/statuses/${id}`, { status: 'Tea is cold.' });
      await written(street.a, pat, 'Another?', { poll: { options: ['Yes', 'No'], seconds: 3600 } });
    },
  },
  'it is deleted': {
    hear: ['p1', 'p2'],
    prepare: () => written(street.a, pat, '@carol@p2.test a slip of the pen.'),
    act: (id) => asPat(`DELETE /api/v1/statuses/${id}`),
  },
  'boosted, and taken back': { hear: ['p1', 'p2'], act: () => marked('reblog', 'unreblog') },
  'a favourite, and taken back': { hear: ['p2'], act: () => marked('favourite', 'unfavourite') },
  'a quote taken back': {
    hear: ['p1', 'p2'],
    prepare: async () => {
      const { a, p1 } = street;
      const id = await written(a, pat, 'Quote me.', { quotes: 'everyone' });
      const quote = `${uriOf(a, 'pat')}/statuses/${id}`;
      const instrument = p1.aNote(bob, 'Listen to Pat.', { quote });
      const asked = about('QuoteRequest', bob, quote, p1.newId(), { instrument });
      await p1.say(bob, inboxOf(a, 'pat'), asked);
      await settled(a);
      const { body } = await call(`GET /api/v1/statuses/${id}/quotes`, { token });
      return `${id}/quotes/${body[0]?.id}`;
    },
    act: (quote) => asPat(`POST /api/v1/statuses/${quote}/revoke`),
  },
  'a vote': {
    hear: ['p2'],
    act: async () => {
      const oneOf = ['Tea', 'Coffee'].map((name) => ({ type: 'Note', name }));
      const endTime = new Date(street.town.clock.now().getTime() + 3_600_000).toISOString();
      const id = await carolWrites('What is it to be?', { type: 'Question', oneOf, endTime });
      const { body } = await call(`GET /api/v1/statuses/${id}`, { token });
      await asPat(`POST /api/v1/polls/${body.poll.id}/votes`, { choices: [0] });
    },
  },
  'following, and no longer': {
    hear: ['p2'],
    act: async () => {
      const id = await personHere(street.a, 'carol@p2.test');
      await asPat(`POST /api/v1/accounts/${id}/follow`);
      await settled(street.a);
      await asPat(`POST /api/v1/accounts/${id}/unfollow`);
    },
  },
  'a follower let in, or let go': {
    hear: ['p2'],
    act: async () => {
      const { a, p2 } = street;
      await p2.say(carol, inboxOf(a, 'pat'), about('Follow', carol, uriOf(a, 'pat'), p2.newId()));
      await settled(a);
      const id = await personHere(a, 'carol@p2.test');
      await asPat(`POST /api/v1/accounts/${id}/remove_from_followers`);
    },
  },
  'a profile changed': {
    hear: ['p1', 'p2'],
    act: async () => {
      await asPat('PATCH /api/v1/accounts/update_credentials', { display_name: 'Pat P.' });
      const as = street.a.as(pat);
      expect(await changePosting(as, { locked: true })).toBeUndefined();
      // What is told is how it stands when it is told.
      await settled(street.a);
      const link = { label: 'Garden', address: 'https://garden.example/pat' };
      expect(await changeLinks(as, [link])).toBeUndefined();
      await settled(street.a);
      const heard = updatesOf('Person');
      expect(heard).toMatchObject([
        { name: 'Pat P.', manuallyApprovesFollowers: false },
        { manuallyApprovesFollowers: true, attachment: [] },
        { attachment: [{ name: 'Garden' }] },
      ]);
    },
  },
  'a report that is to be passed on': {
    hear: ['p2'],
    act: async () => {
      const status = await carolWrites('Buy my pills.');
      const account_id = await personHere(street.a, 'carol@p2.test');
      const report = { account_id, status_ids: [status], comment: 'Pills.', forward: true };
      await asPat('POST /api/v1/reports', report);
    },
  },
  'moved away': {
    hear: ['p1'],
    act: async () => {
      await street.p2.aPerson('pat', { alsoKnownAs: [uriOf(street.a, 'pat')] });
      expect(await moveAway(street.a.as(pat), '@pat@p2.test')).toBeUndefined();
    },
  },
  erased: {
    hear: ['p1', 'p2'],
    act: async () => {
      const keeper = await street.a.aPerson({ handle: 'keeper', operator: true });
      expect(await eraseByOperator(street.a.as(keeper), 'pat')).toBeUndefined();
    },
  },
};

const updatesOf = (type: string) =>
  street.p1
    .heardOf('Update')
    .map(({ activity }) => activity.object)
    .filter((object) => object.type === type);

async function marked(...marks: string[]): Promise<void> {
  const id = await carolWrites(`Good morning (${marks.join(', ')}).`);
  for (const mark of marks) {
    await asPat(`POST /api/v1/statuses/${id}/${mark}`);
    await settled(street.a);
  }
}

/** Each row of the audiences: what it is called here, which servers hear of it, and who is named of Bob and Carol. */
const audiences: Record<string, { as: Partial<Writing>; hear: string[]; named: string[] }> = {
  everyone: { as: { visibility: 'public' }, hear: ['p1', 'p2'], named: ['bob', 'carol'] },
  'everyone, quietly': {
    ...{ as: { visibility: 'unlisted' }, hear: ['p1', 'p2'], named: ['bob', 'carol'] },
  },
  // Being named does not make Carol a follower.
  followers: { as: { visibility: 'followers' }, hear: ['p1'], named: ['bob'] },
  'people named': { as: { visibility: 'direct' }, hear: ['p1', 'p2'], named: ['bob', 'carol'] },
  'pocket friends': { as: { visibility: 'friends' }, hear: [], named: [] },
  'people signed in here': { as: { visibility: 'public', localOnly: true }, hear: [], named: [] },
};

test('whom a post is for is the second table of what is said, row by row', () => {
  expect(tableUnder('What is said', 1).map(([name]) => name)).toEqual(Object.keys(audiences));
});

test.each(tableUnder('What is said', 1))(
  'a post for %s is addressed and sent as the table says',
  async (name = '', to = '', cc = '') => {
    const audience = audiences[name];
    if (!audience) throw new Error(`No audience is called “${name}”.`);
    const text = `@bob@p1.test @carol@p2.test for ${name}.`;
    const told = await toldOf(() =>
      writePost(street.a.as(pat), { text, ...audience.as } as Writing),
    );
    expect(told.map(({ server }) => server)).toEqual(audience.hear);
    const people = [bob, carol].filter(({ handle }) => audience.named.includes(handle));
    const addressed = (cell: string) =>
      cell.split(', ').flatMap((one) => {
        if (one === '`as:Public`') return everybody;
        if (one === 'followers') return `${uriOf(street.a, 'pat')}/followers`;
        return one ? people.map(({ uri }) => uri) : [];
      });
    for (const { activity } of told)
      for (const one of [activity, activity.object])
        expect([one.to, one.cc]).toEqual([addressed(to), addressed(cc)]);
  },
);

test('what is said is the first table, row by row', () => {
  expect(
    tableUnder('What is said')
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(doings).sort());
});

// Moving and leaving come last: nothing is said after them.
test.each(Object.entries(doings))(
  '%s: said as the table says',
  async (name, { prepare, act, hear }) => {
    const prepared = (await prepare?.()) ?? '';
    const told = await toldOf(() => act(prepared));
    const [, cell = ''] = tableUnder('What is said').find(([row]) => row === name) ?? [];
    const words = typesIn(cell);
    const types = told.flatMap(({ activity }) => [activity.type, activity.object?.type]);
    for (const word of words) expect(types).toContain(word);
    expect([...new Set(told.map(({ server }) => server))]).toEqual(hear);
    for (const { activity } of told) expect(words).toContain(activity.type);
  },
);
