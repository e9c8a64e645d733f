import { and, inArray } from 'drizzle-orm';
import { handlesIn } from '../rules.ts';
import { mayMeet } from '#domain/connections/pairs.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** People of this place whom a text names, as far as the author may meet them. */
export async function findNamed({ db, viewer, config }: Tx, text: string) {
  const host = new URL(config.origin).host;
  const handles = handlesIn(
    text.replaceAll(new RegExp(`(@\\w+)@${RegExp.escape(host)}`, 'gi'), '$1'),
  );
  if (handles.length === 0) return [];
  return db
    .select({ id: person.id, handle: person.handle, kind: person.kind })
    .from(person)
    .where(and(inArray(person.handle, handles), mayMeet(viewer, person.id)));
}
