import { strangers, type Pair, type Twin } from './twins.ts';
import { written } from './writing.ts';
import { blockPerson, mutePerson } from '#domain/connections/blocks.server.ts';
import { shareContact } from '#domain/connections/contacts.server.ts';
import { listRequestsToMe, setAside } from '#domain/connections/friend-answers.server.ts';
import { showFriendsTo } from '#domain/connections/friends.server.ts';
import { changeHolds, sayYoung } from '#domain/connections/request-holds.server.ts';
import { clearNotifications } from '#domain/notifications/notifications.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Unique words that only the asked keeps: no byte of another's may hold them. */
export const canary = 'Ward-canary-7f3e91';

/** What the asked does as themselves. */
type Act = (asked: Ctx, pair: Pair, twin: Twin) => Promise<unknown>;

/** What the asked keeps for themselves, before the request comes or after it. */
export interface Fact {
  /** Where the request comes to lie in their world: what makes the worlds differ at all. */
  lies: 'held' | 'delivered';
  before?: Act;
  after?: Act;
}

const noHolds = { roles: [], places: [], noSharedClub: false };
const places = [canary, 'meadow clinic'];

/** Each thing that somebody may keep, by itself. */
export const alone: Record<string, Fact> = {
  role: { lies: 'held', before: (asked) => changeHolds(asked, { ...noHolds, roles: ['patient'] }) },
  place: { lies: 'held', before: (asked) => changeHolds(asked, { ...noHolds, places }) },
  club: { lies: 'held', before: (asked) => changeHolds(asked, { ...noHolds, noSharedClub: true }) },
  young: { lies: 'held', before: (asked) => sayYoung(asked, true) },
  muted: { lies: 'delivered', before: (asked, { asker }) => mutePerson(asked, asker.personId) },
  blocked: {
    lies: 'delivered',
    before: (asked, _pair, { third }) => blockPerson(asked, third.personId),
  },
  contact: {
    lies: 'delivered',
    before: (asked, _pair, { friend }) =>
      shareContact(asked, { friendId: friend.personId, text: canary }),
  },
  posts: { lies: 'delivered', before: writeForFriends },
  shown: { lies: 'delivered', before: (asked) => showFriendsTo(asked, 'friends') },
  full: { lies: 'delivered', before: fillTray },
  aside: {
    lies: 'delivered',
    after: async (asked) => setAside(asked, (await listRequestsToMe(asked))[0]?.id ?? 'no request'),
  },
  ignored: { lies: 'delivered', after: lookAway },
};

/** All of it that goes together, at once. */
export const everything: Fact = {
  lies: 'held',
  before: async (asked, pair, twin) => {
    await changeHolds(asked, { roles: ['patient'], places, noSharedClub: true });
    for (const name of ['young', 'muted', 'blocked', 'contact', 'posts', 'shown', 'full'])
      await alone[name]?.before?.(asked, pair, twin);
  },
  after: lookAway,
};

/** Posts for friends: the asker is none, and no number of them may tell. */
async function writeForFriends(_asked: Ctx, { asked }: Pair, { world, friend }: Twin) {
  for (const words of ['For friends alone.', `@${friend.handle}, also for you.`])
    await written(world, asked, `${words} ${canary}`, { visibility: 'friends' });
}

/** As many requests in the tray as a page lists, and more. */
async function fillTray(_asked: Ctx, { asked }: Pair, { world }: Twin) {
  const { rowCount } = await world.services.pool.query(
    `with made as (
      insert into friend_request (asker_id, asked_id, asked_handle, note, sent)
      select id, $1, $2, $3, $4 from person where handle like 'stranger%' returning id)
    insert into friend_request_arrival (request_id, person_id, place, since)
    select id, $1, 'held', $4 from made`,
    [asked.personId, asked.handle, canary, world.clock.now()],
  );
  if (rowCount !== strangers) throw new Error('The tray is not full.');
}

/** Reads that somebody asks, waves it away, and answers nothing. */
async function lookAway(asked: Ctx, pair: Pair, { world, site }: Twin) {
  const headers = { cookie: await world.cookieOf(pair.asked) };
  for (const path of ['/friends', '/friends/held', '/notifications'])
    await (await fetch(site.origin + path, { headers })).text();
  await clearNotifications(asked);
}
