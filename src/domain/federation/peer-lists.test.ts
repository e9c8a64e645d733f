import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { asHost } from './hosts.ts';
import { leaveServers } from './leave-servers.server.ts';
import { sendLater } from './outgoing.server.ts';
import { listServers, resumeServer, stopServer } from './peer-desk.server.ts';
import { dropRule, exportRules, importRules, listRules, setRule } from './peer-lists.server.ts';
import { readHostList } from './peer-list-words.ts';
import { mayTalk } from './peers.server.ts';
import { delivery, peer, peerRule, remotePerson } from './schema.server.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { follow } from '#domain/connections/schema.server.ts';
import { changeSettings } from '#domain/house/settings.server.ts';
import { eraseRemotePerson } from '#domain/leaving/erasure.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let keeper: Viewer;
let anna: Viewer;
beforeAll(async () => {
  world = await openWorld();
  keeper = await world.aPerson({ handle: 'keeper', operator: true });
  anna = await world.aPerson({ handle: 'anna' });
}, 60_000);
afterAll(() => world.close());
afterEach(async () => {
  await world.services.db.delete(peerRule);
  await changeSettings(world.as(keeper), { federation: 'open' });
});

const talk = (host: string) => mayTalk(world.services, host);

test('a server is known by one name, however it is written', () => {
  expect(asHost(' HTTPS://Bücher.Example./ ')).toBe('xn--bcher-kva.example');
  expect(asHost('*.Example.ORG')).toBe('example.org');
  expect(asHost('example.org:443')).toBe('example.org');
  for (const wrong of ['', 'two words.example', 'a/b', 'bad*.example', 'nodots', 'a@b.example'])
    expect(asHost(wrong), wrong).toBeUndefined();
});

test('nothing is exchanged with a blocked server, nor with one whose name ends in its', async () => {
  await setRule(world.as(keeper), { rule: 'block', host: 'Bad.Example' });
  expect(await talk('bad.example')).toBe(false);
  expect(await talk('deep.sub.BAD.example')).toBe(false);
  expect(await talk('bad.example:8443')).toBe(false);
  expect(await talk('notbad.example')).toBe(true);
  await dropRule(world.as(keeper), 'bad.example');
  expect(await talk('bad.example')).toBe(true);
});

test('with an allow list nothing is exchanged with anybody else; a block is stronger', async () => {
  await setRule(world.as(keeper), { rule: 'allow', host: 'good.example' });
  await setRule(world.as(keeper), { rule: 'block', host: 'bad.good.example' });
  await changeSettings(world.as(keeper), { federation: 'allowList' });
  expect(await talk('good.example')).toBe(true);
  expect(await talk('sub.good.example')).toBe(true);
  expect(await talk('bad.good.example')).toBe(false);
  expect(await talk('other.example')).toBe(false);
  await changeSettings(world.as(keeper), { federation: 'off' });
  expect(await talk('good.example')).toBe(false);
});

test('only whoever looks after the place sees or changes lists and servers', async () => {
  const gone = { refused: 'gone' };
  const other = world.as(anna);
  expect(await listRules(other, { rule: 'block' })).toEqual(gone);
  expect(await setRule(other, { rule: 'block', host: 'a.example' })).toEqual(gone);
  expect(await dropRule(other, 'a.example')).toEqual(gone);
  expect(await importRules(other, { rule: 'block', text: 'a.example' })).toEqual(gone);
  expect(await exportRules(other, 'block')).toEqual(gone);
  expect(await listServers(other, {})).toEqual(gone);
  expect(await stopServer(other, 'a.example')).toEqual(gone);
});

test('a list of names and one of Mastodon are read; what cannot be read is reported and takes nothing along', () => {
  const text =
    '#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n' +
    'bad.example,suspend,true,true,"Spam, and ""worse""",false\r\n' +
    'loud.example,silence,false,false,,false\r\n\r\n' +
    'b*d.example,suspend,,,,true\r\n';
  expect(readHostList(text)).toEqual({
    hosts: [{ host: 'bad.example', reason: 'Spam, and "worse"' }],
    bad: [
      { line: 3, text: 'loud.example,silence,false,false,,false', why: 'onlyLimited' },
      { line: 5, text: 'b*d.example,suspend,,,,true', why: 'noHost' },
    ],
  });
  const plain = readHostList('# ours\none.example\n\nTWO.example\none.example');
  expect(plain.hosts.map(({ host }) => host)).toEqual(['one.example', 'two.example']);
  const many = Array.from({ length: 10_001 }, (_, n) => `s${n}.example`).join('\n');
  expect(readHostList(many).bad).toMatchObject([{ line: 10_001, why: 'tooMany' }]);
});

