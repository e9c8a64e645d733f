import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callsOf, type AppCall } from '../../../tests/makers/app-calls.ts';
import { anApp, aToken } from '../../../tests/makers/app.ts';
import { deliveries } from '../../../tests/makers/friends.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { blockPerson, mutePerson } from './blocks.server.ts';
import {
  acceptRequest,
  bringBack,
  listHeldRequests,
  listRequestsToMe,
  setAside,
} from './friend-answers.server.ts';
import { tidyFriendRequests } from './friend-delivery.server.ts';
import { askToBefriend, listSentRequests, withdraw } from './friend-requests.server.ts';
import { decideAsk, isOpen, placeOf, seenByAsker } from './friend-request-rules.ts';
import { listFriends, unfriend } from './friends.server.ts';
import { exportFor } from './keeper.server.ts';
import { listRelations } from './relations.server.ts';
import { changeHolds, sayYoung } from './request-holds.server.ts';
import { listGroups } from '#domain/notifications/groups.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What happens in both worlds: the asker's acts, the asked's yes and what comes of it, time. */
const shared = fc.oneof(
  { weight: 4, arbitrary: fc.constant('ask' as const) },
  { weight: 2, arbitrary: fc.constant('withdraw' as const) },
  { weight: 2, arbitrary: fc.constant('yes' as const) },
  { weight: 1, arbitrary: fc.constantFrom('askBack' as const, 'unfriend' as const) },
  { weight: 3, arbitrary: fc.constantFrom(1, 9, 21, 30) },
);
/** What the asked keeps for themselves, and what happens in one of the worlds alone. */
const kept = fc.constantFrom(
  'holdAll' as const,
  'holdNothing' as const,
  'young' as const,
  'aside' as const,
  'back' as const,
  'mute' as const,
);
type Shared = typeof shared extends fc.Arbitrary<infer T> ? T : never;
type Kept = typeof kept extends fc.Arbitrary<infer T> ? T : never;

/** A story: each step of both worlds, and what the asked does for themselves before it, in the second one. */
const stories = (longest: number) =>
  fc.record({
    steps: fc.array(fc.record({ both: shared, alone: fc.array(kept, { maxLength: 2 }) }), {
      minLength: 2,
      maxLength: longest,
    }),
    blockAfter: fc.boolean(),
  });

/* The rules alone: the same functions that the verbs decide by, with a row where they have a table. */

interface Row {
  sent: Date;
  withdrawn: Date | null;
  yes: Date | null;
}
type Seen = (
  request: Row & { friends: boolean; arrival?: string | undefined },
  now: Date,
) => unknown;

/** What an asker sees along a story, when the asked keeps this for themselves. */
function told(
  story: { steps: { both: Shared; alone: Kept[] }[]; blockAfter: boolean },
  keeps: boolean,
  seen: Seen,
): unknown[] {
  let now = new Date('2026-11-22T12:00:00Z');
  let mine: Row | undefined;
  let friends = false;
  let arrival: 'delivered' | 'held' | 'nowhere' | undefined;
  const own = { young: false, held: false, apart: false };
  const sees: unknown[] = [];
  const befriend = () => {
    friends = true;
    arrival = undefined;
    if (mine && !mine.withdrawn) mine.yes ??= now;
  };
  const open = () => mine !== undefined && isOpen(mine, now);
  for (const { both, alone } of story.steps) {
    for (const act of keeps ? alone : []) {
      if (act === 'holdAll' || act === 'holdNothing') own.held = act === 'holdAll';
      if (act === 'young') own.young = true;
      if (act === 'aside' && arrival === 'delivered') arrival = 'held';
      if (act === 'back' && arrival === 'held') arrival = 'delivered';
    }
    if (typeof both === 'number') now = new Date(now.getTime() + both * dayMs);
    if (both === 'ask') {
      const decided = decideAsk({ friends, theirs: undefined, mine }, now);
      sees.push(decided);
      if (decided === 'send') {
        mine = { sent: now, withdrawn: null, yes: null };
        const met = { apart: own.apart, askedIsYoung: own.young, askerIsYoung: false };
        arrival = placeOf({ ...met, held: own.held });
      }
    }
    if (both === 'withdraw' && mine && open()) mine.withdrawn = now;
    if (both === 'yes' && open() && arrival && arrival !== 'nowhere') befriend();
    if (both === 'askBack' && open()) befriend();
    if (both === 'unfriend') friends = false;
    sees.push(mine && seen({ ...mine, friends, arrival }, now));
  }
  if (story.blockAfter && !friends) {
    if (keeps) arrival = undefined;
    sees.push(mine && seen({ ...mine, friends, arrival }, now));
  }
  return sees;
}

const sameInRules = (seen: Seen) =>
  fc.property(stories(14), (story) => {
    expect(told(story, true, seen)).toEqual(told(story, false, seen));
  });

test('HLT-01: by the rules, whoever asks sees the same whatever the asked keeps for themselves', () => {
  fc.assert(sameInRules(seenByAsker), { numRuns: 5000 });
});

test('the same look at the rules sees a status "declined"', () => {
  const declined: Seen = (request, now) =>
    request.arrival === 'held' ? 'declined' : seenByAsker(request, now);
  expect(fc.check(sameInRules(declined), { numRuns: 5000 }).failed).toBe(true);
});

/* The verbs and the database: two pairs of people, and one of the asked keeps something for themselves. */

