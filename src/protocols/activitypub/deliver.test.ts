import { verifyRequestDetailed } from '@fedify/fedify/sig';
import { CryptographicKey } from '@fedify/vocab';
import { createPublicKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { deliveriesQuiet, deliver, deliverDue } from './deliver.server.ts';
import { openInboxPeer, type Arrived, type InboxPeer } from '../../../tests/doubles/inbox-peer.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { sendNothingAgain } from '#domain/federation/after-restore.server.ts';
import { everybody, personUri } from '#domain/federation/addresses.ts';
import { sendLater } from '#domain/federation/outgoing.server.ts';
import { ownKeys, type OwnKey } from '#domain/federation/own-keys.server.ts';
import { delivery, outgoing, peer, remotePerson } from '#domain/federation/schema.server.ts';
import { eraseByOperator } from '#domain/leaving/erasure.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let anna: Viewer;
let bo: InboxPeer;
let cy: InboxPeer;
const minute = 60_000;

beforeAll(async () => {
  [bo, cy] = await Promise.all([openInboxPeer(), openInboxPeer()]);
  const env = { POCKETFRIENDS_PEERS: `${bo.host},${cy.host}` };
  world = await openWorld({ env });
  anna = await world.aPerson({ handle: 'anna' });
}, 60_000);
afterAll(async () => {
  await world.close();
  await Promise.all([bo.close(), cy.close()]);
});
afterEach(async () => {
  for (const { speak, answerWith, arrived } of [bo, cy]) {
    answerWith(202);
    speak(202);
    arrived.length = 0;
  }
  await deliveriesQuiet(world.services);
  await world.services.db.delete(outgoing);
  await world.services.db.delete(peer);
});

let number = 0;
async function say(inboxes: string[], id = `urn:say:${(number += 1)}`) {
  const sender = { personId: anna.personId, handle: anna.handle };
  const body = { '@context': 'https://www.w3.org/ns/activitystreams', id, to: [everybody] };
  await inTransaction(world.as(anna), (tx) =>
    sendLater(tx, { sender, body, inboxes, forEverybody: true }),
  );
}

async function sendAll(job = deliver) {
  await job(world.services);
  await deliveriesQuiet(world.services);
}

const waiting = () => world.services.db.select().from(delivery);
const idsAt = ({ arrived }: InboxPeer) => arrived.map(({ id }) => id);
async function known({ host }: InboxPeer) {
  const rows = await world.services.db.select().from(peer);
  return rows.find((row) => row.host === host);
}

async function proves({ headers, text, path }: Arrived, host: string, who = anna, kept?: OwnKey) {
  const rsa = kept ?? (await ownKeys(world.services, who.personId)).rsa;
  const owner = new URL(personUri(world.services.config.origin, who.handle));
  const publicKey = await crypto.subtle.importKey(
    'spki',
    new Uint8Array(createPublicKey(rsa.publicKey).export({ type: 'spki', format: 'der' })),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    true,
    ['verify'],
  );
  const key = new CryptographicKey({ id: new URL('#main-key', owner), owner, publicKey });
  const plain = Object.entries(headers).map(
    ([name, value]) => [name, String(value)] as [string, string],
  );
  const request = new Request(`http://${host}${path}`, {
    method: 'POST',
    headers: plain,
    body: text,
  });
  const known = { get: async () => key, set: async () => undefined };
  return verifyRequestDetailed(request, {
    keyCache: known,
    currentTime: Temporal.Instant.fromEpochMilliseconds(Date.parse(headers.date ?? '')),
  });
}

test('a server gets what was said in the order in which it was said, and each once', async () => {
  for (let n = 1; n <= 12; n += 1) await say([bo.inbox], `urn:order:${n}`);
  await sendAll();
  expect(idsAt(bo)).toEqual(Array.from({ length: 12 }, (_, n) => `urn:order:${n + 1}`));
  expect(await waiting()).toEqual([]);
  expect(await world.services.db.select().from(outgoing)).toEqual([]);
  expect(await known(bo)).toMatchObject({
    failures: 0,
    succeeded: world.clock.now(),
    busyUntil: null,
  });
});

test('the first that somebody ever says makes their keys, and is proved like all that follows', async () => {
  const dora = await world.aPerson({ handle: 'dora' });
  const body = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: 'urn:first',
    to: [everybody],
  };
  await inTransaction(world.as(dora), (tx) =>
    sendLater(tx, {
      ...{ body, inboxes: [bo.inbox, cy.inbox], forEverybody: true },
      sender: { personId: dora.personId, handle: 'dora' },
    }),
  );
  await sendAll();
  const proofs = [...bo.arrived, ...cy.arrived].map(({ text }) => JSON.parse(text) as object);
  expect(proofs).toHaveLength(2);
  for (const said of proofs) expect(said).toMatchObject({ proof: { type: 'DataIntegrityProof' } });
});

