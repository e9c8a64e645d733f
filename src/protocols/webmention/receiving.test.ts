import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startInstitutionPeer,
  type InstitutionPeer,
} from '../../../tests/doubles/institution-peer.ts';
import { aClub, aMonth } from '../../../tests/makers/club.ts';
import { aGuestPost, aMonthForAGuest, type Asked } from '../../../tests/makers/guest-post.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { blogPost, outsideOf, pingOf, type Outside } from '../../../tests/makers/mentions.ts';
import { longestHold } from '../../../tests/makers/own-cpu.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { unpublishGuestPost } from '#domain/club/guest-posts.server.ts';
import { decideMention } from '#domain/mentions/decide.server.ts';
import { forgetOldMentions, recheckMentionsDue } from '#domain/mentions/keep.server.ts';
import { erase, exportFor } from '#domain/mentions/keeper.server.ts';
import { listForHosts, listShown, type MentionToHost } from '#domain/mentions/mentions.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: World;
let peer: InstitutionPeer;
let canary: InstitutionPeer;
let outside: Outside;
let asked: Asked;
let at: string;
let target: string;
let count = 0;

beforeAll(async () => {
  [peer, canary] = [await startInstitutionPeer(), await startInstitutionPeer()];
  at = `http://${peer.host}`;
  world = await openWorld({ env: { POCKETFRIENDS_PEERS: peer.host, LOG_LEVEL: 'silent' } });
  outside = outsideOf(world);
});
afterAll(async () => {
  await world.close();
  await peer.close();
  await canary.close();
});
beforeEach(async () => {
  await world.services.pool.query('delete from rate_limit');
  asked = await aGuestPost(world, `club-${++count}`);
  target = world.services.config.origin + asked.path;
  peer.asked.length = 0;
  canary.asked.length = 0;
});

async function known(whose: Asked = asked): Promise<MentionToHost[]> {
  const month = { id: whose.month.id, clubId: whose.club.id };
  return (await listForHosts(world.as(whose.curator), month)) ?? [];
}

const shown = () => listShown(world.services, asked.month.id, 'guestPost');

async function decided(decision: 'shown' | 'away', by: Viewer = asked.curator) {
  const [first] = await known();
  return decideMention(world.as(by), { id: first?.id ?? '0', decision });
}

test('a page that leads to a guest post waits for a host, and is shown when the host says so', async () => {
  peer.put('/post', blogPost(target, { doing: 'u-in-reply-to' }));
  expect(await outside.mentionAndLook(`${at}/post#here`, target)).toBe(202);
  expect(await known()).toMatchObject([
    {
      source: `${at}/post`,
      page: 'guestPost',
      kind: 'reply',
      title: 'On blankets',
      author: 'Ada Blogger',
      excerpt: 'I read it twice. the post',
      written: new Date('2026-11-20T10:00:00Z'),
      decision: null,
    },
  ]);
  expect(await shown()).toEqual([]);
  expect(await decided('shown')).toEqual({ decided: true });
  expect(await shown()).toMatchObject([{ title: 'On blankets' }]);
  expect(await decided('away')).toEqual({ decided: true });
  expect(await shown()).toEqual([]);
  // Its picture was never asked for.
  expect(peer.asked).toEqual(['/post']);
});

test.each([
  ['u-like-of', 'like'],
  ['u-repost-of', 'repost'],
  ['u-bookmark-of', 'mention'],
  ['', 'mention'],
] as const)('a link with %s is a %s', async (doing, kind) => {
  peer.put('/doing', blogPost(target, { doing }));
  await outside.mentionAndLook(`${at}/doing`, target);
  expect(await known()).toMatchObject([{ kind }]);
});

test('of a blog that federates the page is looked at, not its document', async () => {
  const document = { type: 'Note', content: `<p><a href="${target}">the post</a></p>` };
  peer.put('/post', { ...blogPost(target), document });
  expect(await outside.pingback(`${at}/post`, target)).toBe('thanks');
  expect(await known()).toMatchObject([{ title: 'On blankets' }]);
});

