import { afterAll, beforeAll, expect, test } from 'vitest';
import { aToken } from '../makers/app.ts';
import { deliveries } from '../makers/friends.ts';
import { freePort, openSite, type Site } from '../site.ts';
import { openWorld, type World } from '../world.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { listRequestsToMe, setAside } from '#domain/connections/friend-answers.server.ts';
import { exportFor } from '#domain/connections/keeper.server.ts';
import { changeHolds, sayYoung } from '#domain/connections/request-holds.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { setRunningServices } from '#platform/services.server.ts';

/** Unique words that only the asked keeps: no byte of another's may hold them. */
const canary = 'Ward-canary-7f3e91';
const dayMs = 24 * 60 * 60 * 1000;
const noHolds = { roles: [], places: [], noSharedClub: false };

/** What the asked keeps for themselves, before the request comes or after it. */
interface Fact {
  /** Where the request comes to lie in their world: what makes the worlds differ at all. */
  lies: 'held' | 'delivered';
  before?: (world: World, asked: Viewer, asker: Viewer, third: Viewer) => Promise<unknown>;
  after?: (world: World, asked: Viewer) => Promise<unknown>;
}
const facts: Record<string, Fact> = {
  role: {
    lies: 'held',
    before: (w, p) => changeHolds(w.as(p), { ...noHolds, roles: ['patient'] }),
  },
  place: {
    lies: 'held',
    before: (w, p) => changeHolds(w.as(p), { ...noHolds, places: [canary, 'meadow clinic'] }),
  },
  club: {
    lies: 'held',
    before: (w, p) => changeHolds(w.as(p), { ...noHolds, noSharedClub: true }),
  },
  young: { lies: 'held', before: (w, p) => sayYoung(w.as(p), true) },
  muted: { lies: 'delivered', before: (w, p, h) => mutePerson(w.as(p), h.personId) },
  blocked: {
    lies: 'delivered',
    before: (w, p, _h, third) => blockPerson(w.as(p), third.personId),
  },
  aside: {
    lies: 'delivered',
    after: async (w, p) =>
      setAside(w.as(p), (await listRequestsToMe(w.as(p)))[0]?.id ?? 'no request'),
  },
};

interface Side {
  world: World;
  site: Site;
  people: Map<string, { asked: Viewer; asker: Viewer; cookie: string; token: string }>;
  third: Viewer;
  seen: string[];
}

async function openSide(): Promise<Side> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    POCKETFRIENDS_ORIGIN: `http://localhost:${port}`,
    POCKETFRIENDS_API_LIMIT: '100000',
  };
  const world = await openWorld({ env, remembersLog: true });
  const site = await openSite(world);
  const third = await world.aPerson({ handle: 'third' });
  const people: Side['people'] = new Map();
  for (const name of Object.keys(facts)) {
    const asked = await world.aPerson({ handle: `asked_${name}` });
    const asker = await world.aPerson({
      handle: `asker_${name}`,
      name: 'Asker of Meadow Clinic',
      roles: ['patient'],
    });
    const token = await aToken(world, asker, ['read', 'follow']);
    people.set(name, { asked, asker, token, cookie: await world.cookieOf(asker) });
  }
  return { world, site, people, third, seen: [] };
}

let sides: Side[] = [];
beforeAll(async () => {
  sides = [await openSide(), await openSide()];
}, 120_000);
afterAll(async () => {
  for (const { site, world } of sides) {
    await site.close();
    await world.close();
  }
});

