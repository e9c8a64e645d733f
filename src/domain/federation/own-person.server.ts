import { and, eq, isNull } from 'drizzle-orm';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody, or something, of this place that other servers may know of. */
export interface OwnPerson {
  id: string;
  handle: string;
  kind: (typeof person.$inferSelect)['kind'];
  alsoKnownAs: string[];
  movedTo: string | null;
  showsFollows: boolean;
}

/** By handle; absent for people of other servers. */
export async function findOwnPerson(
  { db }: Pick<Ctx, 'db'>,
  handle: string,
): Promise<OwnPerson | undefined> {
  const { id, kind, alsoKnownAs, movedTo, showsFollows } = person;
  const [found] = await db
    .select({ id, handle: person.handle, kind, alsoKnownAs, movedTo, showsFollows })
    .from(person)
    .where(and(eq(person.handle, handle), isNull(person.host)));
  return found;
}
