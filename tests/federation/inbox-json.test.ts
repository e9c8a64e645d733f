import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { inboxOf, naming, openStreet, uriOf, type Street } from './open.ts';
import { about, everybody, type StrangePerson } from './stranger.ts';
import { ask } from './wire.ts';

let street: Street;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let before: Awaited<ReturnType<typeof holds>>;

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  await a.aPerson({ handle: 'pat' });
  inbox = inboxOf(a, 'pat');
  bob = await p1.aPerson('bob');
  carol = await p2.aPerson('carol');
  await p2.say(carol, inbox, greeting(carol, 'Good morning.'));
  await p2.say(carol, inbox, about('Follow', carol, uriOf(a, 'pat'), p2.newId()));
});
afterAll(() => street.close());
beforeEach(async () => {
  before = await holds(street.a);
});

function greeting(by: StrangePerson, words: string) {
  const home = by === carol ? street.p2 : street.p1;
  const note = home.aNote(by, words, naming(street.a, 'pat'));
  return about('Create', by, note, home.newId(), { to: [everybody] });
}

/** What carol could have signed inside a document, for servers that believe in that. */
const signature = () => ({
  ...{ type: 'RsaSignature2017', creator: carol.keyId, created: '2026-11-22T11:59:00Z' },
  signatureValue: 'c2lnbmVk',
});

test('APS-19: what a letter holds besides itself is not what carol said, however it is arranged', async () => {
  const { p1, a } = street;
  const hers = { ...greeting(carol, 'I sell pills.'), signature: signature() };
  const undo = about(
    'Undo',
    carol,
    about('Follow', carol, uriOf(a, 'pat'), 'x:1'),
    street.p2.newId(),
  );
  const del = about('Delete', carol, `${street.p2.origin}/notes/1`, street.p2.newId());
  const noise = () => ({ id: p1.newId(), actor: bob.uri, type: 'Listen' });
  for (const said of [
    hers,
    { ...undo, signature: signature() },
    { ...del, signature: signature() },
  ])
    for (const arranged of [
      said,
      { '@graph': [said] },
      { ...noise(), '@graph': [said], signature: signature() },
      { ...noise(), '@included': [said] },
      { ...noise(), '@reverse': { object: said } },
      { ...said, actor: undefined, '@reverse': { object: { actor: carol.uri } } },
      { ...noise(), object: said },
    ]) {
      const { status } = await p1.say(bob, inbox, arranged);
      expect([202, 400, 401]).toContain(status);
    }
  expect(await holds(a)).toEqual(before);
  await street.p2.say(carol, inbox, greeting(carol, 'Good evening.'));
  expect((await holds(a)).posts.at(-1)).toBe('carol@p2.test: Good evening.');
});

test('APS-20: names of a letter’s own making change nobody’s words', async () => {
  const { p1, a } = street;
  const vocabulary = { a: 'as:actor', o: { '@id': 'as:object', '@type': '@id' }, type: '@type' };
  const context = { '@context': ['https://www.w3.org/ns/activitystreams', vocabulary] };
  const { id, type, object, to } = greeting(bob, 'I sell pills.') as Record<string, unknown>;
  const rest = { id, type, to };
  for (const aliased of [
    { ...rest, a: bob.uri, object },
    { ...rest, 'as:actor': bob.uri, object },
    { ...rest, a: bob.uri, actor: carol.uri, object },
    { ...rest, actor: bob.uri, o: object },
  ])
    await p1.say(bob, inbox, { ...aliased, ...context });
  expect(await holds(a)).toEqual(before);
  await p1.say(bob, inbox, { ...greeting(bob, 'Good evening.'), a: carol.uri, ...context });
  expect((await holds(a)).posts.at(-1)).toBe('bob@p1.test: Good evening.');
});

test('SSR-15: nothing is fetched to understand a letter, signed or not', async () => {
  const { p1, a, town, canary } = street;
  town.lead('canary.test', canary.port);
  const context = [
    'https://www.w3.org/ns/activitystreams',
    `http://${canary.host}/ctx`,
    'https://canary.test/ctx',
    `${p1.origin}/ctx`,
  ];
  const unsigned = JSON.stringify({ ...greeting(bob, 'Hello?'), '@context': context });
  const headers = { 'content-type': 'application/activity+json' };
  expect(await ask(town, inbox, { method: 'POST', body: unsigned, headers })).toMatchObject({
    status: 401,
  });
  await p1.say(bob, inbox, { ...greeting(bob, 'Hello.'), '@context': context });
  expect((await holds(a)).posts.at(-1)).toBe('bob@p1.test: Hello.');
  expect(p1.asked).not.toContain('GET /ctx');
  expect([canary.calls(), town.reached('canary.test')]).toEqual([0, 0]);
});

test('DOS-03: fifty vocabularies, one that holds itself and a thousand inside cost nothing', async () => {
  const { p1, a } = street;
  const many = Array.from({ length: 50 }, (_, n) => `${p1.origin}/ctx/${n}`);
  const itself = `${p1.origin}/ctx/0`;
  p1.serve(itself, { '@context': itself });
  const scoped = Object.fromEntries(
    Array.from({ length: 1000 }, (_, n) => [`t${n}`, { '@id': `x:${n}`, '@context': itself }]),
  );
  const asked = p1.asked.filter((one) => one.includes('/ctx')).length;
  const begun = performance.now();
  for (const context of [many, itself, [scoped]]) {
    const said = await p1.say(bob, inbox, { ...greeting(bob, 'Fine.'), '@context': context });
    expect(said.status).toBeLessThan(500);
  }
  expect(performance.now() - begun).toBeLessThan(5000);
  expect((await holds(a)).posts.slice(-3)).toEqual(Array(3).fill('bob@p1.test: Fine.'));
  expect(p1.asked.filter((one) => one.includes('/ctx')).length).toBe(asked);
});

test('a letter that is nested too deeply, or holds what no keyboard types, is refused and no fault', async () => {
  const { p1, a } = street;
  const send = (body: string) => p1.say(bob, inbox, JSON.parse(body));
  const deep = `${'['.repeat(80)}${']'.repeat(80)}`;
  const said = JSON.stringify(greeting(bob, 'Deep.'));
  expect(await send(said.replace('{', `{"deep":${deep},`))).toMatchObject({ status: 400 });
  expect(await send(said.replace('Deep.', 'NUL \\u0000'))).toMatchObject({ status: 400 });
  expect(await send(said.replace('Deep.', 'half \\ud800'))).toMatchObject({ status: 400 });
  for (const odd of ['[]', '7', '"x"', 'null', '{}', '{"actor":null}', '{"actor":{"id":[]}}'])
    expect((await sendRaw(odd)).status).toBeLessThan(500);
  expect(await holds(a)).toEqual(before);
  expect(await send(said)).toMatchObject({ status: 202 });
});

function sendRaw(body: string) {
  return street.p1.say(bob, inbox, greeting(bob, 'x'), { instead: body });
}