test('nobody but those who lead the club sees what waits, or decides', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  const stranger = await world.aPerson();
  const other = await aClub(world, `other-${count}`);
  const month = { id: asked.month.id, clubId: asked.club.id };
  for (const viewer of [stranger, other.curator, null])
    expect(await listForHosts(world.as(viewer), month)).toBeUndefined();
  // One's own club's number opens no other club's month.
  const through = { id: asked.month.id, clubId: other.club.id };
  expect(await listForHosts(world.as(other.curator), through)).toEqual([]);
  for (const viewer of [stranger, other.curator])
    expect(await decided('shown', viewer)).toEqual({ refused: 'gone' });
  expect(await decideMention(world.as(asked.curator), { id: 'x', decision: 'shown' })).toEqual({
    refused: 'gone',
  });
  expect(await shown()).toEqual([]);
});

test('CLB-09: a page is looked at again when it says so: gone, without its link, or with other words', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  await decided('shown');
  // The control: nothing changed, and nothing changes.
  await outside.mentionAndLook(`${at}/post`, target);
  expect(await shown()).toHaveLength(1);
  peer.put('/post', blogPost(target, { words: 'Buy my tea.' }));
  await outside.mentionAndLook(`${at}/post`, target);
  expect(await shown()).toEqual([]);
  expect(await known()).toMatchObject([{ excerpt: 'Buy my tea. the post', decision: null }]);
  for (const page of [{ status: 410 }, { status: 404 }, { body: '<p>No link any more.</p>' }]) {
    peer.put('/post', blogPost(target));
    await outside.mentionAndLook(`${at}/post`, target);
    expect(await known()).toHaveLength(1);
    peer.put('/post', page);
    await outside.mentionAndLook(`${at}/post`, target);
    expect(await known()).toEqual([]);
  }
});

test('what was put away stays away, whatever its page says later', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  await decided('away');
  peer.put('/post', blogPost(target, { words: 'Now it is something else.' }));
  await outside.mentionAndLook(`${at}/post`, target);
  expect(await known()).toMatchObject([{ decision: 'away' }]);
});

