import { and, eq, sql } from 'drizzle-orm';
import { mayMeet } from './pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody whom the viewer may meet; what every verb about another person begins with. */
export interface Met {
  id: string;
  handle: string;
  name: string;
  locked: boolean;
}

/** Finds a person by id as the viewer may: absent alike when nobody has the id, and when they are kept apart. */
export async function meet(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  id: string,
): Promise<Met | undefined> {
  if (!isId(id)) return undefined;
  const [met] = await db
    .select({ id: person.id, handle: person.handle, name: person.name, locked: person.locked })
    .from(person)
    .where(and(eq(person.id, id), mayMeet(viewer, person.id)));
  return met;
}

/** The same by handle; an own one by any case. `kind` says whether it is a club. */
export async function meetByHandle(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  handle: string,
): Promise<(Met & { kind: (typeof person.$inferSelect)['kind'] }) | undefined> {
  const { id, name, locked, kind } = person;
  const [met] = await db
    .select({ id, handle: person.handle, name, locked, kind })
    .from(person)
    .where(and(eq(person.handle, sql`lower(${handle})`), mayMeet(viewer, person.id)));
  return met;
}
