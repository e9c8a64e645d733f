import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cameFrom, someoneElsewhere } from '../makers/elsewhere.ts';
import { written } from '../makers/writing.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo } from './house-walk.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { blockDomain } from '#domain/connections/server-blocks.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let ann: Viewer;
let bea: Awaited<ReturnType<typeof someoneElsewhere>>;
beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  ann = await world.aPerson({ handle: 'ann', name: 'Ann' });
  bea = await someoneElsewhere(world, { name: 'bea', called: 'Bea Elsewhere' });
});
afterAll(() => world.close());
beforeEach(() => world.services.db.execute(sql`delete from rate_limit`));

async function read(path: string, viewer?: Viewer): Promise<string> {
  const cookie = viewer && (await world.cookieOf(viewer));
  const { status, headers, body } = await sendTo(world.origin, path, cookie ? { cookie } : {});
  return status === 200 ? body : `${status} ${String(headers['location'])}`;
}

test('the page of somebody elsewhere says where they live, and leads to the page that is theirs', async () => {
  for (const viewer of [undefined, ann]) {
    const page = await read('/@Bea@B.Example', viewer);
    expect(page).toContain('Bea Elsewhere lives on b.example');
    expect(page).toContain('What we know of them is only what reached us.');
    expect(page).toContain(`<a href="${bea.page}" rel="nofollow noopener noreferrer">`);
    expect(page).toContain(`<link rel="canonical" href="${bea.page}"`);
    expect(page).toContain('<meta name="robots" content="noindex"');
  }
});

test('one can follow, write to, mute, block and report who lives elsewhere, and not befriend them', async () => {
  const page = await read('/@bea@b.example', ann);
  for (const act of ['follow', 'mute', 'block', 'note'])
    expect(page).toContain(`action="/@bea@b.example/connection?/${act}"`);
  expect(page).toContain('href="/messages/new?to=bea@b.example"');
  expect(page).toContain('href="/report?person=bea@b.example"');
  expect(page).toContain('People on other servers cannot be pocket friends yet.');
  expect(page).not.toContain('/befriend"');
  const befriend = await read('/@bea@b.example/befriend', ann);
  expect(befriend).toContain('People on other servers cannot be pocket friends yet.');
  expect(befriend).not.toContain('?/ask');
  expect(await read('/messages/new?to=bea@b.example', ann)).toContain('Bea Elsewhere');
  expect(await read('/report?person=bea@b.example', ann)).toContain('Bea Elsewhere');
});

test('a post that came from elsewhere has a page here, which leads to where it was written', async () => {
  const id = await written(world, bea, 'Written far away.');
  const names = await cameFrom(world, bea, id);
  const page = await read(`/@bea@b.example/${id}`);
  expect(page).toContain('Written far away.');
  expect(page).toContain('It came from b.example.');
  expect(page).toContain(`href="${names.page}"`);
  expect(await read('/@bea@b.example')).toContain('Written far away.');
  expect(await read('/local', ann)).not.toContain('Written far away.');
});

test('people elsewhere stand in lists and in what is found by their whole handle', async () => {
  await followPerson(world.as(bea), ann.personId);
  expect(await read('/@ann/followers', ann)).toContain('@bea@b.example');
  expect(await read('/search?q=%40bea%40b.example', ann)).toContain('href="/@bea@b.example"');
  expect(await read('/@bea@b.example/followers', ann)).toContain('b.example knows these people');
});

test('one’s own handle with the name of this place leads to one’s page', async () => {
  const { host } = new URL(world.origin);
  expect(await read(`/@Ann@${host.toUpperCase()}`)).toBe('301 /@ann');
  expect(await read(`/@ann@${host}/followers?before=5`, ann)).toBe('301 /@ann/followers?before=5');
  expect(await read('/@ann@c.example')).toBe('404 undefined');
});

test('who blocked a server reads so on the pages of its people, and where to take it back', async () => {
  const cleo = await world.aPerson();
  await blockDomain(world.as(cleo), 'b.example');
  const page = await read('/@bea@b.example', cleo);
  expect(page).toContain('You have blocked b.example');
  expect(page).toContain('href="/settings/connections"');
  expect(page).not.toContain('Written far away.');
});
