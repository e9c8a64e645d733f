import { asc, eq, isNull, or } from 'drizzle-orm';
import { club } from './schema.server.ts';
import { changeGroup, groupViewer, makeGroup } from '#domain/people/groups.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** As whom a club acts: as itself, or as the companion that shows every line of its live chats. */
export type ClubVoice = 'club' | 'live';

/**
 * The club as somebody who can be followed and heard. It acts through the same verbs as everybody: what it
 * says, shows on and answers happens in the context that this returns. Gives it its persons where it has none.
 */
export async function asClub(tx: Tx, clubId: string, voice: ClubVoice = 'club'): Promise<Tx> {
  const { personId, livePersonId } = await openClubPerson(tx, clubId);
  return { ...tx, viewer: await groupViewer(tx, voice === 'live' ? livePersonId : personId) };
}

interface Persons {
  personId: string;
  livePersonId: string;
}

/**
 * Gives a club its person and the live companion, once: the handle is its address, or the next that is free; the
 * companion's has `-live` behind it. Returns their ids.
 */
export async function openClubPerson(tx: Tx, clubId: string): Promise<Persons> {
  const [found] = await tx.db.select().from(club).where(eq(club.id, clubId));
  if (isOpen(found)) return found;
  const mine = tx.db.select().from(club).where(eq(club.id, clubId)).for('no key update');
  const [own] = await mine;
  if (!own) throw new Error('A club that acts is not there.');
  const personId =
    own.personId ?? (await makeGroup(tx, own.slug, { name: own.name, bio: own.about }));
  const live = liveWords(own);
  const livePersonId = own.livePersonId ?? (await makeGroup(tx, `${own.slug}-live`, live));
  await tx.db.update(club).set({ personId, livePersonId }).where(eq(club.id, clubId));
  return { personId, livePersonId };
}

function isOpen(found: Partial<typeof club.$inferSelect> | undefined): found is Persons {
  return Boolean(found?.personId && found.livePersonId);
}

const liveWords = ({ name }: { name: string }) => ({
  name: `${name} (live)`,
  bio: `Every line of the chats of ${name}, as they come. Follow the club itself for the questions and the first answers.`,
});

/** Gives their persons to clubs that were there before clubs had any. Doing it again changes nothing. */
export async function openClubPersons(services: Services): Promise<void> {
  const without = await services.db
    .select({ id: club.id })
    .from(club)
    .where(or(isNull(club.personId), isNull(club.livePersonId)))
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
  const { personId, livePersonId } = await openClubPerson(tx, clubId);
  await changeGroup(tx, personId, { name, bio: about });
  await changeGroup(tx, livePersonId, liveWords({ name }));
}

/** The address of the club that this person is, or accompanies; nothing for everybody else. */
export async function findClubOf({ db }: Ctx, personId: string): Promise<string | undefined> {
  const [found] = await db
    .select({ slug: club.slug })
    .from(club)
    .where(or(eq(club.personId, personId), eq(club.livePersonId, personId)));
  return found?.slug;
}
