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
  /** The server on which they live; null for this one. */
  host: string | null;
  /** Says whether it is a club. */
  kind: (typeof person.$inferSelect)['kind'];
  /** Whether a follow waits for an answer: of those who wish it, and of everybody who lives elsewhere. */
  locked: boolean;
}

const columns = {
  id: person.id,
  handle: person.handle,
  name: person.name,
  host: person.host,
  kind: person.kind,
  locked: sql<boolean>`(${person.locked} or ${person.host} is not null)`,
};

/** Finds a person by id as the viewer may: absent alike when nobody has the id, and when they are kept apart. */
export async function meet(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  id: string,
): Promise<Met | undefined> {
  if (!isId(id)) return undefined;
  const [met] = await db
    .select(columns)
    .from(person)
    .where(and(eq(person.id, id), mayMeet(viewer, person.id)));
  return met;
}

/** The same by handle; an own one by any case. */
export async function meetByHandle(
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'>,
  handle: string,
): Promise<Met | undefined> {
  const [met] = await db
    .select(columns)
    .from(person)
    .where(and(eq(person.handle, sql`lower(${handle})`), mayMeet(viewer, person.id)));
  return met;
}
