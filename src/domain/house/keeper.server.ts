import { desc, eq, lt } from 'drizzle-orm';
import { announcement, announcementRead, audit, houseSetting } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;
const auditDays = 2 * 365;

/**
 * What a person did as an operator, for themselves: which act and when; to whom is another's matter. And
 * which announcements they have put away.
 */
export async function exportFor(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<Record<string, unknown>> {
  const acts = await db
    .select({ at: audit.at, act: audit.act })
    .from(audit)
    .where(eq(audit.actorId, personId))
    .orderBy(desc(audit.id));
  const dismissed = await db
    .select({ announcement: announcement.text })
    .from(announcementRead)
    .innerJoin(announcement, eq(announcement.id, announcementRead.announcementId))
    .where(eq(announcementRead.personId, personId));
  return {
    ...(acts.length > 0 && { acts }),
    ...(dismissed.length > 0 && { dismissed }),
  };
}

/**
 * Takes a person's number out of the settings they changed, and off what they have put away. The audit log stays as it is: it names
 * people by a number that stands for nobody once they are erased, and an operator could otherwise make
 * their acts forgotten by leaving.
 */
export async function erase({ db }: Pick<Ctx, 'db'>, personId: string): Promise<void> {
  await db.delete(announcementRead).where(eq(announcementRead.personId, personId));
  await db
    .update(houseSetting)
    .set({ changedBy: null })
    .where(eq(houseSetting.changedBy, personId));
}

/** Forgets acts of more than two years ago. */
export async function forgetOldActs({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - auditDays * day);
  await db.delete(audit).where(lt(audit.at, before));
}