let world: World;
let call: AppCall;
let app: Awaited<ReturnType<typeof anApp>>;
beforeAll(async () => {
  world = await openWorld({ env: { POCKETFRIENDS_API_LIMIT: '100000' } });
  call = callsOf(world);
  app = await anApp(world);
});
afterAll(() => world.close());

interface Pair {
  asker: Viewer;
  asked: Viewer;
  token: string;
}

async function aPair(): Promise<Pair> {
  const [asker, asked] = [await world.aPatient(), await world.aRadiographer()];
  return { asker, asked, token: await aToken(world, asker, ['read', 'follow'], app) };
}

async function act({ asker, asked }: Pair, what: Shared): Promise<unknown> {
  const [a, b] = [world.as(asker), world.as(asked)];
  if (what === 'ask') return askToBefriend(a, { id: asked.personId, note: 'Hello.' });
  if (what === 'withdraw') return withdraw(a, (await listSentRequests(a))[0]?.id ?? '');
  if (what === 'askBack') {
    // Only where it crosses: a request of theirs would be another story.
    const [mine] = await listSentRequests(a);
    return mine?.state === 'sent' ? askToBefriend(b, { id: asker.personId }) : undefined;
  }
  if (what === 'unfriend') return unfriend(b, asker.personId);
  const [waiting] = [...(await listRequestsToMe(b)), ...(await listHeldRequests(b))];
  return what === 'yes' ? acceptRequest(b, waiting?.id ?? '') : undefined;
}

async function keep({ asker, asked }: Pair, what: Kept): Promise<void> {
  const ctx = world.as(asked);
  const holds = { roles: ['patient' as const], places: ['Ward 7'], noSharedClub: true };
  if (what === 'holdAll') await changeHolds(ctx, holds);
  if (what === 'holdNothing')
    await changeHolds(ctx, { roles: [], places: [], noSharedClub: false });
  if (what === 'young') await sayYoung(ctx, true);
  if (what === 'aside') await setAside(ctx, (await listRequestsToMe(ctx))[0]?.id ?? '');
  if (what === 'back') await bringBack(ctx, (await listHeldRequests(ctx))[0]?.id ?? '');
  if (what === 'mute') await mutePerson(ctx, asker.personId);
}

/** Everything that an asker can look at, without what is only a number or a name of this pair. */
async function look({ asker, asked, token }: Pair, more: readonly unknown[]): Promise<string> {
  const ctx = world.as(asker);
  const seen = JSON.stringify([
    more,
    await listSentRequests(ctx),
    await listFriends(ctx),
    await listRelations(ctx, [asked.personId]),
    await listGroups(ctx, { own: true }, { limit: 40 }),
    await exportFor(world.services, asker.personId),
    (await call(`GET /api/v1/accounts/relationships?id[]=${asked.personId}`, { token })).body,
    (await call('GET /api/v1/notifications', { token })).body,
  ]);
  return seen
    .replaceAll(asked.personId, 'THEM')
    .replaceAll(asked.handle, 'THEM')
    .replaceAll(asker.personId, 'ME')
    .replaceAll(asker.handle, 'ME')
    .replace(/\d{17,}/g, 'ID');
}

const sameInDatabase = () =>
  fc.asyncProperty(stories(5), async ({ steps, blockAfter }) => {
    const [open, keeping] = [await aPair(), await aPair()];
    const done: unknown[][] = [[], []];
    for (const { both, alone } of steps) {
      for (const what of alone) await keep(keeping, what);
      if (typeof both === 'number') world.clock.turnBy(both * dayMs);
      else
        for (const [at, pair] of [open, keeping].entries()) done[at]?.push(await act(pair, both));
      await deliveries(world);
    }
    const friends = (await listFriends(world.as(keeping.asker))).length > 0;
    if (blockAfter && !friends) {
      // A block of the second alone: what was sent stays what it was. Of them one sees nothing any more, as
      // everywhere, so that only what was sent is looked at.
      await blockPerson(world.as(keeping.asked), keeping.asker.personId);
      await deliveries(world);
      const sent = async ({ asker, asked }: Pair) =>
        JSON.stringify(await listSentRequests(world.as(asker)))
          .replaceAll(asked.personId, 'THEM')
          .replaceAll(asked.handle, 'THEM')
          .replace(/\d{17,}/g, 'ID');
      expect(await sent(keeping)).toEqual(await sent(open));
    } else expect(await look(keeping, done[1] ?? [])).toEqual(await look(open, done[0] ?? []));
    await tidyFriendRequests(world.services, {});
    await world.services.pool.query('delete from friend_request');
  });

test('HLT-01, HLT-08: whoever asks sees and gets the same, whatever the asked holds, puts aside, is, or does after', async () => {
  await fc.assert(sameInDatabase(), { numRuns: 200, endOnFailure: true });
}, 600_000);

test('the same look at the database sees a "not now" that is told to whoever asked', async () => {
  await world.services.pool.query(`
    create function tell() returns trigger language plpgsql as $$ begin
      update friend_request set withdrawn = new.since where id = new.request_id and new.place = 'held';
      return new; end $$;
    create trigger tell after update on friend_request_arrival for each row execute function tell()`);
  const found = await fc.check(sameInDatabase(), { numRuns: 200, endOnFailure: true });
  expect(found.failed).toBe(true);
}, 600_000);