test('a request is signed by RFC 9421, over the very bytes that are sent', async () => {
  await say([bo.inbox]);
  await sendAll();
  const [letter] = bo.arrived;
  if (!letter) throw new Error('Nothing came.');
  expect(letter.headers['signature-input']).toContain('content-digest');
  expect(await proves(letter, bo.host)).toMatchObject({ verified: true });
  expect(
    await proves({ ...letter, text: letter.text.replace('urn', 'arn') }, bo.host),
  ).toMatchObject({
    verified: false,
  });
});

test('a server that knows only the older signatures is knocked at twice once, and once from then on', async () => {
  bo.answerWith(({ headers }) => (headers['signature-input'] ? 401 : 202));
  await say([bo.inbox], 'urn:knock:1');
  await sendAll();
  await say([bo.inbox], 'urn:knock:2');
  await sendAll();
  expect(idsAt(bo)).toEqual(['urn:knock:1', 'urn:knock:1', 'urn:knock:2']);
  const last = bo.arrived.at(-1);
  if (!last) throw new Error('Nothing came.');
  expect(await proves(last, bo.host)).toMatchObject({ verified: true });
  expect(await known(bo)).toMatchObject({ signsBy: 'draft-cavage-http-signatures-12' });
});

test('a server that fails is left alone, longer each time, and gets everything in order when it is back', async () => {
  bo.answerWith(503);
  await say([bo.inbox], 'urn:back:1');
  await say([bo.inbox], 'urn:back:2');
  await sendAll();
  expect(idsAt(bo)).toEqual(['urn:back:1']);
  await sendAll(deliverDue);
  world.clock.turnBy(0.7 * minute);
  await sendAll(deliverDue);
  expect(idsAt(bo), 'sent to while it rested').toEqual(['urn:back:1']);
  world.clock.turnBy(minute);
  await sendAll(deliverDue);
  expect(await known(bo)).toMatchObject({ failures: 2, lastFault: '503' });
  world.clock.turnBy(1.5 * minute);
  await sendAll(deliverDue);
  expect(bo.arrived, 'twice as long the second time').toHaveLength(2);
  bo.answerWith(202);
  world.clock.turnBy(minute);
  await sendAll(deliverDue);
  expect(idsAt(bo).slice(2)).toEqual(['urn:back:1', 'urn:back:2']);
  expect(await known(bo)).toMatchObject({ failures: 0, resumes: null });
});

test('a server that says when to come again is not asked before, nor later than in twelve hours', async () => {
  bo.answerWith(429, { 'retry-after': '600' });
  cy.answerWith(503, { 'retry-after': '9999999' });
  await say([bo.inbox, cy.inbox]);
  await sendAll();
  const now = world.clock.now().getTime();
  expect((await known(bo))?.resumes?.getTime()).toBe(now + 10 * minute);
  expect((await known(cy))?.resumes?.getTime()).toBe(now + 12 * 60 * minute);
});

test('what a server will not have is given up and counted, and what follows is sent', async () => {
  bo.answerWith(({ id }) => (id === 'urn:bad' ? 422 : 202));
  await say([bo.inbox], 'urn:bad');
  await say([bo.inbox], 'urn:good');
  await sendAll();
  expect(idsAt(bo)).toEqual(['urn:bad', 'urn:good']);
  expect(await waiting()).toEqual([]);
  expect(await known(bo)).toMatchObject({ dropped: 1, lastFault: '422', failures: 0 });
});

