import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp, aToken } from '../../../tests/makers/app.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { findApp } from './apps.server.ts';
import { tokenForCode } from './exchange.server.ts';
import { giveLeave, listGrants } from './grants.server.ts';
import { erase, exportFor, forgetUnusedApps } from './keeper.server.ts';
import { outOfBand } from './redirect-rules.ts';
import { findBearer } from './tokens.server.ts';
import { keysChanged } from '#domain/people/inner/session.server.ts';
import { findLogin, type Login } from '#domain/people/sign-in.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

const day = 24 * 60 * 60 * 1000;
let world: World;
let anna: Viewer;
beforeAll(async () => {
  world = await openWorld();
  anna = await world.aPerson({ handle: 'anna' });
});
afterAll(() => world.close());

const lives = async (token: string) => (await findBearer(world.services, token)) !== undefined;
const changeLogin = (viewer: Viewer) =>
  world.services.db.execute(sql`update login set keys_changed = ${world.clock.now()}
    where id = (select login_id from person where id = ${viewer.personId})`);

/** A login that has just been signed in. */
async function loginOf(viewer: Viewer): Promise<Login> {
  const login = await findLogin(world.services, await world.cookieOf(viewer));
  if (!login) throw new Error('Nobody is signed in.');
  return login;
}

async function codeFor(viewer: Viewer) {
  const app = await anApp(world);
  const asking = { app, redirectUri: outOfBand, scopes: ['read' as const], challenge: null };
  const given = await giveLeave(
    world.as(viewer),
    { ...asking, state: undefined },
    await loginOf(viewer),
  );
  if ('refused' in given) throw new Error('No leave was given.');
  return { app, proof: { code: given.code, redirectUri: outOfBand, verifier: undefined } };
}

test('a token tells who comes: the person as they are now, or an app alone', async () => {
  const app = await anApp(world);
  const operator = await world.aPerson({ operator: true });
  const ofOperator = await aToken(world, operator, ['read', 'push'], app);
  expect(await findBearer(world.services, ofOperator)).toEqual({
    tokenHash: createHash('sha256').update(ofOperator).digest('hex'),
    since: world.clock.now(),
    appId: app.id,
    scopes: ['read', 'push'],
    viewer: operator,
  });
  const alone = await aToken(world, null, ['write'], app);
  expect(await findBearer(world.services, alone)).toMatchObject({ viewer: null });
  for (const other of ['', 'x'.repeat(43), `${alone} `, '\0'])
    expect(await lives(other), other).toBe(false);
});

test('the day of last use is kept, and no finer time', async () => {
  const app = await anApp(world);
  const token = await aToken(world, anna, ['read'], app);
  const seen = async () =>
    (await listGrants(world.as(anna))).find(({ appId }) => appId === app.id)?.seen;
  expect(await seen()).toBeNull();
  await findBearer(world.services, token);
  expect(await seen()).toBe(world.clock.now().toISOString().slice(0, 10));
  const { rows } = await world.services.pool.query<{ seen: Date }>(
    'select seen from oauth_token where app_id = $1',
    [app.id],
  );
  expect(rows[0]?.seen.toISOString()).toMatch(/T00:00:00\.000Z$/);
});

test('a guest gives no leave', async () => {
  const app = await anApp(world);
  const asking = { app, redirectUri: outOfBand, scopes: [], challenge: null, state: undefined };
  const login = await loginOf(anna);
  expect(await giveLeave(world.as(null), asking, login)).toEqual({ refused: 'gone' });
  expect(await listGrants(world.as(null))).toEqual([]);
});

test('OAU-09: a yes from a session that is just being signed out gives nothing', async () => {
  const eve = await world.aPerson({ handle: 'evelyn' });
  const [old, own] = [await loginOf(eve), await loginOf(eve)];
  const app = await anApp(world);
  const asking = { app, redirectUri: outOfBand, scopes: [], challenge: null, state: undefined };
  let said: ReturnType<typeof giveLeave> | undefined;
  await inTransaction(world.as(null), async (tx) => {
    await keysChanged(tx, own.id, own);
    world.clock.turnBy(1000);
    said = giveLeave(world.as(eve), asking, old);
    await waitsForLock();
  });
  expect(await said).toEqual({ refused: 'gone' });
  expect(await giveLeave(world.as(eve), asking, own)).toHaveProperty('code');
});

