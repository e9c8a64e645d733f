import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { follow } from '#domain/connections/schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/** Keeps where somebody of another server lives now. */
export async function movePersonTo(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
  uri: string,
): Promise<void> {
  const elsewhere = and(eq(person.id, personId), isNotNull(person.host));
  await db.update(person).set({ movedTo: uri }).where(elsewhere);
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
