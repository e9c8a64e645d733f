import { asc, eq, isNull } from 'drizzle-orm';
import { club } from './schema.server.ts';
import { changeGroup, groupViewer, makeGroup } from '#domain/people/groups.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The club as somebody who can be followed and heard. It acts through the same verbs as everybody: what it
 * says, shows on and answers happens in the context that this returns. Gives it its person where it has none.
 */
export async function asClub(tx: Tx, clubId: string): Promise<Tx> {
  const personId = await openClubPerson(tx, clubId);
  return { ...tx, viewer: await groupViewer(tx, personId) };
}

/** Gives a club its person, once: the handle is its address, or the next that is free. Returns the person's id. */
export async function openClubPerson(tx: Tx, clubId: string): Promise<string> {
  const [found] = await tx.db.select().from(club).where(eq(club.id, clubId));
  if (found?.personId) return found.personId;
  const [own] = await tx.db.select().from(club).where(eq(club.id, clubId)).for('no key update');
  if (!own) throw new Error('A club that acts is not there.');
  if (own.personId) return own.personId;
  const { personId } = await makeGroup(tx, own.slug, { name: own.name, bio: own.about });
  await tx.db.update(club).set({ personId }).where(eq(club.id, clubId));
  return personId;
}

/** Gives their person to clubs that were there before clubs had one. Doing it again changes nothing. */
export async function openClubPersons(services: Services): Promise<void> {
  const without = await services.db
    .select({ id: club.id })
    .from(club)
    .where(isNull(club.personId))
    .orderBy(asc(club.id));
  for (const { id } of without)
    await inTransaction({ ...services, viewer: null }, (tx) => openClubPerson(tx, id));
}

/** Says of the club's person what the club says of itself. */
export async function keepClubPerson(
  tx: Tx,
  clubId: string,
  { name, about }: { name: string; about: string },
): Promise<void> {
  await changeGroup(tx, await openClubPerson(tx, clubId), { name, bio: about });
}

/** The address of the club that this person is; nothing for everybody else. */
export async function findClubOf({ db }: Ctx, personId: string): Promise<string | undefined> {
  const [found] = await db
    .select({ slug: club.slug })
    .from(club)
    .where(eq(club.personId, personId));
  return found?.slug;
}
