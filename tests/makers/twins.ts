import { callsOf } from './app-calls.ts';
import { aToken, anApp } from './app.ts';
import { befriended } from './friends.ts';
import { workOff } from './jobs.ts';
import { listen, type Sent } from './plans.ts';
import { openPushPeer, type PushPeer } from '../doubles/push-peer.ts';
import { freePort, openSite, type Site } from '../site.ts';
import { openWorld, type World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { setRunningServices } from '#platform/services.server.ts';

/** Somebody who asks, with their apps and their browser, and whom they ask. */
export interface Pair {
  asked: Viewer;
  asker: Viewer;
  cookie: string;
  /** Of an app that may do everything, and of one that may only read. */
  token: string;
  reads: string;
}

/** One of two served worlds that are alike: who lives there, and what was sent, asked and seen in it. */
export interface Twin {
  world: World;
  site: Site;
  pairs: ReadonlyMap<string, Pair>;
  /** Somebody whom the asked may block, a friend of every asked, and who looks after the place. */
  third: Viewer;
  friend: Viewer;
  operator: Viewer;
  /** What the devices of the askers hear. */
  device: PushPeer;
  statements: Sent[];
  seen: string[];
}

/** How many strangers there are beside: enough to fill a tray. */
export const strangers = 210;

/** A served world with a pair of each name. Two that are opened one after the other differ in nothing. */
export async function openTwin(names: readonly string[]): Promise<Twin> {
  const [port, device] = [await freePort(), await openPushPeer()];
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    POCKETFRIENDS_ORIGIN: `http://localhost:${port}`,
    LOG_LEVEL: 'debug',
    POCKETFRIENDS_API_LIMIT: '100000',
    POCKETFRIENDS_API_LIMIT_VISITORS: '100000',
    POCKETFRIENDS_PEERS: device.host,
  };
  const world = await openWorld({ env, remembersLog: true });
  const site = await openSite(world);
  const third = await world.aPerson({ handle: 'third' });
  const friend = await world.aPerson({ handle: 'friend' });
  const operator = await world.aPerson({ handle: 'olga', operator: true });
  await world.services.pool.query(`insert into person (handle, name)
    select 'stranger_' || n, 'Stranger' from generate_series(1, ${strangers}) n`);
  const pairs = new Map<string, Pair>();
  for (const name of names) {
    const pair = await aPair(world, name, device);
    await befriended(world, friend, pair.asked);
    pairs.set(name, pair);
  }
  await workOff(world);
  // What an export shows, and the clock of the world does not set.
  for (const column of ['person set published', 'person_role set since'])
    await world.services.pool.query(`update ${column} = $1`, [world.clock.now()]);
  const statements = listen(world.services.pool);
  return { world, site, pairs, third, friend, operator, device, statements, seen: [] };
}

async function aPair(world: World, name: string, device: PushPeer): Promise<Pair> {
  const asked = await world.aPerson({ handle: `asked_${name}` });
  const about = { handle: `asker_${name}`, name: 'Asker of Meadow Clinic', roles: ['patient'] };
  const asker = await world.aPerson(about);
  const app = await anApp(world);
  const token = await aToken(world, asker, ['read', 'write', 'follow', 'push'], app);
  // Of two tokens of one moment none is the first.
  world.clock.turnBy(1000);
  const reads = await aToken(world, asker, ['read'], app);
  const subscription = { ...device.subscription, endpoint: `http://${device.host}/${name}` };
  const body = { subscription, data: { alerts: { mention: true, follow: true } } };
  await callsOf(world)('POST /api/v1/push/subscription', { token, body });
  return { asked, asker, token, reads, cookie: await world.cookieOf(asker) };
}

/** Takes out what is chance in every world: ids, nonces, hashes, tokens and the port. */
export function plain(text: string, { site, device, pairs, world }: Twin): string {
  const tokens = [...pairs.values()].flatMap(({ token, reads }) => [token, reads]);
  return (
    tokens
      .reduce((left, token) => left.replaceAll(token, 'TOKEN'), text)
      .replaceAll(site.origin, 'ORIGIN')
      .replaceAll(new URL(site.origin).host, 'HOST')
      .replaceAll(device.host, 'DEVICE')
      .replaceAll(world.services.config.dataDir, 'DATA')
      .replace(/\d{17,}/g, 'ID')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
      .replace(/sha256-[A-Za-z0-9+/]+=/g, 'HASH')
      .replace(/passkey-asked=[\w-]+/g, 'COOKIE')
      // Challenges of passkeys.
      .replace(/[A-Za-z0-9_-]{40,}/g, 'CHANCE')
      // Of a stream: when to come back, and that it is still there.
      .replace(/^retry: \d+$/gm, 'WHEN')
      .replace(/^:\n\n/gm, '')
      .replace(/nonce(-|=")[A-Za-z0-9+/=_-]+/g, 'NONCE')
      .replace(/__sveltekit_\w+/g, 'KIT')
      .replace(/^(date|etag|x-request-id|x-ratelimit-reset): .*$/gm, '$1: CHANCE')
  );
}

/** Status, headers and every byte of one answer, and every statement that the database was asked for it. */
export async function ask(twin: Twin, path: string, init: RequestInit = {}): Promise<string> {
  setRunningServices(twin.world.services);
  twin.statements.length = 0;
  const answer = await fetch(twin.site.origin + path, { redirect: 'manual', ...init });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = `${path} ${answer.status}\n${headers}\n${await answer.text()}`;
  twin.seen.push(text);
  const asked = twin.statements
    .map((statement) => statement.text)
    .filter(isOfRequest)
    .sort();
  return plain([text, ...asked].join('\n'), twin);
}

/** A process knows for some seconds whose token it is: whether it asks again is chance. */
function isOfRequest(statement: string): boolean {
  return !/^\s*(select t\.app_id|update oauth_token set seen)/.test(statement);
}

/** Closes a twin and all that it opened. */
export async function closeTwin({ site, world, device }: Twin): Promise<void> {
  await site.close();
  await world.close();
  await device.close();
}
