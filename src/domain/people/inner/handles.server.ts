import { sql } from 'drizzle-orm';
import { isPastHandle } from './past-handles.server.ts';
import { skeletonOf } from '../handle.ts';
import { person } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * Whether nobody has, or ever had, this handle or one that looks like it; the hyphens of a club's handle do
 * not make it another. Whoever wants a look-alike at the same moment waits here until the caller's transaction
 * is over. People are looked at before past handles: whoever is being erased is found in one place or the other.
 */
export async function handleIsFree(tx: Ctx, handle: string): Promise<boolean> {
  const skeleton = skeletonOf(handle);
  const closed = skeleton.replaceAll('-', '');
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`handle ${closed}`}, 0))`,
  );
  const { rows } = await tx.db.execute(
    sql`select from ${person} where ${person.host} is null and (${person.skeleton} in (${skeleton}, ${closed})
      or (${person.kind} = 'group' and replace(${person.skeleton}, '-', '') = ${closed})) limit 1`,
  );
  return rows.length === 0 && !(await isPastHandle(tx, handle));
}