test('CLB-09: a draft, a hidden guest post, nothing at all and another place’s page are refused with the same bytes', async () => {
  peer.put('/post', blogPost(target));
  const { origin } = world.services.config;
  const draftHome = await aClub(world, `draft-${count}`);
  const draft = await aMonth(world, draftHome.club, draftHome.curator);
  const unwritten = await aMonthForAGuest(world, `unwritten-${count}`);
  const closed = [
    `/${draftHome.club.slug}/${draft.date}`,
    `/${draftHome.club.slug}/${draft.date}/guest-post`,
    `/${draftHome.club.slug}/2019-01-01`,
    unwritten.path,
    `${asked.path}/edit`,
    '/nothing-here',
    '/',
    '/settings',
  ].map((path) => origin + path);
  const refused = [];
  for (const page of [...closed, `${at}/somewhere`, 'ftp://x.example/', 'x', ''])
    refused.push(await outside.mention(`${at}/post`, page));
  expect(new Set(refused.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(refused[0]?.status).toBe(400);
  const faults = [];
  for (const page of closed) faults.push((await outside.call(pingOf(`${at}/post`, page))).body);
  expect(new Set(faults).size).toBe(1);
  expect(faults[0]).toContain('<int>33</int>');
  // The control: the honest addresses of the month and its guest post, with what may stand behind them.
  const month = `${origin}/${asked.club.slug}/${asked.month.date}`;
  for (const page of [target, month, `${target}?page=2`, `${target}#comment-3`, `${month}/`])
    expect((await outside.mention(`${at}/post`, page)).status, page).toBe(202);
  expect(await unpublishGuestPost(world.as(asked.curator), asked.guestPostId)).toEqual({
    unpublished: true,
  });
  expect((await outside.mention(`${at}/post`, target)).status).toBe(400);
});

test('CLB-09: a page that does not lead here is not kept, however it looks', async () => {
  const { origin } = world.services.config;
  const pages: Record<string, string> = {
    none: '<p>Nothing.</p>',
    comment: `<!-- <a href="${target}">x</a> -->`,
    escaped: `&lt;a href="${target}"&gt;`,
    script: `<script>"<a href=${target}>"</script>`,
    textarea: `<textarea><a href="${target}">x</a></textarea>`,
    template: `<template><a href="${target}">x</a></template>`,
    longer: `<a href="${target}-2">x</a>`,
    otherHost: `<a href="${target.replace(origin, 'https://evil.test')}">x</a>`,
    text: target,
    canonical: `<link rel="canonical" href="${target}">`,
  };
  for (const [name, body] of Object.entries(pages)) {
    peer.put(`/${name}`, { body });
    expect(await outside.mentionAndLook(`${at}/${name}`, target), name).toBe(202);
    expect(await known(), name).toEqual([]);
    expect(await outside.pingback(`${at}/${name}`, target), name).toBe(17);
  }
  const really: Record<string, { body: string; headers?: Record<string, string> }> = {
    link: { body: `<a href="${target}#comment-1">x</a>` },
    picture: { body: `<img src="${target}">` },
    quoted: { body: `<blockquote cite="${target}">x</blockquote>` },
    entities: { body: `<a href="${target.replaceAll('/', '&#x2F;')}">x</a>` },
    data: {
      body: `<div class="h-entry"><data class="u-in-reply-to" value="${target}"></data></div>`,
    },
    plain: { body: `See ${target} for more`, headers: { 'content-type': 'text/plain' } },
    json: {
      body: JSON.stringify({ a: [target] }),
      headers: { 'content-type': 'application/json' },
    },
  };
  for (const [name, page] of Object.entries(really)) {
    peer.put(`/${name}`, page);
    await outside.mentionAndLook(`${at}/${name}`, target);
  }
  const sources = (await known()).map(({ source }) => source.slice(at.length + 1));
  expect(sources.sort()).toEqual(Object.keys(really).sort());
});

test('a page of ours, a page as its own target, and what is no web address are refused as sources', async () => {
  const { origin } = world.services.config;
  for (const source of [target, `${origin}/`, 'javascript:alert(1)', 'file:///etc/passwd', '', 'x'])
    expect((await outside.mention(source, target)).status, source).toBe(400);
  expect((await outside.mention(`http://a:b@${peer.host}/post`, target)).status).toBe(400);
  expect((await outside.mention(`${at}/${'x'.repeat(2000)}`, target)).status).toBe(400);
  expect(peer.asked).toEqual([]);
});

test('CLB-10, CNT-01: nothing of a page elsewhere comes here but short plain words', async () => {
  const evil = `"><img src=x onerror=alert(1)><svg onload=alert(1)>\u202e${'long '.repeat(200)}`;
  const escaped = evil.replaceAll('<', '&lt;');
  peer.put('/evil', blogPost(target, { words: escaped, name: escaped, author: escaped }));
  await outside.mentionAndLook(`${at}/evil`, target);
  const [one] = await known();
  expect(one?.title.length).toBeLessThanOrEqual(160);
  expect(one?.author.length).toBeLessThanOrEqual(80);
  expect(one?.excerpt.length).toBeLessThanOrEqual(280);
  expect(`${one?.title}${one?.author}${one?.excerpt}`).not.toContain('\u202e');
  const { rows } = await world.services.pool.query('select t::text as row from web_mention t');
  expect(rows.map(({ row }) => row).join()).not.toMatch(/face\.png|e-content/);
  const old = blogPost(target, { author: 'Dr \xc4rztin' });
  const headers = { 'content-type': 'text/html; charset=iso-8859-1' };
  peer.put('/latin', { body: Buffer.from(old.body, 'latin1') as unknown as string, headers });
  peer.put('/unknown', {
    body: old.body,
    headers: { 'content-type': 'text/html; charset=klingon' },
  });
  await outside.mentionAndLook(`${at}/latin`, target);
  await outside.mentionAndLook(`${at}/unknown`, target);
  expect((await known()).map(({ author }) => author)).toContain('Dr Ärztin');
  expect(await known()).toHaveLength(3);
});

test('a page without microformats is known by its title and its host', async () => {
  peer.put('/bare', { body: `<title>A  bare page</title><p><a href="${target}">x</a>` });
  await outside.mentionAndLook(`${at}/bare`, target);
  expect(await known()).toMatchObject([
    { title: 'A bare page', author: peer.host, excerpt: '', kind: 'mention' },
  ]);
});

test('DOS-07: a page that unpacks to a hundred times its size is not read', async () => {
  const link = `<a href="${target}">x</a>`;
  const packed = (bytes: number) => ({
    body: gzipSync(Buffer.from(link + ' '.repeat(bytes))),
    headers: { 'content-encoding': 'gzip' },
  });
  peer.put('/bomb', packed(30e6));
  await outside.mentionAndLook(`${at}/bomb`, target);
  expect(await known()).toEqual([]);
  // The control.
  peer.put('/packed', packed(1000));
  await outside.mentionAndLook(`${at}/packed`, target);
  expect(await known()).toHaveLength(1);
});

test('DOS-10: a page that leads round in a circle is left after five steps', async () => {
  peer.put('/round', { status: 302, headers: { location: '/round' } });
  await outside.mentionAndLook(`${at}/round`, target);
  expect(peer.asked.length).toBeLessThanOrEqual(6);
  expect(await known()).toEqual([]);
  // The control.
  peer.put('/moved', { status: 301, headers: { location: '/post' } });
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/moved`, target);
  expect(await known()).toMatchObject([{ source: `${at}/moved` }]);
});

test.each([
  ['tags that never end', '<a '.repeat(330_000)],
  ['attributes that never end', `<a href="${'<a href="'.repeat(100_000)}`],
  ['a deep nest', '<div class="h-entry">'.repeat(45_000)],
  ['tables that never end', '<table><tr>'.repeat(90_000)],
  ['letters that never close', '<b><i><a>'.repeat(100_000)],
])('DOS-11: %s hold nobody else up', async (_, html) => {
  peer.put('/hostile', { body: html });
  await outside.mention(`${at}/hostile`, target);
  expect(await longestHold(() => workOff(world))).toBeLessThan(100);
  expect(await known()).toEqual([]);
});

test('a page inside our own network is never asked for, nor reached by way of another', async () => {
  canary.put('/', blogPost(target));
  peer.put('/inward', { status: 302, headers: { location: `http://${canary.host}/` } });
  for (const source of [
    `http://${canary.host}/`,
    `${at}/inward`,
    'http://169.254.169.254/latest/',
  ]) {
    await outside.mentionAndLook(source, target);
    expect(await outside.pingback(source, target)).toBe(17);
  }
  expect(canary.asked).toEqual([]);
  expect(await known()).toEqual([]);
});

test('a page that does not answer is asked for again later, and what was seen of it stays', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  await decided('shown');
  peer.put('/post', { status: 503 });
  await outside.mentionAndLook(`${at}/post`, target);
  expect(await shown()).toHaveLength(1);
  // Three times more, and then no more.
  expect(peer.asked).toHaveLength(5);
});

test('what is shown is looked at again after a month, without anybody saying so', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  await decided('shown');
  peer.put('/post', { status: 410 });
  await recheckMentionsDue(world.services, {});
  await workOff(world);
  expect(await shown()).toHaveLength(1);
  world.clock.turnBy(31 * 86_400_000);
  await recheckMentionsDue(world.services, {});
  await workOff(world);
  expect(await shown()).toEqual([]);
});

