import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, keysOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { announcementForm } from './announcement-form.ts';
import { announceToAll, changeAnnouncement, endAnnouncement } from './announcements.server.ts';
import { listActs } from './audit.server.ts';
import { erase, exportFor } from './keeper.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import type { Wake } from '#platform/live.server.ts';

let world: World;
let call: AppCall;
let olga: Viewer;
let anna: Viewer;
let token: string;
const wakes: Wake[] = [];

beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
  olga = await world.aPerson({ handle: 'olga', operator: true });
  anna = await world.aPerson({ handle: 'anna' });
  token = await aToken(world, anna, ['read', 'write']);
  world.services.live.hear((wake) => void wakes.push(wake));
});
afterAll(() => world.close());

const words = (text: string, days: { starts?: string; ends?: string } = {}) =>
  announcementForm.parse({ text, ...days });
const say = async (ctx: Ctx, text: string, days = {}) => {
  const said = await announceToAll(ctx, words(text, days));
  if ('refused' in said) throw new Error(said.refused);
  return said.id;
};
const told = async (query = '') =>
  (await call(`GET /api/v1/announcements${query}`, { token })).body;
const contents = async (query = '') =>
  (await told(query)).map(({ content }: { content: string }) => content);

test('an announcement reaches apps with every key, and goes when it is ended', async () => {
  const id = await say(world.as(olga), 'We <b>move</b>.\n\nSee https://a.example/', {
    starts: '2026-11-22',
    ends: '2026-11-24',
  });
  expect(wakes).toContainEqual(expect.objectContaining({ kind: 'announcement', id }));
  const [one] = await told();
  expect(keysOf(one)).toEqual([
    ...['id', 'content', 'starts_at', 'ends_at', 'all_day', 'published_at', 'updated_at', 'read'],
    ...['mentions', 'statuses', 'tags', 'emojis', 'reactions'],
  ]);
  expect(one).toMatchObject({
    id,
    content: expect.stringMatching(/^<p>We &lt;b&gt;move&lt;\/b&gt;.<\/p><p>See <a href=/),
    starts_at: '2026-11-22T00:00:00.000Z',
    ends_at: '2026-11-24T00:00:00.000Z',
    all_day: true,
    read: false,
  });
  await endAnnouncement(world.as(olga), id);
  expect(await told()).toEqual([]);
  expect(await endAnnouncement(world.as(olga), id)).toEqual({ refused: 'gone' });
});

test('whoever has put it away sees it again when it is changed, and others never notice', async () => {
  const id = await say(world.as(olga), 'First.');
  expect((await call(`POST /api/v1/announcements/${id}/dismiss`, { token })).status).toBe(200);
  expect((await call(`POST /api/v1/announcements/${id}/dismiss`, { token })).status).toBe(200);
  expect(await contents()).toEqual([]);
  expect((await told('?with_dismissed=true'))[0]).toMatchObject({ id, read: true });
  const other = await aToken(world, await world.aPerson(), ['read']);
  expect((await call('GET /api/v1/announcements', { token: other })).body[0].read).toBe(false);
  expect(await exportFor(world.as(null), anna.personId)).toEqual({
    dismissed: [{ announcement: 'First.' }],
  });
  await changeAnnouncement(world.as(olga), id, words('Second.'));
  expect(await contents()).toEqual(['<p>Second.</p>']);
  await call(`POST /api/v1/announcements/${id}/dismiss`, { token });
  await erase(world.as(null), anna.personId);
  expect(await exportFor(world.as(null), anna.personId)).toEqual({});
  await endAnnouncement(world.as(olga), id);
});

test('an announcement goes by itself when its last day is over everywhere', async () => {
  await say(world.as(olga), 'A day.', { ends: '2026-11-23' });
  world.clock.turnTo(new Date('2026-11-24T11:59:00Z'));
  expect(await contents()).toEqual(['<p>A day.</p>']);
  world.clock.turnTo(new Date('2026-11-24T12:01:00Z'));
  expect(await contents()).toEqual([]);
});

test('only the operator tells everybody something, and what they did is written down', async () => {
  const id = await say(world.as(olga), 'Mine.');
  for (const viewer of [anna, null]) {
    const gone = { refused: 'gone' };
    expect(await announceToAll(world.as(viewer), words('Not mine.'))).toEqual(gone);
    expect(await changeAnnouncement(world.as(viewer), id, words('Not mine.'))).toEqual(gone);
    expect(await endAnnouncement(world.as(viewer), id)).toEqual(gone);
  }
  expect(await contents()).toEqual(['<p>Mine.</p>']);
  const acts = await listActs(world.as(olga));
  expect(acts).toContainEqual(expect.objectContaining({ act: 'announce', subject: id }));
});

test('nobody reacts to an announcement, and one that is not there is not there', async () => {
  const [{ id }] = await told();
  for (const how of ['PUT', 'DELETE'] as const)
    expect((await call(`${how} /api/v1/announcements/${id}/reactions/x`, { token })).status).toBe(
      422,
    );
  for (const other of ['1', 'x', '99999999999999999999'])
    expect((await call(`POST /api/v1/announcements/${other}/dismiss`, { token })).status).toBe(404);
  expect(announcementForm.safeParse({ text: ' ' }).success).toBe(false);
  const reversed = { text: 'x', starts: '2026-12-02', ends: '2026-12-01' };
  expect(announcementForm.safeParse(reversed).success).toBe(false);
});
