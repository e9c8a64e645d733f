import { and, desc, eq, sql } from 'drizzle-orm';
import type { ConnectRefused } from './follows.server.ts';
import {
  asksAgain,
  decideAsk,
  isOpen,
  lapses,
  longestRequestNote,
  seenByAsker,
  type RequestState,
} from './friend-request-rules.ts';
import { friendRequest } from './friends-schema.server.ts';
import { befriend } from './inner/befriend.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { unblockedBy } from './pairs.server.ts';
import { block, friendship } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { person } from '#domain/people/schema.server.ts';
import { asAskingAccount } from '#platform/asking-account.server.ts';
import { inTransaction, type Ctx, type Tx, type Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText, type TextRefused } from '#platform/text.server.ts';

/**
 * Why a request is not sent. `tooSoon`: this person was asked before; `again` is when they can be asked again,
 * which depends on when they were asked and on nothing else.
 */
export type AskRefused =
  ConnectRefused | TextRefused | { refused: 'elsewhere' } | { refused: 'tooSoon'; again: Date };

const often = { times: 20, seconds: 24 * 60 * 60 };

/**
 * Asks somebody to be friends, with a kind word or none (300 characters). Whoever has asked the viewer
 * meanwhile is a friend at once; asking while a request waits changes nothing. Refuses `gone` for whoever is
 * not there for the viewer, and `tooFast` after twenty requests a day, whoever was asked. Before all else
 * `elsewhere`: people of other servers cannot be asked, which their handle says to everybody.
 *
 * What it does and answers is the same whatever the asked keeps for themselves: it looks at them with an account
 * that cannot read it. Where the request comes to lie is the work of a job (`settleFriendRequest`).
 */
export async function askToBefriend(
  ctx: Ctx,
  { id, note = '' }: { id: string; note?: string },
): Promise<{ state: 'sent' | 'friends' } | AskRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (viewer.personId === id) return { refused: 'self' };
  const asked = await findPlace(ctx, id);
  if (asked?.host) return { refused: 'elsewhere' };
  const words = plainText(note, { maxGraphemes: longestRequestNote });
  if (typeof words !== 'string') return words;
  if (await limited(ctx, `friend requests of ${viewer.personId}`, often))
    return { refused: 'tooFast' };
  // Clubs are followed; nobody is friends with one.
  if (asked && asked.kind !== 'person') return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, viewer.personId, id);
    const sent = await asAskingAccount(tx, () => send(tx, viewer, id, words));
    if ('refused' in sent) return sent;
    if ('requestId' in sent)
      await tx.jobs.send(tx.db, 'settle-friend-request', { requestId: sent.requestId });
    if (sent.state === 'crossed') await befriend(tx, viewer.personId, id);
    return { state: sent.state === 'sent' ? ('sent' as const) : ('friends' as const) };
  });
}

/** What the handle of somebody tells everybody: where they live, and whether they are a club. */
async function findPlace({ db }: Ctx, id: string) {
  if (!isId(id)) return undefined;
  const { host, kind } = person;
  return (await db.select({ host, kind }).from(person).where(eq(person.id, id)))[0];
}

type Sent =
  { state: 'sent'; requestId?: string } | { state: 'friends' } | { state: 'crossed' } | AskRefused;

async function send(tx: Tx, { personId }: Viewer, id: string, note: string): Promise<Sent> {
  const met = await findAsked(tx, personId, id);
  if (!met || (await exists(tx, block, block.personId, personId, block.blockedId, id)))
    return { refused: 'gone' };
  const pair = [friendship.personId, personId, friendship.friendId, id] as const;
  const friends = await exists(tx, friendship, ...pair);
  const now = tx.clock.now();
  const theirs = await findBetween(tx, id, personId);
  const mine = await findBetween(tx, personId, id);
  const decided = decideAsk({ friends, theirs, mine }, now);
  if (decided === 'friends' || decided === 'crossed') return { state: decided };
  if (decided === 'waits') return { state: 'sent' };
  if (decided !== 'send') return { refused: 'tooSoon', again: decided.again };
  if (mine) await tx.db.delete(friendRequest).where(eq(friendRequest.id, mine.id));
  const row = { askerId: personId, askedId: id, askedHandle: met.handle, note, sent: now };
  const [made] = await tx.db.insert(friendRequest).values(row).returning({ id: friendRequest.id });
  return { state: 'sent', ...(made && { requestId: made.id }) };
}

