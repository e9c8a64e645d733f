import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { erase } from '#domain/people/keeper.server.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { changeFound } from '#domain/people/profile.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let anna: Viewer;
let other: Viewer;
beforeAll(async () => {
  world = await openWorldWithSite({
    working: false,
    env: { LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.1,::1' },
  });
  anna = await world.aPerson({ handle: 'anna_here' });
  other = await world.aPerson({ handle: 'other_one' });
});
afterAll(() => world.close());
beforeEach(() => world.services.db.execute(sql`delete from rate_limit`));

async function open(path: string, more: { cookie?: string; from?: string } = {}) {
  const { cookie = '', from = '198.51.100.1' } = more;
  const headers = { cookie, 'x-forwarded-for': from };
  const answer = await fetch(world.origin + path, { headers, redirect: 'manual' });
  const html = await answer.text();
  const kept = [...answer.headers].filter(([name]) => !['date', 'connection'].includes(name));
  return { status: answer.status, html, headers: answer.headers, all: JSON.stringify(kept) + html };
}

test('HLT-12: a handle that nobody has, had or ever will answers alike, byte for byte', async () => {
  const gone = await world.aPerson({ handle: 'gone_away' });
  await inTransaction(world.as(gone), (tx) => erase(tx, gone.personId));
  for (const end of ['', '?as=everyone', '/__data.json']) {
    // The asked handle itself may come back; all else may not differ.
    const answers = ['gone_away', 'never_her', '_________z'.slice(1)].map(async (handle) => {
      const { all, status } = await open(`/@${handle}${end}`);
      return { all: all.replaceAll(handle, 'HANDLE'), status };
    });
    const [erased, ...never] = await Promise.all(answers);
    expect(never).toEqual([erased, erased]);
    if (!end.includes('data')) expect(erased?.status).toBe(404);
  }
  expect((await open('/@anna_here')).status).toBe(200);
});

test('HLT-12: one who may not be found answers to the exact handle only, whoever asks', async () => {
  for (const path of ['/@anna', '/@anna_her', '/@anna_here_', '/@anna_here@localhost', '/@%61nna'])
    expect((await open(path)).status, path).toBe(404);
  expect((await open('/@Anna_Here')).status).toBe(200);
});

test('HLT-12: after three hundred wrong handles an address hears the same of every handle', async () => {
  await open('/@anna_here');
  for (let n = 0; n < 300; n += 1) expect((await open(`/@guess_${n}`)).status).toBe(404);
  const [there, missing] = [await open('/@anna_here'), await open('/@never_here')];
  expect([there.status, missing.status]).toEqual([429, 429]);
  expect(there.all).toBe(missing.all);
  expect((await open('/@anna_here', { from: '198.51.100.2' })).status).toBe(200);
  const cookie = await world.cookieOf(other);
  expect((await open('/@anna_here', { cookie })).status).toBe(200);
  world.clock.turnBy(600_000);
  expect((await open('/@anna_here')).status).toBe(200);
}, 60_000);

test('search engines are asked to stay away until a person lets them in', async () => {
  const off = await open('/@anna_here');
  expect(off.headers.get('x-robots-tag')).toBe('noindex');
  expect(off.html).toContain('<meta name="robots" content="noindex"');
  const none = { discoverable: false, indexable: false, showsFollows: false, feed: false };
  await changeFound(world.as(anna), { ...none, indexable: true });
  const on = await open('/@anna_here');
  expect(on.headers.get('x-robots-tag')).toBeNull();
  expect(on.html).not.toContain('name="robots"');
  await changeFound(world.as(anna), none);
});

test('a role that is for nobody is gone from the page in the same moment', async () => {
  const page = async (cookie = '') => (await open('/@anna_here', { cookie })).html;
  const [own, others] = [await world.cookieOf(anna), await world.cookieOf(other)];
  const said = (audience: 'everyone' | 'people' | 'nobody') =>
    changeRoles(world.as(anna), [{ role: 'patient', audience }]);
  await said('everyone');
  for (const cookie of ['', others, own]) expect(await page(cookie)).toContain('Patient');
  await said('people');
  expect(await page()).not.toContain('Patient');
  expect(await page(others)).toContain('Patient');
  await said('nobody');
  for (const cookie of ['', others]) expect(await page(cookie)).not.toContain('Patient');
  expect(await page(own)).toContain('Patient');
  expect((await open('/@anna_here?as=people', { cookie: own })).html).not.toContain('Patient');
});

test('a profile says of itself what programs may read', async () => {
  const { html } = await open('/@anna_here');
  for (const mark of ['h-card', 'p-name', 'p-nickname', 'u-uid']) expect(html).toContain(mark);
  expect(html).toContain(`<link rel="canonical" href="${world.origin}/@anna_here"`);
  expect(html).not.toContain('person.id');
  expect(html).not.toContain(anna.personId);
});
