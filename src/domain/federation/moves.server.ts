import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { personUri } from './addresses.ts';
import { findPerson } from './persons-by-uri.server.ts';
import { follow } from '#domain/connections/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** Why somebody does not move. `notYours`: the other account does not say that it is theirs too. */
export type MoveRefused = { refused: 'signIn' | 'notFound' | 'notYours' | 'tooFast' };

const oneMove = { times: 3, seconds: 24 * 60 * 60 };

/**
 * The viewer lives on another server from now on: their page says so, and whoever follows them is led there. Their
 * posts stay. Their new account has to name this one among its own; its server is asked about that at once.
 */
export async function moveAway(ctx: Ctx, handle: string): Promise<MoveRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  if (await limited(ctx, `moves of ${viewer.personId}`, oneMove)) return { refused: 'tooFast' };
  const found = await ctx.elsewhere(ctx, handle, { fresh: true });
  if (!found || !('personId' in found)) return { refused: 'notFound' };
  const target = await findPerson(ctx, found.personId);
  if (!target || target.here) return { refused: 'notFound' };
  const [row] = await ctx.db.select().from(person).where(eq(person.id, target.id));
  const own = personUri(ctx.config.origin, viewer.handle);
  if (!row?.alsoKnownAs.includes(own)) return { refused: 'notYours' };
  await inTransaction(ctx, async (tx) => {
    const here = eq(person.id, viewer.personId);
    await tx.db.update(person).set({ movedTo: target.uri, updated: tx.clock.now() }).where(here);
    tx.wake({ kind: 'person', id: viewer.personId });
    await announce(tx, 'moved', { personId: viewer.personId, targetId: target.id });
  });
  return undefined;
}

/** Keeps where somebody of another server lives now. */
export async function movePersonTo(ctx: Ctx, personId: string, uri: string): Promise<void> {
  const elsewhere = and(eq(person.id, personId), isNotNull(person.host));
  await inTransaction(ctx, async (tx) => {
    await tx.db.update(person).set({ movedTo: uri }).where(elsewhere);
    tx.wake({ kind: 'person', id: personId });
  });
}

/** Who of this place follows somebody, as the viewers that they are. */
export async function listFollowersHere(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<Viewer[]> {
  const { id: followerId, handle, name, zone } = person;
  const rows = await db
    .select({ personId: followerId, handle, name, zone })
    .from(follow)
    .innerJoin(person, eq(person.id, follow.followerId))
    .where(and(eq(follow.followeeId, personId), isNull(person.host)));
  return rows.map((row) => ({ ...row, operator: false }));
}
