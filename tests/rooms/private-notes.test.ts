import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { openWorld, type World } from '../world.ts';
import { listNews } from '#domain/notifications/news.server.ts';
import { kindsIn, lookAtPost } from '#domain/notifications/private-notes.server.ts';
import { notification } from '#domain/notifications/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { publishScheduled, schedulePost } from '#domain/posts/scheduled.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
let call: AppCall;
beforeAll(async () => {
  world = await openWorld();
  call = callsOf(world);
});
afterAll(() => world.close());

const telling = 'Mrs Okonkwo cried today when we told her about the scan.';
const harmless = 'The kettle in the staff room works again.';

async function written(who: Viewer, text: string, more: object = {}): Promise<string> {
  const made = await writePost(world.as(who), { text, visibility: 'public', ...more });
  if ('refused' in made) throw new Error(made.refused);
  return made.post.id;
}
const notesOf = async (who: Viewer) =>
  (await listNews(world.as(who))).items.filter(({ kind }) => kind === 'private_note');

/** The posts that are to be looked at, while something is done. */
async function toLookAt(work: () => Promise<unknown>): Promise<string[]> {
  const send = vi.spyOn(world.services.jobs, 'send');
  await work();
  const sent = send.mock.calls.filter(([, name]) => name === 'look-at-post');
  send.mockRestore();
  return sent.map(([, , data]) => (data as { postId: string }).postId);
}

test('a post from an app is never held; its author alone is told, once, in kinds and not in words', async () => {
  const tess = await world.aRadiographer();
  const kim = await world.aPerson();
  const token = await aToken(world, tess, ['read', 'write']);
  let id = '';
  const asked = await toLookAt(async () => {
    const sent = await call('POST /api/v1/statuses', { token, body: { status: telling } });
    expect(sent.status).toBe(200);
    id = sent.body.id as string;
  });
  expect(asked).toEqual([id]);
  expect((await call(`GET /api/v1/statuses/${id}`)).status).toBe(200);

  await lookAtPost(world.services, { postId: id });
  await lookAtPost(world.services, { postId: id });
  const [note, ...more] = await notesOf(tess);
  expect(more).toEqual([]);
  expect(note?.note).toBe(
    'There is a name and a day or an hour in it. That may let somebody know who this is.',
  );
  expect(note?.note).not.toMatch(/Okonkwo|today|scan/);
  expect(await notesOf(kim)).toEqual([]);
  // Apps do not know of it: it stands on no screen that others may see.
  const told = await call('GET /api/v1/notifications', { token });
  expect([told.status, told.body]).toEqual([200, []]);
});

test('what is kept of it is that there is a note, and nothing of what was found', async () => {
  const tess = await world.aRadiographer();
  const id = await written(tess, telling);
  await lookAtPost(world.services, { postId: id });
  const rows = await world.services.db
    .select()
    .from(notification)
    .where(eq(notification.personId, tess.personId));
  expect(rows).toEqual([
    expect.objectContaining({ kind: 'private_note', fromId: tess.personId, postId: id }),
  ]);
  expect(Object.keys(rows[0] ?? {}).sort()).toEqual([
    'created',
    'filtered',
    'fromId',
    'groupKey',
    'id',
    'kind',
    'personId',
    'postId',
    'waits',
  ]);
});

test('no note when there is nothing to say, and none any more when an edit has left nothing', async () => {
  const tess = await world.aRadiographer();
  await lookAtPost(world.services, { postId: await written(tess, harmless) });
  expect(await notesOf(tess)).toEqual([]);
  const id = await written(tess, telling);
  await lookAtPost(world.services, { postId: id });
  expect(await notesOf(tess)).toHaveLength(1);
  const asked = await toLookAt(() => rewritePost(world.as(tess), { id, text: harmless }));
  expect(asked).toEqual([id]);
  await lookAtPost(world.services, { postId: id });
  expect(await notesOf(tess)).toEqual([]);
});

test('what the writer’s own device has looked at is not looked at again', async () => {
  const tess = await world.aRadiographer();
  const asked = await toLookAt(async () => {
    const id = await written(tess, telling, { looked: true });
    await rewritePost(world.as(tess), { id, text: `${telling} Again.`, looked: true });
  });
  expect(asked).toEqual([]);
});

test('a planned post is looked at when its hour has come, also if a device looked at it before', async () => {
  const tess = await world.aRadiographer();
  const due = new Date(world.clock.now().getTime() + 3_600_000);
  const writing = { text: telling, visibility: 'public', looked: true } as const;
  const planned = await toLookAt(() => schedulePost(world.as(tess), { writing, due }));
  expect(planned).toEqual([]);
  world.clock.turnBy(3_600_000);
  const [postId = ''] = await toLookAt(() => publishScheduled(world.services, {}));
  await lookAtPost(world.services, { postId });
  expect(await notesOf(tess)).toHaveLength(1);
});

test('a patient who tells of herself gets no note', async () => {
  const pat = await world.aPatient();
  const own =
    'I am 52 and had my scan in Whitby on Tuesday; bed 4 by the window, if you want to wave.';
  await lookAtPost(world.services, { postId: await written(pat, own) });
  expect(await notesOf(pat)).toEqual([]);
});

test('what an author has told before adds up, but for what only a few could read', async () => {
  const before = 'We have a patient, retired lighthouse keeper, who knits.';
  const now = 'Yesterday our patient told a joke.';
  const [open, closed] = [await world.aRadiographer(), await world.aRadiographer()];
  await written(open, before);
  await written(closed, before, { visibility: 'direct', mayBeAlone: true });
  const found = async (who: Viewer) => kindsIn(world.as(who), await written(who, now));
  expect(await found(open)).toContain('time');
  expect(await found(closed)).toEqual([]);
  world.clock.turnBy(31 * 86_400_000);
  expect(await found(open)).toEqual([]);
});

test('a town that an author’s page names counts as the place', async () => {
  const now = 'A patient with situs inversus made us all smile.';
  const tess = await world.aRadiographer();
  const found = async () => kindsIn(world.as(tess), await written(tess, now));
  expect(await found()).toEqual([]);
  const own = eq(person.id, tess.personId);
  await world.services.db.update(person).set({ bio: 'I work in Whitby.' }).where(own);
  expect(await found()).toEqual(['rare']);
});

test('nobody is told what is in somebody else’s post', async () => {
  const [tess, kim] = [await world.aRadiographer(), await world.aRadiographer()];
  expect(await kindsIn(world.as(kim), await written(tess, telling))).toEqual([]);
});