test('ERA-08: what nobody decided about, and what was put away, is forgotten after 90 days', async () => {
  for (const name of ['waits', 'away', 'shown']) {
    peer.put(`/${name}`, blogPost(target));
    await outside.mentionAndLook(`${at}/${name}`, target);
  }
  for (const one of await known()) {
    const name = one.source.slice(at.length + 1);
    if (name !== 'waits')
      await decideMention(world.as(asked.curator), {
        id: one.id,
        decision: name === 'away' ? 'away' : 'shown',
      });
  }
  world.clock.turnBy(89 * 86_400_000);
  await forgetOldMentions(world.services);
  expect(await known()).toHaveLength(3);
  world.clock.turnBy(2 * 86_400_000);
  await forgetOldMentions(world.services);
  expect(await known()).toMatchObject([{ source: `${at}/shown`, decision: 'shown' }]);
});

test('a host who leaves is not named beside what they decided any more; an author takes what leads to them along', async () => {
  peer.put('/post', blogPost(target));
  await outside.mentionAndLook(`${at}/post`, target);
  await decided('shown');
  const { personId } = asked.curator;
  expect(await exportFor(world.services, personId)).toMatchObject({
    mentionsDecided: [{ source: `${at}/post`, decision: 'shown' }],
  });
  await inTransaction(world.as(null), (tx) => erase(tx, personId));
  expect(await exportFor(world.services, personId)).toEqual({ mentionsDecided: [] });
  expect(await shown()).toHaveLength(1);
  const ada = await world.aPerson();
  await world.services.pool.query('update guest_post set author_id = $1 where id = $2', [
    ada.personId,
    asked.guestPostId,
  ]);
  await inTransaction(world.as(null), (tx) => erase(tx, ada.personId));
  expect(await shown()).toEqual([]);
});