test('OAU-09: a token is as old as the yes, so that a change of keys ends it, whichever ends first', async () => {
  const eve = await world.aPerson({ handle: 'evita' });
  const { app, proof } = await codeFor(eve);
  world.clock.turnBy(1000);
  const changed = world.clock.now();
  world.clock.turnBy(1);
  const given = await tokenForCode(world.as(null), app, proof);
  // Their moments lie in this order; the one that was taken first is written down last.
  await world.services.db.execute(sql`update login set keys_changed = ${changed}
    where id = (select login_id from person where id = ${eve.personId})`);
  expect(await lives('token' in given ? given.token : '')).toBe(false);
  world.clock.turnBy(1000);
  const later = await codeFor(eve);
  world.clock.turnBy(1000);
  const again = await tokenForCode(world.as(null), later.app, later.proof);
  expect(await lives('token' in again ? again.token : '')).toBe(true);
});

test('a code that waits while its person changes how they sign in brings nothing, even in the same moment', async () => {
  const eve = await world.aPerson({ handle: 'eve' });
  const { app, proof } = await codeFor(eve);
  const ctx = world.as(null);
  let exchanged: ReturnType<typeof tokenForCode> | undefined;
  await world.services.db.transaction(async (db) => {
    await db.execute(sql`update login set keys_changed = ${world.clock.now()}
      where id = (select login_id from person where id = ${eve.personId})`);
    exchanged = tokenForCode(ctx, app, proof);
    await waitsForLock();
  });
  expect(await exchanged).toEqual({ refused: 'code' });
  const later = await codeFor(anna);
  expect(await tokenForCode(ctx, later.app, later.proof)).toHaveProperty('token');
});

/** Until somebody waits for a row that another transaction holds. */
async function waitsForLock(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await world.services.pool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.n;
    })
    .toBeGreaterThan(0);
}

test('OAU-08: of many who bring a code at once one gets a token, and it is dead when the others have been', async () => {
  const { app, proof } = await codeFor(anna);
  const ctx = world.as(null);
  const all = await Promise.all(Array.from({ length: 8 }, () => tokenForCode(ctx, app, proof)));
  const got = all.flatMap((one) => ('token' in one ? [one.token] : []));
  expect(got).toHaveLength(1);
  expect(await lives(got[0] ?? '')).toBe(false);
});

test('what nobody can use is forgotten, and what somebody uses stays', async () => {
  const app = { used: await anApp(world), alone: await anApp(world), changed: await anApp(world) };
  const none = await anApp(world);
  const leaver = await world.aPerson();
  const used = await aToken(world, anna, ['read'], app.used);
  await aToken(world, null, ['read'], app.alone);
  await aToken(world, leaver, ['read'], app.changed);
  await changeLogin(leaver);
  const { app: asked } = await codeFor(anna);
  const stays = async () => {
    await forgetUnusedApps(world.services);
    const all = [none, app.used, app.alone, app.changed, asked];
    const found = await Promise.all(all.map((one) => findApp(world.as(null), one.clientId)));
    return found.map((one) => one !== undefined);
  };
  expect(await stays()).toEqual([true, true, true, true, true]);
  world.clock.turnBy(30 * day);
  expect(await stays()).toEqual([true, true, true, true, true]);
  world.clock.turnBy(day);
  expect(await stays()).toEqual([false, true, false, false, false]);
  expect(await lives(used)).toBe(true);
});

test('somebody can take away which apps act for them, without the tokens, and have it all ended', async () => {
  const token = await aToken(world, anna, ['read'], await anApp(world, { name: 'Exported' }));
  const told = JSON.stringify(await exportFor(world.services, anna.personId));
  expect(told).toContain('Exported');
  expect(told).not.toMatch(new RegExp(`${token}|[0-9a-f]{64}`));
  const { app, proof } = await codeFor(anna);
  await erase(world.services, anna.personId);
  expect(await lives(token)).toBe(false);
  expect(await tokenForCode(world.as(null), app, proof)).toEqual({ refused: 'code' });
});
