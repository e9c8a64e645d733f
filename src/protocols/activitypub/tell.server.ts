import { sql } from 'drizzle-orm';
import { tellEvent } from './tell/events.server.ts';
import { tellAccept, tellFollow, tellReject, tellUnfollow } from './tell/follows.server.ts';
import { tellBoost, tellFavourite, tellUnboost, tellUnfavourite } from './tell/marks.server.ts';
import { tellMove, tellProfile, tellReport } from './tell/people.server.ts';
import { tellQuoteRevoked } from './tell/quotes.server.ts';
import { tellVote } from './tell/votes.server.ts';
import { tellDeletion, tellEdit, tellPost } from './tell/posts.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { About, Listener } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What is told to other servers, each from the names of what it is about. */
const tellers = {
  post: tellPost,
  edit: tellEdit,
  boost: tellBoost,
  unboost: tellUnboost,
  favourite: tellFavourite,
  unfavourite: tellUnfavourite,
  follow: tellFollow,
  unfollow: tellUnfollow,
  accept: tellAccept,
  reject: tellReject,
  profile: tellProfile,
  report: tellReport,
  vote: tellVote,
  move: tellMove,
  event: tellEvent,
} satisfies Record<string, (ctx: Ctx, about: About) => Promise<void>>;

type What = keyof typeof tellers;

/** The job `tell`: works out what to say and to whom, and lays it ready to be sent. */
export async function tell(services: Services, { what, ...about }: About): Promise<void> {
  const teller = tellers[what as What];
  await teller({ ...services, viewer: null }, about);
}

/** Hears of something here that other servers may have to hear of; nothing while no other server is known. */
function later(what: What): Listener {
  return async (tx, about) => {
    if (!(await knowsOthers(tx))) return;
    await tx.jobs.send(tx.db, 'tell', { what, ...about });
  };
}

async function knowsOthers({ db }: Tx): Promise<boolean> {
  return (await db.execute(sql`select from remote_person limit 1`)).rows.length > 0;
}

/** Who acts when something happens here, by the kind of event. `deleting` comes while the post is still there. */
export const tellOthers = {
  published: later('post'),
  changed: later('edit'),
  reworded: later('edit'),
  deleting: tellDeletion,
  quoteRevoked: tellQuoteRevoked,
  withheld: tellDeletion,
  boosted: later('boost'),
  unboosted: later('unboost'),
  favourited: later('favourite'),
  unfavourited: later('unfavourite'),
  followAsked: later('follow'),
  followed: async (tx, about) => {
    // Where nobody had to be asked, whoever follows is answered by what heard them.
    if (tx.viewer?.personId === about['followeeId']) await later('accept')(tx, about);
  },
  followDeclined: later('reject'),
  voted: later('vote'),
  profileChanged: later('profile'),
  moved: later('move'),
  monthChanged: later('event'),
  reportForwarded: later('report'),
  unfollowed: tellOfEnd,
} satisfies Record<string, Listener>;

/**
 * Of a follow that ended, whoever did not end it hears. Of one that never was, or was only asked for, nobody hears
 * anything from the one who was asked: a refusal would tell a block from a request that waits.
 */
async function tellOfEnd(tx: Tx, about: About): Promise<void> {
  const { followerId = '', followeeId = '', was } = about;
  const byFollower = tx.viewer?.personId === followerId;
  if (was === 'nothing' || (was === 'request' && !byFollower)) return;
  if (byFollower) return later('unfollow')(tx, about);
  await later('reject')(tx, { askerId: followerId, askedId: followeeId });
}
