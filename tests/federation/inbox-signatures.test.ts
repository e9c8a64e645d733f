import { createHmac, createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holds } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { signedByCavage, signedByRfc9421 } from './signing.ts';
import { about, everybody, type Saying, type StrangePerson } from './stranger.ts';

let street: Street;
let bob: StrangePerson;
let carol: StrangePerson;
let inbox: string;
let before: Awaited<ReturnType<typeof holds>>;

beforeAll(async () => {
  street = await openStreet();
  await street.a.aPerson({ handle: 'pat' });
  inbox = inboxOf(street.a, 'pat');
  bob = await street.p1.aPerson('bob');
  carol = await street.p2.aPerson('carol');
});
afterAll(() => street.close());
beforeEach(async () => {
  before = await holds(street.a);
});

/** A post of bob's for pat. */
function greeting(words = 'Good evening, Pat.') {
  const { p1, a } = street;
  const pat = uriOf(a, 'pat');
  const tag = [{ type: 'Mention', href: pat, name: '@pat@a.test' }];
  const note = p1.aNote(bob, `<p>${words}</p>`, { tag, cc: [pat] });
  return about('Create', bob, note, p1.newId(), { to: [everybody], cc: [pat] });
}

const say = (how: Saying = {}, activity = greeting()) => street.p1.say(bob, inbox, activity, how);

/** The honest variant of the same still arrives. */
async function honestlyArrives(how: Saying = {}) {
  const words = `Good evening ${street.p1.newId()}`;
  expect(await say(how, greeting(words))).toMatchObject({ status: 202 });
  const { posts } = await holds(street.a);
  expect(posts.at(-1)).toBe(`bob@p1.test: ${words}`);
}

async function nothingHappened() {
  expect(await holds(street.a)).toEqual(before);
}

test('APS-01: a letter without a signature is refused before anybody reads it', async () => {
  const headers = { signature: undefined, digest: undefined };
  expect(await say({ headers })).toMatchObject({ status: 401 });
  expect(await say({ headers: { signature: undefined } })).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
});

test('APS-02: a letter whose words were changed after it was signed is refused', async () => {
  const activity = greeting();
  const sent = JSON.stringify({ ...activity, type: 'Delete' });
  expect(await say({ body: sent }, activity)).toMatchObject({ status: 401 });
  expect(await say({ body: sent, by: signedByRfc9421 }, activity)).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
  await honestlyArrives({ by: signedByRfc9421 });
});

test('APS-03: a signature that leaves out the words proves nothing, even with an honest digest', async () => {
  const body = JSON.stringify({ ...greeting(), type: 'Delete' });
  const covers = ['(request-target)', 'host', 'date'];
  for (const how of [{ hand: { covers } }, { hand: { covers }, body }])
    expect(await say(how)).toMatchObject({ status: 401 });
  const narrow = { covers: ['@method', '@target-uri', '@authority', 'date'] };
  expect(await say({ by: signedByRfc9421, hand: narrow })).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
});

test('APS-04: a signature that leaves out whom it was for proves nothing, here or elsewhere', async () => {
  const covers = ['(request-target)', 'date', 'digest'];
  expect(await say({ hand: { covers } })).toMatchObject({ status: 401 });
  const forOther = { hand: { covers }, headers: { host: 'other.test' } };
  expect((await say(forOther)).status).toBeGreaterThanOrEqual(400);
  const wholeForOther = { hand: { headers: { host: 'other.test' } }, headers: { host: 'a.test' } };
  expect(await say(wholeForOther)).toMatchObject({ status: 401 });
  const path = { covers: ['@method', '@path', 'date', 'content-digest'] };
  expect(await say({ by: signedByRfc9421, hand: path })).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
});

test('APS-05: a letter from half a day ago, from tomorrow or without a date is refused', async () => {
  const now = street.town.clock.now().getTime();
  const hours = 3_600_000;
  const dates = [now - 13 * hours, now + 13 * hours, now - 2 * hours, now + 2 * hours];
  for (const date of dates.map((time) => new Date(time))) {
    expect(await say({ date })).toMatchObject({ status: 401 });
    expect(await say({ date, by: signedByRfc9421 })).toMatchObject({ status: 401 });
  }
  const odd = { hand: { headers: { date: 'Mon, 01 Jan 0001 00:00:00 GMT' } } };
  expect(await say(odd)).toMatchObject({ status: 401 });
  const covers = ['(request-target)', 'host', 'digest'];
  expect(await say({ hand: { covers }, headers: { date: undefined } })).toMatchObject({
    status: 401,
  });
  await nothingHappened();
  await honestlyArrives({ date: new Date(now - hours / 2) });
});

