import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../tests/world.ts';
import { forgetWhatIsOldEverywhere, keepNothingLonger } from './retention.server.ts';
import { oauthApp } from '#domain/apps/schema.server.ts';
import { audit } from '#domain/house/schema.server.ts';
import { invitation } from '#domain/people/arriving-schema.server.ts';
import { tendCredentials } from '#domain/people/credential-clock.server.ts';
import { credential } from '#domain/people/profile-schema.server.ts';
import { login, proof, session } from '#domain/people/schema.server.ts';
import { forgetWhatIsOver } from '#domain/people/tidy.server.ts';
import { knownDevice } from '#domain/people/ways-schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { makeMailer } from '#platform/mail.server.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const tables = [
  ...['session', 'proof', 'rate_limit', 'known_device', 'invitation', 'credential'],
  ...['login', 'audit', 'oauth_app', 'archive'],
];

async function counts(): Promise<Record<string, number>> {
  const all = tables.map((table) => `select '${table}' as name, count(*)::int from ${table}`);
  const { rows } = await world.services.pool.query(all.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** What stays behind of somebody who was here a while ago: one of everything that has an age. */
async function somethingOfEverything(ctx: Ctx, whose: Viewer): Promise<void> {
  const now = ctx.clock.now();
  const soon = new Date(now.getTime() + day);
  const { personId } = whose;
  await world.cookieOf(whose);
  const [own] = await ctx.db.select().from(session);
  const loginId = own?.loginId ?? '';
  const pending = { kind: 'sign-up', about: 'never@example.org', value: { email: 'never' } };
  await ctx.db
    .insert(proof)
    .values({ tokenHash: randomUUID(), ...pending, created: now, ends: soon });
  await limited(ctx, 'sign-in from 192.0.2.1', { times: 1, seconds: 60 });
  await ctx.db.insert(knownDevice).values({ loginId, deviceHash: 'a', seen: now });
  const link = { tokenHash: randomUUID(), kind: 'friend', usesAtMost: 1, created: now, ends: soon };
  await ctx.db.insert(invitation).values({ ...link, madeBy: personId });
  const found = { kind: 'orcid', subject: '0000', statement: 'a', checkedBy: 'b' };
  await ctx.db.insert(credential).values({ ...found, personId, checked: now, ends: soon });
  await ctx.db.insert(login).values({ id: randomUUID(), email: 'empty@example.org', created: now });
  await ctx.db.insert(audit).values({ at: now, act: 'change-settings' });
  const app = { clientId: 'x', secretHash: 'y', name: 'An app', redirectUris: [], scopes: [] };
  await ctx.db.insert(oauthApp).values({ ...app, since: now });
}

async function tidyUp(): Promise<void> {
  await forgetWhatIsOver(world.services);
  await tendCredentials(world.services, {});
  await keepNothingLonger(world.services);
  await forgetWhatIsOldEverywhere(world.services);
}

test('ERA-08: what is over is gone at the age that was promised, and not a day before', async () => {
  const ctx = world.as(null);
  const whose = await world.aPerson();
  const before = await counts();
  await somethingOfEverything(ctx, whose);
  const all = await counts();
  const gone = async () => {
    await tidyUp();
    const left = await counts();
    return tables.filter((table) => left[table] !== all[table]).sort();
  };
  expect(await gone()).toEqual([]);
  const start = world.clock.now().getTime();
  const after = (days: number) => world.clock.turnTo(new Date(start + days * day + 60_000));
  after(1);
  expect(await gone()).toEqual(['proof', 'rate_limit', 'session']);
  after(29);
  expect(await gone()).toEqual(['proof', 'rate_limit', 'session']);
  after(30);
  expect(await gone()).toContain('oauth_app');
  after(89);
  expect(await gone()).not.toContain('login');
  after(91);
  const atNinety = ['credential', 'invitation', 'login', 'oauth_app', 'proof', 'rate_limit'];
  expect(await gone()).toEqual([...atNinety, 'session'].sort());
  after(364);
  expect(await gone()).not.toContain('known_device');
  after(400);
  expect(await gone()).toEqual([...atNinety, 'session', 'known_device'].sort());
  after(731);
  expect(await gone()).toContain('audit');
  expect(await counts()).toEqual({ ...before });
});

test('ERA-08: letters in the folder, failed jobs and pictures that nothing shows go as promised', async () => {
  const { services, clock } = world;
  const { config, storage, pool, jobs } = services;
  const mailbox = join(config.dataDir, 'mailbox');
  const mailer = makeMailer({ from: 'Us <us@example.org>', mailbox });
  await mailer.send({ to: 'a@example.org', subject: 'A', text: 'A' });
  const square = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const png = await square.png().toBuffer();
  const [loose, used] = [await storage.savePicture(png), await storage.savePicture(png)];
  if ('refused' in loose || 'refused' in used) throw new Error('No picture was kept.');
  const face = await world.aPerson();
  await pool.query('update person set avatar = $1 where id = $2', [used.name, face.personId]);
  await jobs.queue('letter');
  await jobs.send(services.db, 'letter.dead', { to: 'b@example.org' });
  await mkdir(join(config.dataDir, 'archives'), { mode: 0o700, recursive: true });
  const stray = join(config.dataDir, 'archives', `${'a'.repeat(32)}.zip.part`);
  await writeFile(stray, 'torn');
  const kept = async () => ({
    letters: (await readdir(mailbox)).length,
    loose: (await storage.open(loose.name)) !== undefined,
    used: (await storage.open(used.name)) !== undefined,
    dead: (await pool.query(`select from pgboss.job where name = 'letter.dead'`)).rowCount,
    stray: (await readdir(join(config.dataDir, 'archives'))).length,
  });
  // Files bear the machine's time; the world's clock is turned from there.
  clock.turnTo(new Date());
  await utimes(stray, new Date(), new Date());
  await tidyUp();
  expect(await kept()).toEqual({ letters: 1, loose: true, used: true, dead: 1, stray: 1 });
  clock.turnBy(day + 60_000);
  await tidyUp();
  expect(await kept()).toEqual({ letters: 1, loose: false, used: true, dead: 1, stray: 0 });
  clock.turnBy(30 * day);
  await tidyUp();
  expect(await kept()).toEqual({ letters: 0, loose: false, used: true, dead: 0, stray: 0 });
  clock.turnBy(370 * day);
  await tidyUp();
  expect(await kept()).toMatchObject({ used: true });
});