async function findAsked({ db }: Tx, personId: string, id: string) {
  if (!isId(id)) return undefined;
  const [asked] = await db
    .select({ handle: person.handle })
    .from(person)
    .where(and(eq(person.id, id), unblockedBy(person.id, { personId })));
  return asked;
}

async function exists(
  { db }: Tx,
  table: typeof block | typeof friendship,
  ...[one, oneId, other, otherId]: [Column, string, Column, string]
): Promise<boolean> {
  const found = await db
    .select({ there: sql`1` })
    .from(table)
    .where(and(eq(one, oneId), eq(other, otherId)));
  return found.length > 0;
}
type Column = typeof block.personId | typeof block.blockedId | typeof friendship.personId;

async function findBetween({ db }: Tx, askerId: string, askedId: string) {
  const { id, sent, withdrawn, yes } = friendRequest;
  const [found] = await db
    .select({ id, sent, withdrawn, yes })
    .from(friendRequest)
    .where(and(eq(friendRequest.askerId, askerId), eq(friendRequest.askedId, askedId)));
  return found;
}

/**
 * Takes a request of the viewer back; the asked is not told, and what they had of it goes. Refuses `gone` for
 * what is no request of theirs, or waits no more.
 */
export async function withdraw(
  ctx: Ctx,
  requestId: string,
): Promise<{ refused: 'signIn' | 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!isId(requestId)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const own = and(eq(friendRequest.id, requestId), eq(friendRequest.askerId, viewer.personId));
    const [row] = await tx.db.select().from(friendRequest).where(own).for('update');
    if (!row || !isOpen(row, tx.clock.now())) return { refused: 'gone' as const };
    const set = { withdrawn: tx.clock.now(), note: '' };
    await tx.db.update(friendRequest).set(set).where(own);
    await tx.jobs.send(tx.db, 'settle-friend-request', { requestId });
    return undefined;
  });
}

/** A request as whoever sent it sees it. `until`: when it lapses, or from when one may ask again. */
export interface SentRequest {
  id: string;
  askedId: string;
  handle: string;
  state: RequestState;
  sent: Date;
  until: Date;
}

const mostListed = 200;

/**
 * The viewer's own requests, the newest first, until they may ask the same person again. They say what the
 * viewer did, what the asked said yes to, and what time it is: nobody's block, tray or silence is in them, and
 * so the asked is named as the viewer wrote to them then.
 */
export async function listSentRequests(
  { db, viewer, clock }: Pick<Ctx, 'db' | 'viewer' | 'clock'>,
  seen = seenByAsker,
): Promise<SentRequest[]> {
  if (!viewer) return [];
  const { id, askedId, askedHandle: handle, sent, withdrawn, yes } = friendRequest;
  const friends = sql<boolean>`exists (select from ${friendship} fr
    where fr.person_id = ${friendRequest.askerId} and fr.friend_id = ${friendRequest.askedId})`;
  const rows = await db
    .select({ id, askedId, handle, sent, withdrawn, yes, friends })
    .from(friendRequest)
    .where(eq(friendRequest.askerId, viewer.personId))
    .orderBy(desc(friendRequest.id))
    .limit(mostListed);
  const now = clock.now();
  return rows.flatMap((row) => {
    const state = seen(row, now);
    if (!state || asksAgain(row.sent) <= now) return [];
    const until = state === 'sent' ? lapses(row.sent) : asksAgain(row.sent);
    return [{ id: row.id, askedId: row.askedId, handle: row.handle, state, sent: row.sent, until }];
  });
}
