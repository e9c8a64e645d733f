import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { guessesHandles, noteWrongHandle } from './handle-guesses.server.ts';
import { changeRoles } from './person-roles.server.ts';
import type { ProfileWords } from './profile-rules.ts';
import {
  asOnlooker,
  changeAliases,
  changeFound,
  changeProfile,
  findOwnProfile,
  findProfile,
} from './profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const words: ProfileWords = {
  name: 'Night Owl',
  pronouns: 'she/her',
  bio: 'I read.',
  languages: ['de', 'en'],
  zone: 'Europe/Dublin',
};

async function rolesSeen(of: Viewer, by: Viewer | null): Promise<string[] | undefined> {
  const profile = await findProfile(world.as(by), of.handle);
  return profile?.roles.map(({ role }) => role);
}

test('a profile says what its owner said, and the zone to nobody else', async () => {
  const anna = await world.aPerson();
  await changeProfile(world.as(anna), words);
  const { zone, ...open } = words;
  const seen = await findProfile(world.as(await world.aPatient()), anna.handle);
  expect(seen).toMatchObject(open);
  expect(JSON.stringify(seen)).not.toContain(zone);
  expect(await findOwnProfile(world.as(anna))).toMatchObject(words);
  expect(await findOwnProfile(world.as(null))).toBeUndefined();
});

test('a changed profile drops what was kept of it, and a role that stays keeps its date', async () => {
  const anna = await world.aPerson();
  const wakes: string[] = [];
  const stop = world.services.live.hear(({ kind, id }) => wakes.push(`${kind}:${id}`));
  await changeRoles(world.as(anna), [{ role: 'patient', audience: 'everyone' }]);
  expect(wakes).toContain(`person:${anna.personId}`);
  stop();
  const since = async () =>
    (await world.services.pool.query('select since from person_role where person_id = $1', [
      anna.personId,
    ])) as { rows: { since: Date }[] };
  const before = await since();
  world.clock.turnBy(1000);
  await changeRoles(world.as(anna), [{ role: 'patient', audience: 'nobody' }]);
  expect((await since()).rows).toEqual(before.rows);
});

test('a role is shown to those whom it is for, and to its owner', async () => {
  const anna = await world.aPerson();
  const other = await world.aPerson();
  await changeRoles(world.as(anna), [
    { role: 'patient', audience: 'nobody' },
    { role: 'carer', audience: 'friends' },
    { role: 'student', audience: 'people' },
    { role: 'researcher', audience: 'everyone' },
  ]);
  expect(await rolesSeen(anna, null)).toEqual(['researcher']);
  expect((await rolesSeen(anna, other))?.sort()).toEqual(['researcher', 'student']);
  expect((await rolesSeen(anna, anna))?.sort()).toEqual([
    'carer',
    'patient',
    'researcher',
    'student',
  ]);
});

test('looking at a page as somebody else shows less, never more', async () => {
  const anna = await world.aPerson();
  await changeRoles(world.as(anna), [
    { role: 'patient', audience: 'nobody' },
    { role: 'student', audience: 'people' },
  ]);
  const seenAs = async (by: Viewer | null, as: 'everyone' | 'people') =>
    (await findProfile(asOnlooker(world.as(by), as), anna.handle))?.roles.map(({ role }) => role);
  expect(await seenAs(anna, 'people')).toEqual(['student']);
  expect(await seenAs(anna, 'everyone')).toEqual([]);
  expect(await seenAs(null, 'people')).toEqual([]);
});

test('an audience that nobody knows is nobody', async () => {
  const anna = await world.aPerson({ roles: ['patient'] });
  await world.services.pool.query(
    `update person_role set audience = 'everybody' where person_id = $1`,
    [anna.personId],
  );
  expect(await rolesSeen(anna, null)).toEqual([]);
  expect((await findProfile(world.as(anna), anna.handle))?.roles).toEqual([
    { role: 'patient', audience: 'nobody' },
  ]);
});

test('being found is off until it is switched on, and other accounts are kept for later', async () => {
  const anna = await world.aPerson();
  const off = { discoverable: false, indexable: false, showsFollows: false, feed: false };
  expect(await findOwnProfile(world.as(anna))).toMatchObject(off);
  await changeFound(world.as(anna), { ...off, indexable: true });
  await changeAliases(world.as(anna), ['@anna@example.social']);
  expect(await findOwnProfile(world.as(anna))).toMatchObject({
    ...off,
    indexable: true,
    alsoKnownAs: ['@anna@example.social'],
  });
});

test('nobody changes a profile without an account, nor sixty-one times in an hour', async () => {
  expect(await changeProfile(world.as(null), words)).toEqual({ refused: 'gone' });
  expect(await changeRoles(world.as(null), [])).toEqual({ refused: 'gone' });
  const busy = world.as(await world.aPerson());
  for (let time = 0; time < 60; time += 1) expect(await changeRoles(busy, [])).toBeUndefined();
  expect(await changeRoles(busy, [])).toEqual({ refused: 'tooFast' });
  expect(await changeProfile(busy, words)).toEqual({ refused: 'tooFast' });
});

test('HLT-12: whoever tries a list of handles is stopped for a while, and nobody else is', async () => {
  const visitor = world.as(null);
  const member = world.as(await world.aPerson());
  for (let time = 0; time < 299; time += 1) await noteWrongHandle(visitor, '2001:db8:1:2::7');
  expect(await guessesHandles(visitor, '2001:db8:1:2::7')).toBe(false);
  await noteWrongHandle(visitor, '2001:db8:1:2:ffff::8');
  expect(await guessesHandles(visitor, '2001:db8:1:2::7')).toBe(true);
  expect(await guessesHandles(visitor, '2001:db8:1:3::7')).toBe(false);
  expect(await guessesHandles(member, '2001:db8:1:2::7')).toBe(false);
  world.clock.turnBy(600_000);
  expect(await guessesHandles(visitor, '2001:db8:1:2::7')).toBe(false);
  const { rows } = await world.services.pool.query('select * from rate_limit');
  expect(JSON.stringify(rows)).not.toContain('2001');
});
