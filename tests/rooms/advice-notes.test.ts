import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { befriended } from '../makers/friends.ts';
import { openWorld, type World } from '../world.ts';
import { template } from '#domain/boundaries/own-pack-rules.ts';
import { editionOf, publishPack } from '#domain/boundaries/own-packs.server.ts';
import { blockPerson } from '#domain/connections/blocks.server.ts';
import { adviseAfterwards, type Opened } from '#domain/notifications/advice-notes.server.ts';
import { listNews } from '#domain/notifications/news.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

const notesOf = async (who: Viewer) =>
  (await listNews(world.as(who))).items
    .filter(({ kind }) => kind === 'advice')
    .map(({ people, post }) => ({ about: people[0]?.handle, message: post !== null }));

/** Lets an app do something, and then the jobs of advice that came of it, each twice as a worker may. */
async function fromApp(
  who: Viewer,
  route: Parameters<AppCall>[0],
  body?: object,
): Promise<Opened[]> {
  const token = await aToken(world, who, ['read', 'write', 'follow']);
  const send = vi.spyOn(world.services.jobs, 'send');
  const answer = await call(route, { token, ...(body && { body }) });
  expect(answer.status).toBe(200);
  const jobs = send.mock.calls
    .filter(([, name]) => name === 'advise-afterwards')
    .map(([, , data]) => data as Opened);
  send.mockRestore();
  for (const job of [...jobs, ...jobs]) await adviseAfterwards(world.services, job);
  return jobs;
}
const writes = (who: Viewer, to: Viewer, words = 'Good morning') =>
  fromApp(who, 'POST /api/v1/statuses', {
    status: `@${to.handle} ${words}`,
    visibility: 'direct',
  });
const follows = (who: Viewer, whom: Viewer) =>
  fromApp(who, `POST /api/v1/accounts/${whom.personId}/follow`);

test('whoever writes from an app to somebody of health care is advised afterwards: they alone, once, and in no app', async () => {
  const [pat, tess] = [await world.aPatient(), await world.aRadiographer()];
  await writes(pat, tess);
  await writes(pat, tess, 'And good evening');
  expect(await notesOf(pat)).toEqual([{ about: tess.handle, message: true }]);
  expect(await notesOf(tess)).toEqual([]);
  const token = await aToken(world, pat, ['read']);
  expect((await call('GET /api/v1/notifications', { token })).body).toEqual([]);
});

test('a professional who writes first is advised too; whoever answers has opened nothing', async () => {
  const [pat, tess] = [await world.aPatient(), await world.aRadiographer()];
  await writes(tess, pat);
  await writes(pat, tess);
  expect(await notesOf(tess)).toEqual([{ about: pat.handle, message: true }]);
  expect(await notesOf(pat)).toEqual([]);
});

test('an answer that its reader cannot see counts as none: what was held back of the other changes nothing', async () => {
  const [pat, tess] = [await world.aPatient(), await world.aRadiographer()];
  await writes(tess, pat);
  await world.services.pool.query('update post set withheld = now() where author_id = $1', [
    tess.personId,
  ]);
  await writes(pat, tess);
  expect(await notesOf(pat)).toEqual([{ about: tess.handle, message: true }]);
});

test('nothing is said to friends, between people outside health care, and of somebody kept apart', async () => {
  const [pat, tess, kim] = [
    await world.aPatient(),
    await world.aRadiographer(),
    await world.aPerson(),
  ];
  await writes(pat, kim);
  await befriended(world, pat, tess);
  await writes(pat, tess);
  expect(await notesOf(pat)).toEqual([]);
  const sam = await world.aRadiographer();
  const [job] = await fromApp(kim, 'POST /api/v1/statuses', {
    status: `@${sam.handle} Good morning`,
    visibility: 'direct',
  });
  expect(await notesOf(kim)).toHaveLength(1);
  await blockPerson(world.as(sam), kim.personId);
  expect(await notesOf(kim)).toEqual([]);
  if (job) await adviseAfterwards(world.services, job);
  expect(await notesOf(kim)).toEqual([]);
});

test('following is a good place to meet, and says nothing; where a house asks for care there, it does', async () => {
  const [pat, tess] = [await world.aPatient(), await world.aRadiographer()];
  expect(await follows(pat, tess)).toEqual([{ personId: pat.personId, followedId: tess.personId }]);
  expect(await notesOf(pat)).toEqual([]);

  const olga = await world.aPerson({ operator: true });
  const text = template.replace('action == Action::"contact"', 'action');
  const scope = { professions: [], jurisdictions: [], host: null };
  const ctx = world.as(olga);
  const draft = { name: 'Our house', scope, text };
  const kept = await publishPack(ctx, { key: undefined, from: await editionOf(ctx), draft });
  expect(kept).toMatchObject({ number: 1 });
  await follows(pat, tess);
  await follows(pat, tess);
  await writes(pat, tess);
  expect(await notesOf(pat)).toEqual([
    { about: tess.handle, message: true },
    { about: tess.handle, message: false },
  ]);
});

test('an app’s post to everybody asks for no advice', async () => {
  const [pat, tess] = [await world.aPatient(), await world.aRadiographer()];
  const open = { status: `@${tess.handle} Good morning`, visibility: 'public' };
  expect(await fromApp(pat, 'POST /api/v1/statuses', open)).toEqual([]);
});
