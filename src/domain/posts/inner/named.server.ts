import { and, inArray } from 'drizzle-orm';
import { handlesIn } from '../rules.ts';
import { mayMeet } from '#domain/connections/pairs.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** People whom a text names, here and on servers that we know, as far as the author may meet them. */
export async function findNamed({ db, viewer, config }: Tx, text: string) {
  const handles = handlesIn(text, new URL(config.origin).host);
  if (handles.length === 0) return [];
  return db
    .select({ id: person.id, handle: person.handle, kind: person.kind })
    .from(person)
    .where(and(inArray(person.handle, handles), mayMeet(viewer, person.id)));
}