test('somebody whose own inbox is gone is written to no more; a shared inbox says nothing about anybody', async () => {
  const { personId } = await world.aPerson({ handle: 'eve@elsewhere' });
  const own = `http://${bo.host}/eve/inbox`;
  await world.services.db.insert(remotePerson).values({
    ...{
      personId,
      host: bo.host,
      uri: `http://${bo.host}/eve`,
      page: 'x',
      fetched: world.clock.now(),
    },
    ...{ inbox: own, sharedInbox: bo.inbox },
  });
  const flo = await world.aPerson({ handle: 'flo@elsewhere' });
  await world.services.db.insert(remotePerson).values({
    ...{ personId: flo.personId, host: bo.host, uri: `http://${bo.host}/flo`, page: 'x' },
    ...{ inbox: bo.inbox, sharedInbox: bo.inbox, fetched: world.clock.now() },
  });
  const gone = async () => {
    const rows = await world.services.db.select().from(remotePerson).orderBy(remotePerson.uri);
    return rows.map((row) => row.gone);
  };
  bo.answerWith(410);
  await say([bo.inbox]);
  await sendAll();
  expect(await gone()).toEqual([null, null]);
  await say([own]);
  await sendAll();
  expect(await gone()).toEqual([world.clock.now(), null]);
  expect(await waiting()).toEqual([]);
});

test('after a week a server that never answered is given up on', async () => {
  bo.answerWith(500);
  await say([bo.inbox]);
  await sendAll();
  world.clock.turnBy(7 * 24 * 60 * minute + 1);
  await sendAll(deliverDue);
  expect(await waiting()).toEqual([]);
  expect(bo.arrived).toHaveLength(1);
  expect(await known(bo)).toMatchObject({ dropped: 1 });
});

test('a silent server holds up nobody else', async () => {
  bo.answerWith('silence');
  await say([bo.inbox, cy.inbox]);
  await deliver(world.services);
  await bo.count(1);
  await say([cy.inbox], 'urn:while');
  await deliver(world.services);
  await cy.count(2);
  expect(idsAt(cy).at(-1)).toBe('urn:while');
  expect(bo.held()).toBe(1);
});

test('of two processes only one writes to a server at a time', async () => {
  bo.answerWith('silence');
  await say([bo.inbox]);
  await say([bo.inbox]);
  await deliver(world.services);
  await bo.count(1);
  // Another process: the same database, an office of its own.
  const other = {
    ...world.services,
    pool: Object.create(world.services.pool) as typeof world.services.pool,
  };
  await deliver(other);
  await deliveriesQuiet(other);
  expect(bo.arrived).toHaveLength(1);
  bo.answerWith(202);
  bo.speak(202);
  await deliveriesQuiet(world.services);
  expect(bo.arrived).toHaveLength(2);
});

test('what a killed process was sending is sent again when its lease is over', async () => {
  await say([bo.inbox], 'urn:killed');
  const busyUntil = new Date(world.clock.now().getTime() + minute);
  await world.services.db.update(peer).set({ busyUntil });
  await sendAll();
  expect(bo.arrived).toEqual([]);
  world.clock.turnBy(minute);
  await sendAll(deliverDue);
  expect(idsAt(bo)).toEqual(['urn:killed']);
});

test('nothing is sent to a server that the operator stopped', async () => {
  await say([bo.inbox]);
  await world.services.db.update(peer).set({ stopped: world.clock.now() });
  await sendAll();
  expect(bo.arrived).toEqual([]);
  await world.services.db.update(peer).set({ stopped: null });
  await sendAll();
  expect(bo.arrived).toHaveLength(1);
});

