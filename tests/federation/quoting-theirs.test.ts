import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, settled } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let street: Street;
let pat: Viewer;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let call: AppCall;
let token: string;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  pat = await a.aPerson({ handle: 'pat' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await a.services.elsewhere(a.as(pat), '@bob@p1.test');
  await follows(a, 'pat', 'bob@p1.test');
  call = callsOf(a);
  token = await aToken(a, pat, ['read', 'write']);
});
afterAll(() => street.close());

type Document = Record<string, unknown>;

/** A post of Bob that quotes one of Carol, and her word for it, changed as told. */
function aQuote(word: Document = {}, more: Document = {}) {
  const { p1, p2 } = street;
  const quoted = p2.aNote(carol, 'The wig itches.');
  const quoteAuthorization = p2.newId('words');
  const note = p1.aNote(bob, 'So true.', { quote: quoted.id, quoteAuthorization, ...more });
  p2.serve(quoteAuthorization, {
    '@context': 'https://www.w3.org/ns/activitystreams',
    ...{ id: quoteAuthorization, type: 'QuoteAuthorization', attributedTo: carol.uri },
    ...{ interactingObject: note.id, interactionTarget: quoted.id },
    ...word,
  });
  return { quoted, note, quoteAuthorization };
}

/** Bob says it; how it is shown. */
async function shown(note: Document, type = 'Create') {
  const { p1, a } = street;
  await p1.say(bob, inbox, about(type, bob, note, p1.newId()));
  await settled(a);
  const { rows } = await a.services.pool.query<{ id: string }>(
    'select post_id::text as id from remote_post where uri = $1',
    [note['id']],
  );
  return (await call(`GET /api/v1/statuses/${rows[0]?.id}`, { token })).body;
}

test('a quote that its quoted author has agreed to is shown as one', async () => {
  const { quoted, note } = aQuote();
  const { quote, content } = await shown(note);
  expect(quote).toMatchObject({ state: 'accepted', quoted_status: { uri: quoted.id } });
  expect(content).toContain(`<a href="${quoted.id}"`);
});

test('whoever quotes themselves needs nobody’s word', async () => {
  const { p1 } = street;
  const own = p1.aNote(bob, 'Yesterday.');
  const note = p1.aNote(bob, 'As I said:', { quote: own.id });
  expect((await shown(note)).quote).toMatchObject({ quoted_status: { uri: own.id } });
});

test.each([
  ['quoteUrl', (id: string) => ({ quoteUrl: id })],
  ['quoteUri', (id: string) => ({ quoteUri: id })],
  ['_misskey_quote', (id: string) => ({ _misskey_quote: id })],
  ['a link to an object', (id: string) => ({ tag: [linkTo(id)] })],
  ['a link that says so', (id: string) => ({ tag: [linkTo(id, { name: 'X', rel: quoteRel })] })],
])('what is quoted by %s is heard as well', async (_, by) => {
  const { p1 } = street;
  const own = p1.aNote(bob, 'Yesterday.');
  const note = p1.aNote(bob, 'As I said:', by(own.id));
  expect((await shown(note)).quote).toMatchObject({ quoted_status: { uri: own.id } });
});

const quoteRel = 'https://misskey-hub.net/ns#_misskey_quote';
const linkTo = (href: string, more: Document = {}) => ({
  ...{ type: 'Link', href, name: `RE: ${href}` },
  mediaType: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  ...more,
});

test('a link that is for something else, or to a page, quotes nothing', async () => {
  const { p1 } = street;
  const own = p1.aNote(bob, 'Yesterday.');
  for (const more of [{ name: 'The event' }, { mediaType: 'text/html' }])
    expect((await shown(p1.aNote(bob, 'See.', { tag: [linkTo(own.id, more)] }))).quote).toBe(null);
});

