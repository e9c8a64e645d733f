import { eq } from 'drizzle-orm';
import { groupHandles } from './handle.ts';
import { handleIsFree } from './inner/handles.server.ts';
import { person } from './schema.server.ts';
import type { Tx, Viewer } from '#platform/ctx.server.ts';

/** What a group says of itself. */
export interface GroupWords {
  name: string;
  bio: string;
}

/**
 * Makes a group: somebody who is followed and speaks, but whom nobody signs in as and no list of people names.
 * Its handle is the wish, or the next that is free. Returns its id.
 */
export async function makeGroup(tx: Tx, wish: string, { name, bio }: GroupWords): Promise<string> {
  for (const handle of groupHandles(wish)) {
    if (!(await handleIsFree(tx, handle))) continue;
    const [made] = await tx.db
      .insert(person)
      .values({ handle, kind: 'group', name, bio, indexable: true, published: tx.clock.now() })
      .returning({ id: person.id });
    if (made) return made.id;
  }
  throw new Error('No handle was left for a group.');
}

/** Changes what a group says of itself. */
export async function changeGroup(
  tx: Tx,
  personId: string,
  { name, bio }: GroupWords,
): Promise<void> {
  await tx.db
    .update(person)
    .set({ name, bio, updated: tx.clock.now() })
    .where(eq(person.id, personId));
  tx.wake({ kind: 'person', id: personId });
}

/** A group as the one who acts. Only for code that speaks for it: no person is ever this viewer. */
export async function groupViewer({ db }: Pick<Tx, 'db'>, personId: string): Promise<Viewer> {
  const [found] = await db
    .select({ handle: person.handle, name: person.name, zone: person.zone })
    .from(person)
    .where(eq(person.id, personId));
  if (!found) throw new Error('A group that acts is not there.');
  return { personId, operator: false, ...found };
}