test('a list that was taken along comes back whole, ten thousand long, and lets in nobody who is blocked', async () => {
  const ctx = world.as(keeper);
  const text = Array.from({ length: 9_999 }, (_, n) => `s${n}.example`).join('\n');
  expect(await importRules(ctx, { rule: 'block', text })).toMatchObject({ added: 9_999, bad: [] });
  await setRule(ctx, { rule: 'block', host: 'why.example', reason: 'Said "no", twice' });
  const file = await exportRules(ctx, 'block');
  if (typeof file !== 'string') throw new Error('No file.');
  await world.services.db.delete(peerRule);
  expect(await importRules(ctx, { rule: 'block', text: file })).toMatchObject({ added: 10_000 });
  expect(await exportRules(ctx, 'block')).toBe(file);
  expect(await importRules(ctx, { rule: 'allow', text: 's7.example\nnew.example' })).toEqual({
    ...{ added: 1, there: 0, bad: [], blocked: ['s7.example'] },
  });
  const page = await listRules(ctx, { rule: 'block', after: 'why', look: 'w' });
  expect(page).toEqual([{ host: 'why.example', reason: 'Said "no", twice' }]);
});

test('a server that is blocked leaves: what waits for it, its people, and who follows whom', async () => {
  const { db, clock } = world.services;
  const settle = async (handle: string, host: string) => {
    const { personId } = await world.aPerson({ handle: `${handle}@${host}` });
    await db.update(person).set({ host, loginId: null }).where(eq(person.id, personId));
    const uri = `https://${host}/${handle}`;
    const inbox = `https://${host}/inbox`;
    const about = { personId, host, uri, inbox, page: uri, fetched: clock.now() };
    await db.insert(remotePerson).values(about);
    const pair = { followerId: personId, followeeId: anna.personId, away: true };
    await db.insert(follow).values({ ...pair, since: clock.now() });
    return personId;
  };
  await settle('mal', 'sub.evil.example');
  const kind = await settle('kim', 'kind.example');
  const inboxes = ['https://sub.evil.example/inbox', 'https://kind.example/inbox'];
  await inTransaction(world.as(anna), (tx) =>
    sendLater(tx, { sender: anna, body: {}, inboxes, forEverybody: true }),
  );
  await setRule(world.as(keeper), { rule: 'block', host: 'evil.example' });
  await leaveServers(world.services, eraseRemotePerson);
  expect(await db.select({ host: delivery.host }).from(delivery)).toEqual([
    { host: 'kind.example' },
  ]);
  expect(await db.select({ id: remotePerson.personId }).from(remotePerson)).toEqual([{ id: kind }]);
  expect(await db.select({ who: follow.followerId }).from(follow)).toEqual([{ who: kind }]);
});

test('the operator sees how it stands with each server, stops one and sends to it again', async () => {
  const { db, clock } = world.services;
  const since = clock.now();
  const resumes = new Date(since.getTime() + 60_000);
  await db.delete(peer);
  const names = Array.from({ length: 51 }, (_, n) => `p${String(n).padStart(2, '0')}.example`);
  await db.insert(peer).values(names.map((host) => ({ host, since })));
  await db
    .update(peer)
    .set({ failures: 2, lastFault: '503', resumes })
    .where(eq(peer.host, 'p07.example'));
  const ctx = world.as(keeper);
  const first = await listServers(ctx, {});
  if ('refused' in first) throw new Error('Refused.');
  expect(first).toHaveLength(50);
  expect(await listServers(ctx, { after: first.at(-1)?.host ?? '' })).toMatchObject([
    { host: 'p50.example' },
  ]);
  expect(await listServers(ctx, { trouble: true })).toMatchObject([
    { host: 'p07.example', fault: '503', failures: 2, resumes, waiting: 0 },
  ]);
  expect(await stopServer(ctx, 'p07.example')).toBeUndefined();
  expect(await listServers(ctx, { look: 'p07' })).toMatchObject([{ stopped: since }]);
  expect(await resumeServer(ctx, 'p07.example')).toBeUndefined();
  expect(await listServers(ctx, { look: 'p07' })).toMatchObject([{ stopped: null, resumes: null }]);
  expect(await stopServer(ctx, 'nobody.example')).toEqual({ refused: 'gone' });
});
