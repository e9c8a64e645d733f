// `npm run bench:deliveries`: how many deliveries a second leave for 500 servers, beside the bare cost of signing them;
// and how long five healthy servers wait when 200 others are dead, half of them silent, beside when there are none.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { signRequest } from '@fedify/fedify/sig';
import { sql } from 'drizzle-orm';
import { median } from './measurement.ts';
import { everybody } from '#domain/federation/addresses.ts';
import { inboxesOfFollowers, sendLater } from '#domain/federation/outgoing.server.ts';
import { ownKeys } from '#domain/federation/own-keys.server.ts';
import { openHouse } from '#house.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';
import { deliver, deliveriesQuiet } from '#protocols/activitypub/deliver.server.ts';
import { signingKey } from '#protocols/activitypub/signing-key.server.ts';

const peer = fork(fileURLToPath(new URL('delivery-peer.ts', import.meta.url)));
const heard = new Map<string, (at: number) => void>();
const port = await new Promise<number>((done) =>
  peer.on('message', (said: { port?: number; host?: string; at?: number }) => {
    if (said.port) done(said.port);
    else heard.get(said.host ?? '')?.(said.at ?? 0);
  }),
);
const hosts = (net: string, count: number, at = port) =>
  Array.from({ length: count }, (_, n) => `${net}.${1 + (n >> 7)}.${1 + (n & 127)}:${at}`);
const many = hosts('127.0', 500);
const healthy = many.slice(0, 5);
// Nobody listens on port 9, where letters are thrown away.
const dead = [...hosts('127.1', 100), ...hosts('127.2', 100, 9)];

const dataDir = await mkdtemp(join(tmpdir(), 'pf-bench-'));
const config = readConfig({
  ...{ POCKETFRIENDS_ORIGIN: 'https://here.example', POCKETFRIENDS_DATA: dataDir },
  ...{ LOG_LEVEL: 'error', POCKETFRIENDS_PROCESS: 'web' },
  POCKETFRIENDS_PEERS: [...many, ...dead].join(),
});
if ('refused' in config) throw new Error(config.refused.join(' '));
const house = await openHouse(config);
const { services } = house;
const ctx = { ...services, viewer: null };
try {
  const sender = await aSender();
  await say(sender, many);
  await arrived(many);
  await deliveriesQuiet(services);
  await layingDown(sender);
  await throughput(sender);
  await fairness(sender);
} finally {
  await house.close();
  await rm(dataDir, { recursive: true, force: true });
  peer.disconnect();
}

/** How long a post's transaction takes longer because 5,000 people on 1,500 other servers follow its author. */
async function layingDown(sender: Sender): Promise<void> {
  await services.db.execute(sql`with made as (
      insert into person (handle, name, host)
      select 'p' || n || '@s' || n % 1500 || '.example', 'P', 's' || n % 1500 || '.example'
      from generate_series(1, 5000) as n returning id, host
    ), known as (
      insert into remote_person (person_id, uri, host, inbox, shared_inbox, page, fetched)
      select id, 'https://' || host || '/' || id, host, 'https://' || host || '/' || id || '/inbox',
        'https://' || host || '/inbox', '', now() from made
    )
    insert into follow (follower_id, followee_id, away, since) select id, ${sender.personId}, true, now() from made`);
  await services.db.execute(sql`analyze`);
  const times: number[] = [];
  for (let round = 0; round < 10; round++) {
    const start = performance.now();
    await inTransaction(ctx, async (tx) => {
      const inboxes = await inboxesOfFollowers(tx, sender.personId);
      if (inboxes.length !== 1500) throw new Error(`There are ${inboxes.length} inboxes.`);
      await sendLater(tx, { sender, body: letter(), inboxes, forEverybody: true });
    });
    times.push(performance.now() - start);
  }
  console.log(`writing down 1,500 deliveries for 5,000 followers: ${median(times).toFixed(0)} ms`);
  await services.db.execute(sql`delete from outgoing`);
}

async function throughput(sender: Sender): Promise<void> {
  const seconds: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < 5; round++) {
    await say(sender, many);
    const before = process.cpuUsage();
    const start = performance.now();
    await arrived(many);
    await deliveriesQuiet(services);
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000 / many.length);
  }
  const bare = await bareSigning(sender);
  console.log(`deliveries to 500 servers: ${(many.length / median(seconds)).toFixed(0)} a second`);
  console.log(
    `CPU of the process, a delivery: ${median(cpu).toFixed(2)} ms; signing alone: ${bare.toFixed(2)} ms`,
  );
}

async function fairness(sender: Sender): Promise<void> {
  const wait = async (inboxes: readonly string[]) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      // As long as a silent server takes: otherwise connections would be open still in the one case alone.
      await setTimeout(11_000);
      await services.db.execute(sql`update peer set failures = 0, resumes = null`);
      await say(sender, inboxes);
      const start = performance.timeOrigin + performance.now();
      times.push((await arrived(healthy)) - start);
      await deliveriesQuiet(services);
      await services.db.execute(sql`delete from outgoing`);
    }
    return median(times);
  };
  const alone = await wait(healthy);
  const among = await wait([...dead, ...healthy]);
  console.log(
    `five healthy servers have it after ${alone.toFixed(0)} ms; among 200 dead ones after ${among.toFixed(0)} ms`,
  );
}

/** What a request costs to sign, and nothing else. */
async function bareSigning(sender: Sender): Promise<number> {
  const { rsa } = await ownKeys(services, sender.personId);
  const key = await signingKey(services, rsa.sealed);
  const body = new TextEncoder().encode(JSON.stringify(letter())).buffer;
  const before = process.cpuUsage();
  for (let n = 0; n < 500; n++)
    await signRequest(
      new Request('https://there.example/inbox', { method: 'POST' }),
      key,
      new URL('https://here.example/#main-key'),
      {
        spec: 'rfc9421',
        body,
      },
    );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / 500;
}

interface Sender {
  personId: string;
  handle: string;
}

async function aSender(): Promise<Sender> {
  const { rows } = await services.db.execute<{ id: string }>(
    sql`insert into person (handle, name) values ('anna', 'Anna') returning id::text`,
  );
  const personId = rows[0]?.id ?? '';
  await ownKeys(services, personId);
  return { personId, handle: 'anna' };
}

function letter() {
  const content = `<p>${'A post as long as most are, about a paper and a cup of tea. '.repeat(5)}</p>`;
  const object = { id: 'https://here.example/1', type: 'Note', content, to: [everybody] };
  return {
    '@context': 'https://www.w3.org/ns/activitystreams',
    type: 'Create',
    to: [everybody],
    object,
  };
}

function say(sender: Sender, to: readonly string[]): Promise<void> {
  const inboxes = to.map((host) => `http://${host}/inbox`);
  return inTransaction(ctx, (tx) =>
    sendLater(tx, { sender, body: letter(), inboxes, forEverybody: true }),
  );
}

/** Begins to deliver; done when each of these servers has got something. */
/** Delivers, and says when the last of these servers had it, in milliseconds since 1970. */
async function arrived(at: readonly string[]): Promise<number> {
  const all = Promise.all(at.map((host) => new Promise<number>((done) => heard.set(host, done))));
  await deliver(services);
  return Math.max(...(await all));
}
