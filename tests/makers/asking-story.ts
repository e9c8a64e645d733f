import { expect } from 'vitest';
import { unzip } from '../zip.ts';
import { listening } from './hearing.ts';
import { workOff } from './jobs.ts';
import type { Fact } from './kept-facts.ts';
import { asker, type Onlooker } from './onlookers.ts';
import type { Sent } from './plans.ts';
import { ask, plain, type Pair, type Twin } from './twins.ts';
import { followPerson } from '#domain/connections/follows.server.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What the world around somebody who asked saw: what was looked at, heard and written, step by step. */
export interface Told {
  before: string[];
  asking: string[];
  asked: string[];
  heard: string[];
  answered: string[];
  copy: string[];
  lapsed: string[];
  letters: string[];
}

/** The pair of this name. */
export function pairOf({ pairs }: Twin, name: string): Pair {
  const pair = pairs.get(name);
  if (!pair) throw new Error(`Nobody is ${name}.`);
  return pair;
}

/**
 * One request by its form, from before it to after its lapse, and a message by an app beside it: what it told
 * those around, and where it lay with the asked. Before it is delivered whoever asks looks, afterwards these do.
 */
export async function story(
  twin: Twin,
  pair: Pair,
  { fact, onlookers }: { fact?: Fact | undefined; onlookers: readonly Onlooker[] },
): Promise<{ told: Told; lay: string | undefined }> {
  const { world, device } = twin;
  let lay: string | undefined;
  const look = (by: readonly Onlooker[]) => lookAll(twin, pair, by);
  await signIn(twin, pair);
  const sent = { letters: world.letters.length, pushes: device.messages.length };
  await fact?.before?.(world.as(pair.asked), pair, twin);
  const before = await look([asker]);
  const asking = await askAndWrite(twin, pair);
  const asked = await look([asker]);
  const heard = await listening(twin, pair, async () => {
    await workOff(world);
    lay = await placeOf(twin, pair);
    await comesBy(twin, pair);
    await fact?.after?.(world.as(pair.asked), pair, twin);
    // Something that there is to hear, in both worlds.
    await followPerson(world.as(twin.friend), pair.asker.personId);
    await workOff(world);
  });
  const answered = await look(onlookers);
  const copy = await copyOf(twin, pair);
  world.clock.turnBy(22 * dayMs);
  // Whose token it is was known for some seconds of the wall's clock; the day of its use is told when it is looked up.
  await world.services.live.publish([{ kind: 'person', id: pair.asker.personId }]);
  await signIn(twin, pair);
  const lapsed = await look(onlookers);
  const letters = writtenSince(twin, sent);
  return { told: { before, asking, asked, heard, answered, copy, lapsed, letters }, lay };
}

/** Letters and pushes to those who are outside: to the asked, and to a friend of theirs, they are their own. */
function writtenSince(twin: Twin, { letters, pushes }: { letters: number; pushes: number }) {
  const written = [
    ...twin.world.letters.slice(letters).filter(({ to }) => /^(asker_|olga)/.test(to)),
    ...twin.device.messages.slice(pushes),
  ];
  twin.seen.push(...written.map((one) => JSON.stringify(one)));
  return written.map((one) => plain(JSON.stringify(one), twin)).sort();
}

/** Where the request of a pair lies with the asked. */
async function placeOf({ world }: Twin, { asked, asker }: Pair): Promise<string | undefined> {
  const { rows } = await world.services.pool.query<{ place: string }>(
    `select a.place from friend_request_arrival a join friend_request r on r.id = a.request_id
      where a.person_id = $1 and r.asker_id = $2`,
    [asked.personId, asker.personId],
  );
  return rows[0]?.place;
}

/** Sessions end: each story takes weeks. */
async function signIn({ world }: Twin, pair: Pair): Promise<void> {
  pair.cookie = await world.cookieOf(pair.asker);
}

/** The asked is there, in both worlds. */
async function comesBy({ world, site }: Twin, { asked }: Pair): Promise<void> {
  const headers = { cookie: await world.cookieOf(asked) };
  await (await fetch(`${site.origin}/home`, { headers })).text();
}

async function lookAll(twin: Twin, pair: Pair, onlookers: readonly Onlooker[]): Promise<string[]> {
  const seen: string[] = [];
  for (const onlooker of onlookers)
    for (const { path, headers } of await onlooker(pair, twin))
      seen.push(await ask(twin, path, { headers }));
  return seen;
}

async function askAndWrite(twin: Twin, { asked, cookie, token }: Pair): Promise<string[]> {
  const form = {
    method: 'POST',
    headers: { cookie, origin: twin.site.origin, accept: 'text/html' },
    body: new URLSearchParams({ note: 'Hello.' }),
  };
  const message = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ status: `@${asked.handle} Good evening.`, visibility: 'direct' }),
  };
  return [
    await ask(twin, `/@${asked.handle}/befriend?/ask`, form),
    await ask(twin, '/api/v1/statuses', message),
  ];
}

/** The copy of everything that whoever asks fetches, file by file. */
async function copyOf(twin: Twin, { cookie }: Pair): Promise<string[]> {
  const { site, world } = twin;
  const headers = { cookie, origin: site.origin, accept: 'text/html' };
  const post = (act: string) =>
    fetch(`${site.origin}/settings/copy?/${act}`, {
      ...{ method: 'POST', headers, redirect: 'manual' },
      body: new URLSearchParams(),
    });
  await post('ask');
  await workOff(world);
  const at = (await post('fetch')).headers.get('location') ?? '/no-copy';
  const answer = await fetch(new URL(at, site.origin), { headers });
  const files = await unzip(Buffer.from(await answer.arrayBuffer()));
  // The place forgets a copy that was fetched, a moment after it was.
  const forgets = ({ text }: Sent) => text.startsWith('update "archive" set "file"');
  await expect.poll(() => twin.statements.some(forgets)).toBe(true);
  const texts = [...files].map(([file, content]) => `${file}\n${content.toString()}`);
  twin.seen.push(...texts);
  return texts.map((text) => plain(text, twin));
}
