import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds, strangersKnown } from './effects.ts';
import { inboxOf, naming, openStreet, personHere, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { activityJson } from './wire.ts';

let street: Street;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let before: Awaited<ReturnType<typeof holds>>;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  await a.aPerson({ handle: 'pat' });
  await a.aPerson({ handle: 'admin' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p1.say(bob, inbox, about('Follow', bob, uriOf(a, 'pat'), p1.newId()));
});
afterAll(() => street.close());
beforeEach(async () => {
  before = await holds(street.a);
});

const newest = async () => (await holds(street.a)).posts.at(-1);

/** Bob says that carol has written something, which is asked of her server: it answers with this type. */
async function fetchedAs(type: string, words: string) {
  const { p1, p2, a } = street;
  const note = p2.aNote(carol, words, naming(a, 'pat'));
  const document = JSON.stringify(p2.served(note.id));
  p2.serve(note.id, (_, res) => res.writeHead(200, { 'content-type': type }).end(document));
  await p1.say(bob, inbox, about('Create', bob, note.id, p1.newId()));
}

test.each([
  'application/octet-stream',
  'text/plain',
  'text/html',
  'application/json',
  'image/png',
  'application/ld+json',
  'application/ld+json; profile="https://example.org/ns"',
  'application/activity+json, text/html',
  '',
])('APF-12: what is called %s is no document of anybody, whatever it says', async (type) => {
  await fetchedAs(type, 'I sell pills.');
  expect(await holds(street.a)).toEqual(before);
});

test.each([
  activityJson,
  'application/activity+json; charset=utf-8',
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
])('APF-12: what is called %s is a document', async (type) => {
  await fetchedAs(type, `As ${type}.`);
  expect(await newest()).toBe(`carol@p2.test: As ${type}.`);
});

test('APF-12: an actor in a file that somebody uploaded is nobody', async () => {
  const { p1, a } = street;
  const eve = await p1.aPerson('eve');
  const document = JSON.stringify(p1.served(eve.uri));
  p1.serve(eve.uri, (_, res) => res.writeHead(200, { 'content-type': 'image/png' }).end(document));
  const note = p1.aNote(eve, 'I am eve.', naming(a, 'pat'));
  const said = await p1.say(eve, inbox, about('Create', eve, note, p1.newId()));
  expect(said.status).toBe(401);
  expect(await strangersKnown(a)).not.toContain('eve@p1.test: eve');
});

test('APF-16: no spelling of our own name makes anybody one of ours', async () => {
  const { p1, a } = street;
  const hosts = [
    'a.test.',
    'A.TEST',
    'a.test:443',
    'a\u00adtest',
    'a\uff0etest',
    'a.xn--test-',
    'a.test@p1.test',
  ];
  const known = await strangersKnown(a);
  for (const host of hosts)
    for (const who of ['pat', 'admin']) {
      const uri = `https://${host}/users/${who}`;
      const note = { ...p1.aNote(bob, 'I am one of you.', naming(a, 'pat')), attributedTo: uri };
      for (const activity of [
        { ...about('Create', bob, note, p1.newId()), actor: uri },
        { ...about('Create', bob, { ...note, id: `${uri}/statuses/1` }, p1.newId()) },
        about('Follow', bob, { id: `${uri}/x` }, p1.newId()),
      ])
        expect((await p1.say(bob, inbox, activity)).status).toBeLessThan(500);
    }
  expect(await holds(a)).toEqual(before);
  expect(await strangersKnown(a)).toEqual(known);
});

test('APF-16: whoever says that they are called as one of ours is called as their own server has it', async () => {
  const { p1, a } = street;
  const ours = await personHere(a, 'pat');
  const pat = await p1.aPerson('pat');
  for (const [resource, subject] of [
    ['pat@p1.test', 'acct:pat@a.test'],
    ['pat@p1.test', 'acct:admin@A.TEST'],
    ['pat@p1.test', 'acct:pat@a.test.'],
  ] as const) {
    const jrd = { subject, links: [{ rel: 'self', type: activityJson, href: pat.uri }] };
    const url = `${p1.origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${resource}`)}`;
    p1.serve(url, jrd);
    await p1.say(pat, inbox, about('Update', pat, pat.uri, p1.newId()));
    await holds(a);
    expect(await strangersKnown(a)).toContain('pat@p1.test: pat');
  }
  expect(await personHere(a, 'pat')).toBe(ours);
});

test('APF-16: a name that is none makes nobody', async () => {
  const { p1, a } = street;
  const known = await strangersKnown(a);
  for (const name of ['pat@a.test', 'a/b', '', 'x y', '\u202epat', '../pat', 7]) {
    const odd = await p1.aPerson(`odd${String(known.length)}`, { preferredUsername: name });
    const note = p1.aNote(odd, 'Who am I?', naming(a, 'pat'));
    expect((await p1.say(odd, inbox, about('Create', odd, note, p1.newId()))).status).toBe(401);
  }
  expect(await strangersKnown(a)).toEqual(known);
  const upper = await p1.aPerson('Upper');
  const note = p1.aNote(upper, 'I am Upper.', naming(a, 'pat'));
  await p1.say(upper, inbox, about('Create', upper, note, p1.newId()));
  expect(await newest()).toBe('upper@p1.test: I am Upper.');
});
