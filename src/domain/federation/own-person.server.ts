import { and, eq, isNull } from 'drizzle-orm';
import { houseHandle } from './addresses.ts';
import { housePerson } from './house-person.server.ts';
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

/** By handle; absent for people of other servers. The place itself is there for whoever asks. */
export async function findOwnPerson(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  handle: string,
): Promise<OwnPerson | undefined> {
  if (handle === houseHandle) await housePerson(ctx);
  const { id, kind, alsoKnownAs, movedTo, showsFollows } = person;
  const [found] = await ctx.db
    .select({ id, handle: person.handle, kind, alsoKnownAs, movedTo, showsFollows })
    .from(person)
    .where(and(eq(person.handle, handle), isNull(person.host)));
  return found;
}
