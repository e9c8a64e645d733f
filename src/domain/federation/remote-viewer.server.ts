import { and, eq, isNotNull } from 'drizzle-orm';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';

/** Somebody of another server as the viewer that they act as here; nobody of this place. */
export async function viewerElsewhere(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<Viewer | undefined> {
  const { handle, name } = person;
  const [found] = await db
    .select({ personId: person.id, handle, name })
    .from(person)
    .where(and(eq(person.id, personId), isNotNull(person.host)));
  return found && { ...found, operator: false, zone: 'UTC' };
}