test('three hundred silent servers leave room for those that answer', async () => {
  const many = await openInboxPeer('0.0.0.0');
  const port = many.host.split(':')[1];
  const silent = Array.from(
    { length: 300 },
    (_, n) => `127.0.${2 + (n >> 7)}.${1 + (n & 127)}:${port}`,
  );
  const crowd = await openWorld({
    env: { POCKETFRIENDS_PEERS: [...silent, bo.host, cy.host].join() },
  });
  try {
    many.answerWith('silence');
    const since = crowd.clock.now();
    const healthy = [bo, cy].map(({ host }) => ({ host, since, succeeded: since }));
    await crowd.services.db.insert(peer).values(healthy);
    const dora = await crowd.aPerson({ handle: 'dora' });
    const tell = (id: string, inboxes: string[]) =>
      inTransaction(crowd.as(dora), (tx) =>
        sendLater(tx, { sender: dora, body: { id }, inboxes, forEverybody: true }),
      );
    await tell('urn:crowd', [...silent.map((host) => `http://${host}/inbox`), bo.inbox, cy.inbox]);
    await deliver(crowd.services);
    await Promise.all([many.count(256), bo.count(1), cy.count(1)]);
    await tell('urn:healthy', [bo.inbox, cy.inbox]);
    await deliver(crowd.services);
    await Promise.all([bo.count(2), cy.count(2)]);
    expect(many.held(), 'no more at once').toBe(256);
    many.answerWith(202);
    many.speak(202);
    await many.count(300);
    await deliveriesQuiet(crowd.services);
    expect(await crowd.services.db.select().from(outgoing)).toEqual([]);
  } finally {
    await crowd.close();
    await many.close();
  }
}, 60_000);

test('a house that closes waits for what is on its way, and begins nothing new', async () => {
  const house = await openWorld({ env: { POCKETFRIENDS_PEERS: bo.host } });
  const dora = await house.aPerson({ handle: 'dora' });
  for (const id of ['urn:last', 'urn:later'])
    await inTransaction(house.as(dora), (tx) =>
      sendLater(tx, { sender: dora, body: { id }, inboxes: [bo.inbox], forEverybody: true }),
    );
  bo.answerWith('silence');
  await deliver(house.services);
  await bo.count(1);
  // It answers while the house is closing already, and database and network are still there.
  house.services.uponClose(async () => {
    bo.answerWith(202);
    bo.speak(202);
    await deliveriesQuiet(house.services);
  });
  await house.close();
  expect(idsAt(bo)).toEqual(['urn:last']);
});

test('ERA-02: every server that was told anything of somebody is asked to forget them, also one that is away', async () => {
  const keeper = await world.aPerson({ handle: 'keeper', operator: true });
  const fay = await world.aPerson({ handle: 'fay' });
  const tell = (inboxes: string[], about: { postId: string | null; forEverybody: boolean }) =>
    inTransaction(world.as(fay), (tx) =>
      sendLater(tx, { sender: fay, body: { type: 'Create', id: 'urn:fay' }, inboxes, ...about }),
    );
  await tell([bo.inbox], { postId: null, forEverybody: true });
  await tell([cy.inbox], { postId: '7', forEverybody: false });
  await sendAll();
  const { rsa } = await ownKeys(world.services, fay.personId);
  await tell([bo.inbox], { postId: null, forEverybody: true });
  cy.answerWith(503);
  expect(await eraseByOperator(world.as(keeper), 'fay')).toBeUndefined();
  await sendAll();
  cy.answerWith(202);
  world.clock.turnBy(2 * 60 * minute);
  await sendAll(deliverDue);
  const uri = personUri(world.services.config.origin, 'fay');
  for (const at of [bo, cy]) {
    const last = at.arrived.at(-1);
    if (!last) throw new Error('Nothing came.');
    expect(JSON.parse(last.text)).toMatchObject({ type: 'Delete', actor: uri, object: uri });
    expect(await proves(last, at.host, fay, rsa)).toMatchObject({ verified: true });
  }
  expect(idsAt(bo), 'what was still on its way is not sent').toEqual(['urn:fay', `${uri}#delete`]);
  expect(await world.services.db.select().from(outgoing)).toEqual([]);
});

test('after a restore nothing is sent again but what asks to delete', async () => {
  await say([bo.inbox], 'urn:old');
  const body = { id: 'urn:delete', type: 'Delete' };
  await inTransaction(world.as(anna), (tx) =>
    sendLater(tx, { sender: anna, body, inboxes: [bo.inbox], forEverybody: true }),
  );
  await world.services.db.update(peer).set({ busyUntil: new Date(8e12) });
  await sendNothingAgain(world.services.pool);
  await sendAll();
  expect(idsAt(bo)).toEqual(['urn:delete']);
});