test('whoever tells us too much is asked to wait, and learns nothing more by it', async () => {
  const nothing = `${world.services.config.origin}/nobody/2019-01-01`;
  for (let time = 0; time < 60; time += 1)
    expect((await outside.mention(`${at}/${time}`, nothing, '198.51.100.7')).status).toBe(400);
  const late = [
    await outside.mention('https://blog.example/1', nothing, '198.51.100.7'),
    await outside.mention('https://blog.example/1', target, '198.51.100.7'),
  ];
  expect(late[0]).toEqual(late[1]);
  expect(late[0]?.status).toBe(429);
  expect(await outside.pingback('https://blog.example/1', target, '198.51.100.7')).toBe(49);
  // One host's pages count together, from wherever they are told of; another's do not.
  expect((await outside.mention(`${at}/x`, target, '203.0.113.99')).status).toBe(429);
  expect((await outside.mention('https://blog.example/1', target, '203.0.113.99')).status).toBe(
    202,
  );
});

test('a pingback is answered with what was found, and waits for a host like a webmention', async () => {
  peer.put('/post', blogPost(target));
  expect(await outside.pingback(`${at}/post`, target)).toBe('thanks');
  expect(await known()).toMatchObject([{ source: `${at}/post`, decision: null }]);
  expect(await outside.pingback(`${at}/post`, target)).toBe(48);
  peer.put('/silent', { status: 503 });
  expect(await outside.pingback(`${at}/silent`, target)).toBe(50);
  expect(await outside.pingback(`${at}/missing`, target)).toBe(16);
  expect(await outside.pingback('mailto:a@b.example', target)).toBe(16);
  expect(await outside.pingback(target, target)).toBe(0);
  expect(await outside.pingback(`${at}/post`, `${at}/elsewhere`)).toBe(32);
  expect(await outside.pingback(`${at}/post`, `${world.services.config.origin}/x`)).toBe(33);
  // A second ping has the page looked at again.
  peer.put('/post', { status: 410 });
  await outside.pingback(`${at}/post`, target);
  await workOff(world);
  expect(await known()).toEqual([]);
});

test('CLB-08: of XML-RPC only pingback.ping is spoken, without a document type and in few bytes', async () => {
  peer.put('/post', blogPost(target));
  const honest = pingOf(`${at}/post`, target);
  const named = (method: string) => honest.replace('pingback.ping', method);
  const answers = new Set<string>();
  for (const method of [
    ...['system.multicall', 'system.listMethods', 'wp.getUsersBlogs', 'metaWeblog.newPost'],
    ...['pingback.extensions.getPingbacks', ''],
  ]) {
    const { body, fault } = await outside.call(named(method));
    expect(fault, method).toBe(-32601);
    answers.add(body);
  }
  expect(answers.size).toBe(1);
  const nested = Array.from({ length: 9 }, (_, at) => `<!ENTITY b${at + 1} "&b${at};&b${at};">`);
  const hostile = [
    honest.replace('?>', '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    honest.replace('?>', `?><!DOCTYPE x [<!ENTITY b0 "ha">${nested.join('')}]>`),
    honest.replace('</methodCall>', ''),
    honest.replace('methodCall>', 'methodKall>'),
    `${honest}${honest}`,
    '<'.repeat(1000),
    '<a>'.repeat(1000),
    '',
  ];
  for (const xml of hostile) expect((await outside.call(xml)).fault, xml.slice(0, 60)).toBe(-32700);
  expect((await outside.call(honest + ' '.repeat(20_000))).status).toBe(413);
  expect(peer.asked).toEqual([]);
  // The control.
  expect((await outside.call(honest)).fault).toBe('thanks');
});

test('a flood fills a list of two hundred and no more', async () => {
  await world.services.pool.query(
    `insert into web_mention (month_id, page, source, protocol, kind, title, author, excerpt, received, checked)
      select $1, 'guestPost', 'https://flood.example/' || n, 'webmention', 'mention', 'x', 'x', '', now(), now()
      from generate_series(1, 200) n`,
    [asked.month.id],
  );
  peer.put('/late', blogPost(target));
  await outside.mentionAndLook(`${at}/late`, target);
  expect(await known()).toHaveLength(200);
});
