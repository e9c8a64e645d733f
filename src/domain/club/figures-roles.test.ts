import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChat, answered, putInState } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { chatFiguresOf } from './figures.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('HLT-09: figures count only roles that are for everyone, whoever looks at them', async () => {
  const chat = await aChat(world);
  const crowd = (role: string) =>
    Promise.all(Array.from({ length: 12 }, () => world.aPerson({ roles: [role] })));
  const [patients, carers] = [await crowd('patient'), await crowd('carer')];
  const all = [...patients, ...carers];
  const said: string[] = [];
  for (const one of all) said.push((await answered(world.as(one), chat, 'I slept badly.')).id);
  // Everybody answers one of the other side, and one of their own.
  for (const [at, one] of all.entries()) {
    const half = at < 12 ? 0 : 12;
    for (const to of [(at + 12) % 24, half + ((at + 1) % 12)])
      await answered(world.as(one), chat, 'So did I.', { parentId: said[to] ?? '' });
  }
  await putInState(world, chat, 'wrapUp');
  const acrossRoles = async (viewer: Viewer | null) =>
    (await chatFiguresOf(world.as(viewer), chat.slug, chat.date))?.figures.acrossRoles;
  expect(await acrossRoles(null)).toBe(20);
  await world.services.pool.query(
    `update person_role set audience = 'people' where role = 'patient'`,
  );
  for (const viewer of [null, chat.host, patients[0] ?? null])
    expect(await acrossRoles(viewer)).toBeNull();
});
