import { eq } from 'drizzle-orm';
import { houseHandle } from './addresses.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** The place itself as an actor: it signs what is fetched for nobody in particular. Made when it is first needed. */
export async function housePerson({
  db,
  clock,
}: Pick<Ctx, 'db' | 'clock'>): Promise<{ personId: string; handle: string }> {
  const named = eq(person.handle, houseHandle);
  const [known] = await db.select({ id: person.id }).from(person).where(named);
  if (known) return { personId: known.id, handle: houseHandle };
  await db
    .insert(person)
    .values({
      handle: houseHandle,
      name: 'Pocket Friends',
      kind: 'application',
      published: clock.now(),
    })
    .onConflictDoNothing();
  const [made] = await db.select({ id: person.id }).from(person).where(named);
  if (!made) throw new Error('The place was neither made an actor nor found as one.');
  return { personId: made.id, handle: houseHandle };
}