test('APS-05: a letter that says itself that it is not yet good, or no longer, is refused', async () => {
  const now = Math.floor(street.town.clock.now().getTime() / 1000);
  const hour = 3600;
  const covers = ['(request-target)', '(created)', '(expires)', 'host', 'digest'];
  for (const times of [
    { created: now + 13 * hour, expires: now + 14 * hour },
    { created: now - 60, expires: now - 30 },
  ]) {
    const hand = { ...times, covers, algorithm: 'hs2019' };
    expect(await say({ hand })).toMatchObject({ status: 401 });
    expect(await say({ by: signedByRfc9421, hand: times })).toMatchObject({ status: 401 });
  }
  await nothingHappened();
  await honestlyArrives({ by: signedByRfc9421, hand: { created: now - 60, expires: now + 60 } });
});

test('APS-08: whoever signs speaks for themselves alone', async () => {
  const forged = { ...greeting(), actor: carol.uri };
  expect(await say({}, forged)).toMatchObject({ status: 401 });
  const neighbour = await street.p1.aPerson('nina');
  expect(await say({}, { ...greeting(), actor: neighbour.uri })).toMatchObject({ status: 401 });
  expect(await say({ hand: { keyId: carol.keyId } })).toMatchObject({ status: 401 });
  const otherHome = { ...greeting(), id: street.p2.newId() };
  expect(await say({}, otherHome)).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
});

test('APS-12: only a strong key signs, and only the way that keys of its kind sign', async () => {
  const hmac = (base: string) =>
    createHmac('sha256', bob.publicKeyPem).update(base).digest('base64');
  const sha1 = (base: string) => createSign('sha1').update(base).sign(bob.key, 'base64');
  const none = () => '';
  for (const hand of [
    { algorithm: 'hmac-sha256', sign: hmac },
    { algorithm: 'hs2019', sign: hmac },
    { algorithm: 'none', sign: none },
    { algorithm: 'rsa-sha1', sign: sha1 },
    { algorithm: 'hs2019', sign: sha1 },
  ]) {
    expect(await say({ hand })).toMatchObject({ status: 401 });
    expect(await say({ hand, by: signedByRfc9421 })).toMatchObject({ status: 401 });
  }
  await nothingHappened();
  await honestlyArrives({ hand: { algorithm: 'hs2019' } });
});

test('APS-12: a short key of the sender’s own signs nothing', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const weak = await street.p1.aPerson('weak');
  const shown = { id: weak.keyId, owner: weak.uri, publicKeyPem: publicKey };
  street.p1.serve(weak.uri, { ...street.p1.served(weak.uri), publicKey: shown });
  const activity = { ...greeting(), actor: weak.uri };
  const how = { hand: { key: createPrivateKey(privateKey) } };
  expect(await street.p1.say(weak, inbox, activity, how)).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives();
});

test('APS-13: two people at once have said nothing', async () => {
  for (const actor of [
    [bob.uri, carol.uri],
    [carol.uri, bob.uri],
    [bob.uri, bob.uri],
  ]) {
    const { status } = await say({}, { ...greeting(), actor });
    expect([400, 401]).toContain(status);
  }
  await nothingHappened();
  await honestlyArrives();
});

test('APS-17: what a form of a page can send is no letter, however it is signed', async () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ];
  for (const type of [...types, 'application/json', 'application/activity+json, text/html'])
    expect(await say({ headers: { 'content-type': type } })).toMatchObject({ status: 415 });
  await nothingHappened();
  const profile = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
  await honestlyArrives({ headers: { 'content-type': profile } });
});

test('APS-03, APS-04: of two things that a signature says it covers the better one is not believed', async () => {
  const cavage: Saying['by'] = (letter, hand) => {
    const weak = signedByCavage(letter, { ...hand, covers: ['(request-target)', 'date'] });
    const claim = 'headers="(request-target) host date digest"';
    return { ...weak, signature: `${claim},${weak['signature']}` };
  };
  const rfc9421: Saying['by'] = (letter, hand) => {
    const good = signedByRfc9421(letter, hand);
    const weak = signedByRfc9421(letter, { ...hand, covers: ['@method', '@path'] });
    const input = `${good['signature-input']?.replace('sig1', 'sig0')}, ${weak['signature-input']}`;
    const signature = `sig0=:AAAA:, ${weak['signature']}`;
    return { ...good, 'signature-input': input, signature };
  };
  for (const by of [cavage, rfc9421]) expect(await say({ by })).toMatchObject({ status: 401 });
  await nothingHappened();
  await honestlyArrives({ by: signedByRfc9421 });
});