/** Takes out what is chance in every world: ids, nonces, hashes, tokens and the port. */
function plain(text: string, { site }: Side): string {
  return text
    .replaceAll(site.origin, 'ORIGIN')
    .replaceAll(new URL(site.origin).host, 'HOST')
    .replace(/\d{17,}/g, 'ID')
    .replace(/nonce(-|=")[A-Za-z0-9+/=_-]+/g, 'NONCE')
    .replace(/__sveltekit_\w+/g, 'KIT')
    .replace(/^(date|etag|x-request-id|x-ratelimit-reset): .*$/gm, '$1: CHANCE');
}

/** Status, headers and every byte of one answer. */
async function ask(side: Side, path: string, init: RequestInit = {}): Promise<string> {
  setRunningServices(side.world.services);
  const answer = await fetch(side.site.origin + path, { redirect: 'manual', ...init });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = `${path} ${answer.status}\n${headers}\n${await answer.text()}`;
  side.seen.push(text);
  return plain(text, side);
}

/** All that the asker of this pair, and a visitor, can look at. */
async function look(side: Side, name: string): Promise<string[]> {
  const pair = side.people.get(name);
  if (!pair) throw new Error(`Nobody is ${name}.`);
  const { asked, asker, cookie, token } = pair;
  const seen: string[] = [];
  const pages = [`/@${asked.handle}`, `/@${asked.handle}/befriend`, '/friends', '/notifications'];
  for (const path of [...pages, '/friends/__data.json', `/@${asked.handle}/befriend/__data.json`])
    seen.push(await ask(side, path, { headers: { cookie } }));
  for (const path of [`/@${asked.handle}`, `/@${asked.handle}/__data.json`])
    seen.push(await ask(side, path));
  const api = [
    `accounts/${asked.personId}`,
    `accounts/relationships?id[]=${asked.personId}`,
    `accounts/familiar_followers?id[]=${asked.personId}`,
    'notifications',
  ];
  for (const path of api)
    seen.push(
      await ask(side, `/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } }),
    );
  const kept = JSON.stringify(await exportFor(side.world.services, asker.personId));
  side.seen.push(kept);
  seen.push(plain(kept, side));
  return seen;
}

/** One request by its form, from before it to after its lapse; what was seen at each step. */
async function story(side: Side, name: string, keeps: boolean): Promise<string[][]> {
  const pair = side.people.get(name);
  if (!pair) throw new Error(`Nobody is ${name}.`);
  const { asked, asker } = pair;
  // Signed in anew: the stories before have taken months.
  const cookie = await side.world.cookieOf(asker);
  pair.cookie = cookie;
  const steps: string[][] = [];
  if (keeps) await facts[name]?.before?.(side.world, asked, asker, side.third);
  steps.push(await look(side, name));
  const { origin } = side.site;
  const init = {
    method: 'POST',
    headers: { cookie, origin, accept: 'text/html' },
    body: new URLSearchParams({ note: 'Hello.' }),
  };
  steps.push([await ask(side, `/@${asked.handle}/befriend?/ask`, init)]);
  steps.push(await look(side, name));
  await deliveries(side.world);
  expect(await placeOf(side, asked)).toBe(keeps ? facts[name]?.lies : 'delivered');
  if (keeps) await facts[name]?.after?.(side.world, asked);
  steps.push(await look(side, name));
  side.world.clock.turnBy(22 * dayMs);
  pair.cookie = await side.world.cookieOf(asker);
  steps.push(await look(side, name));
  steps.push([JSON.stringify(side.world.letters)]);
  return steps;
}

async function placeOf({ world }: Side, { personId }: Viewer): Promise<string | undefined> {
  const { rows } = await world.services.pool.query<{ place: string }>(
    'select place from friend_request_arrival where person_id = $1',
    [personId],
  );
  return rows[0]?.place;
}

async function both(name: string): Promise<[string[][], string[][]]> {
  const [open, keeping] = sides;
  if (!open || !keeping) throw new Error('There are no worlds.');
  return [await story(open, name, false), await story(keeping, name, true)];
}

test.each(Object.keys(facts))(
  'HLT-01: over HTTP, whoever asks sees the same at every step: %s',
  async (name) => {
    const [open, keeping] = await both(name);
    const statuses = keeping.map((step) => step.map((text) => / (\d{3})\n/.exec(text)?.[1]));
    expect(statuses[1]).toEqual(['303']);
    // Equal refusals would say little: everything that is looked at is there.
    for (const at of [0, 2, 3, 4])
      expect(statuses[at]?.slice(0, 12)).toEqual(Array(12).fill('200'));
    expect(keeping).toEqual(open);
  },
);

/** Leaks of the real path, planted where the arrival is laid: what each does to what the asker can see. */
const leaks = {
  'a "not now" that is told':
    'update friend_request set withdrawn = new.since where id = new.request_id;',
  'a list that leaves out what is held':
    "update friend_request set sent = sent - interval '60 days' where id = new.request_id;",
  'a profile that changes when something is held':
    "update person set name = name || '.' where id = new.person_id;",
};

test.each(Object.entries(leaks))('the same look sees %s', async (_leak, does) => {
  for (const { world } of sides)
    await world.services.pool.query(`
      delete from friend_request;
      create or replace function tell() returns trigger language plpgsql as $$ begin
        if new.place = 'held' then ${does} end if; return new; end $$;
      create or replace trigger tell after insert or update on friend_request_arrival
        for each row execute function tell()`);
  const [open, keeping] = await both('young');
  for (const { world } of sides)
    await world.services.pool.query('drop trigger tell on friend_request_arrival');
  expect(keeping).not.toEqual(open);
  // Up to the delivery the two are the same: what is seen is the leak, not chance.
  expect(keeping.slice(0, 3)).toEqual(open.slice(0, 3));
});

test('HLT-08: no answer, line of the log or letter holds what the asked keeps', () => {
  for (const { seen, world } of sides) {
    expect(seen.length).toBeGreaterThan(0);
    expect(JSON.stringify([seen, world.logged, world.letters])).not.toContain(canary);
  }
});
