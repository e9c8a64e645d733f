import { and, desc, eq } from 'drizzle-orm';
import type { ConnectRefused } from './follows.server.ts';
import { asksAgain, isOpen, lapses, longestRequestNote } from './friend-request-rules.ts';
import { areFriends } from './friends.server.ts';
import { introduction } from './friends-schema.server.ts';
import { lockPair } from './inner/lock-pair.server.ts';
import { meet } from './meet.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import { plainText, type TextRefused } from '#platform/text.server.ts';

const often = { times: 20, seconds: 24 * 60 * 60 };

/**
 * Introduces two friends of the viewer to each other, with a word about it or none. Each of them answers for
 * themselves, and two yeses make them friends; the viewer learns nothing of it, also not whether they know each
 * other already. Refuses `gone` for whoever is no friend of the viewer, and `tooSoon` for a pair that was
 * introduced before, which waits as long as a request does.
 */
export async function introduce(
  ctx: Ctx,
  { ids, note = '' }: { ids: readonly [string, string]; note?: string },
): Promise<{ state: 'made' } | ConnectRefused | TextRefused | { refused: 'tooSoon'; again: Date }> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!ids.every(isId)) return { refused: 'gone' };
  const [oneId = '', otherId = ''] = ids.toSorted((a, b) => Number(BigInt(a) - BigInt(b)));
  if (oneId === otherId || ids.includes(viewer.personId)) return { refused: 'self' };
  const words = plainText(note, { maxGraphemes: longestRequestNote });
  if (typeof words !== 'string') return words;
  const { personId } = viewer;
  if (await limited(ctx, `introductions of ${personId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    await lockPair(tx, oneId, otherId);
    for (const id of [oneId, otherId])
      if (!(await meet(tx, id)) || !(await areFriends(tx, personId, id)))
        return { refused: 'gone' as const };
    const pair = { introducerId: personId, oneId, otherId };
    const own = and(
      eq(introduction.introducerId, personId),
      eq(introduction.oneId, oneId),
      eq(introduction.otherId, otherId),
    );
    const [before] = await tx.db.select().from(introduction).where(own);
    const again = before && asksAgain(before.made);
    if (again && again > tx.clock.now()) return { refused: 'tooSoon' as const, again };
    await tx.db.delete(introduction).where(own);
    const [made] = await tx.db
      .insert(introduction)
      .values({ ...pair, note: words, made: tx.clock.now() })
      .returning({ id: introduction.id });
    await tx.jobs.send(tx.db, 'settle-introduction', { introductionId: made?.id });
    return { state: 'made' as const };
  });
}

/** Takes an introduction back. What the two had of it goes; if they are friends already they stay it. */
export async function withdrawIntroduction(
  ctx: Ctx,
  introductionId: string,
): Promise<{ refused: 'signIn' | 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (!isId(introductionId)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const own = and(
      eq(introduction.id, introductionId),
      eq(introduction.introducerId, viewer.personId),
    );
    const [row] = await tx.db.select().from(introduction).where(own).for('update');
    if (!row || !isOpen({ ...row, sent: row.made, yes: null }, tx.clock.now()))
      return { refused: 'gone' as const };
    await tx.db.update(introduction).set({ withdrawn: tx.clock.now(), note: '' }).where(own);
    await tx.jobs.send(tx.db, 'settle-introduction', { introductionId });
    return undefined;
  });
}

/** An introduction as the one who made it sees it: what they did, and what time it is. */
export interface MadeIntroduction {
  id: string;
  ids: [string, string];
  state: 'made' | 'lapsed' | 'withdrawn';
  until: Date;
}

/** The viewer's introductions, the newest first. Nobody's answer, or lack of one, is in them. */
export async function listIntroductions({ db, viewer, clock }: Ctx): Promise<MadeIntroduction[]> {
  if (!viewer) return [];
  const now = clock.now();
  const rows = await db
    .select()
    .from(introduction)
    .where(eq(introduction.introducerId, viewer.personId))
    .orderBy(desc(introduction.id))
    .limit(200);
  return rows.flatMap(({ id, oneId, otherId, made, withdrawn }) => {
    const open = isOpen({ sent: made, withdrawn, yes: null }, now);
    const state = withdrawn ? 'withdrawn' : open ? 'made' : 'lapsed';
    const until = open ? lapses(made) : asksAgain(made);
    return asksAgain(made) > now ? [{ id, ids: [oneId, otherId], state, until }] : [];
  });
}
