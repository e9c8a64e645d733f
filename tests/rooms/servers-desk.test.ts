import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendTo, type Answer } from './house-walk.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { peer } from '#domain/federation/schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';

let world: ServedWorld;
let olga: string;
let anna: string;
beforeAll(async () => {
  world = await openWorldWithSite({ working: false });
  olga = await world.cookieOf(await world.aPerson({ handle: 'olga', operator: true }));
  anna = await world.cookieOf(await world.aPerson({ handle: 'anna' }));
  const since = world.clock.now();
  const resumes = new Date(since.getTime() + 240_000);
  await world.services.db.insert(peer).values([
    { host: 'calm.example', since, succeeded: since },
    { host: 'down.example', since, failures: 3, lastFault: 'tooSlow', resumes },
  ]);
}, 120_000);
afterAll(() => world.close());

const at = '/operator/federation';
const lists = `${at}/lists`;
const look = (path: string, cookie = olga) => sendTo(world.origin, path, { cookie });
const send = (path: string, fields: Record<string, string>, cookie = olga) =>
  sendTo(world.origin, path, { cookie, body: new URLSearchParams(fields).toString() });
/** The words of a page, without its tags. */
const words = ({ body }: Answer) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

test('to everybody but the operator the pages about other servers are absent', async () => {
  for (const path of [at, lists, `${lists}/export?rule=block`]) {
    expect((await look(path, anna)).status, path).toBe(404);
    expect((await look(path)).status, path).toBe(200);
  }
  const blocked = await send(`${at}?/block`, { host: 'calm.example' }, anna);
  expect(blocked.status).toBe(404);
});

test('the operator reads in plain words how it stands with a server, and stops it without script', async () => {
  const page = words(await look(at));
  expect(page).toContain('calm.example Well');
  expect(page).toContain('down.example Rests, and is tried again');
  expect(page).toContain('it did not answer in ten seconds');
  expect(words(await look(`${at}?trouble`))).not.toContain('calm.example');
  const stopped = await send(`${at}?/stop`, { host: 'down.example' });
  expect(stopped.headers['location']).toBe(`${at}?look=down.example&said=stopped`);
  expect(words(await look(`${at}?look=down`))).toContain('Stopped by you');
  expect((await send(`${at}?/stop`, { host: 'unknown.example' })).status).toBe(409);
});

test('a hospital chooses a list; a list is brought, its bad lines are shown, and it is taken along', async () => {
  expect((await send(`${at}?/mode`, { mode: 'sometimes' })).status).toBe(400);
  expect((await send(`${at}?/mode`, { mode: 'allowList' })).status).toBe(303);
  expect(await readSettings(world.services)).toMatchObject({ federation: 'allowList' });
  const list = 'good.example\nno name at all\nother.example';
  const brought = words(await send(`${lists}?/bring&rule=allow`, { list }));
  expect(brought).toContain('New on it: 2');
  expect(brought).toContain('Line 2: no name at all (no name of a server)');
  const file = await look(`${lists}/export?rule=allow`);
  expect(file.body).toBe('#domain\ngood.example\nother.example\n');
  const removed = await send(`${lists}?/remove&rule=allow`, { host: 'good.example' });
  expect(removed.status).toBe(303);
  expect(words(await look(`${lists}?rule=allow`))).not.toContain('good.example');
  const wrong = await send(`${lists}?/add&rule=block`, { host: 'two words' });
  expect([wrong.status, words(wrong)]).toEqual([400, expect.stringContaining('like example.org')]);
});