test('APF-19: a quote without consent is a link', async () => {
  const { p1, p2 } = street;
  const dave = await p2.aPerson('dave');
  const own = p1.newId('words');
  const forged = (quoted: string, id: string, note: string, more: Document = {}) => ({
    ...{ id, type: 'QuoteAuthorization', attributedTo: carol.uri },
    ...{ interactingObject: note, interactionTarget: quoted, ...more },
  });
  const without = aQuote({}, { quoteAuthorization: undefined });
  const selfMade = aQuote({}, { quoteAuthorization: own });
  p1.serve(own, forged(selfMade.quoted.id, own, selfMade.note.id));
  const inBobsName = aQuote({}, { quoteAuthorization: own });
  const absent = aQuote();
  p2.serve(absent.quoteAuthorization);
  const another = aQuote();
  const cases = [
    ...[without, selfMade, inBobsName, absent],
    ...[{ attributedTo: bob.uri }, { attributedTo: dave.uri }].map((word) => aQuote(word)),
    ...[{ interactingObject: another.note.id }, { interactingObject: undefined }].map((word) =>
      aQuote(word),
    ),
    ...[{ interactionTarget: another.quoted.id }, { type: 'Note' }].map((word) => aQuote(word)),
    aQuote({ id: another.quoteAuthorization }),
  ];
  for (const { note, quoted } of cases) {
    const { quote, content } = await shown(note);
    expect(quote).toBe(null);
    expect(content).toContain(`<a href="${quoted.id}"`);
  }
  // A word at an address that cannot hold one is not even asked for.
  expect(p1.asked.filter((line) => line.includes('/words/'))).toEqual([]);
  expect((await shown(another.note)).quote.state).toBe('accepted');
});

test('APF-19: what is quoted of ours counts when it was asked for, and not because somebody shows a word for it', async () => {
  const { p1, a } = street;
  const made = await call('POST /api/v1/statuses', {
    token,
    body: { status: 'Mine.', quote_approval_policy: 'public' },
  });
  const own = p1.newId('words');
  const note = p1.aNote(bob, 'Hers.', {
    ...naming(a, 'pat'),
    ...{ quote: made.body.uri, quoteAuthorization: own },
  });
  p1.serve(own, {
    ...{ id: own, type: 'QuoteAuthorization', attributedTo: uriOf(a, 'pat') },
    ...{ interactingObject: note.id, interactionTarget: made.body.uri },
  });
  expect((await shown(note)).quote).toBe(null);
  expect((await call(`GET /api/v1/statuses/${made.body.id}/quotes`, { token })).body).toEqual([]);
});

test('DOS-28: a word that comes later, or was first shown falsely, still counts', async () => {
  const { p2 } = street;
  const { note, quoted, quoteAuthorization } = aQuote();
  const word = p2.served(quoteAuthorization);
  p2.serve(quoteAuthorization);
  expect((await shown(note)).quote).toBe(null);
  p2.serve(quoteAuthorization, word);
  expect((await shown(note, 'Update')).quote).toMatchObject({
    ...{ state: 'accepted', quoted_status: { uri: quoted.id } },
  });
});

test('the quoted author takes their word back, and nobody else does', async () => {
  const { p1, p2, a } = street;
  const erin = await p2.aPerson('erin');
  const { note, quoteAuthorization } = aQuote();
  await shown(note);
  await p1.say(bob, inbox, about('Delete', bob, quoteAuthorization, p1.newId()));
  await p2.say(erin, inbox, about('Delete', erin, quoteAuthorization, p2.newId()));
  expect((await shown(note, 'Update')).quote.state).toBe('accepted');
  const word = { ...p2.served(quoteAuthorization) };
  p2.serve(quoteAuthorization);
  await p2.say(carol, inbox, about('Delete', carol, word, p2.newId()));
  await settled(a);
  expect((await shown(note, 'Update')).quote.state).toBe('revoked');
  p2.serve(quoteAuthorization, word);
  expect((await shown(note, 'Update')).quote.state).toBe('revoked');
});
