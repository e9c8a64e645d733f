import { and, eq, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { admission, invitation } from './arriving-schema.server.ts';
import { login, person, proof, session } from './schema.server.ts';
import { knownDevice, mastodonClient } from './ways-schema.server.ts';
import { forgetOldLimits } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

type Parts = Pick<Services, 'db' | 'clock'>;

const day = 24 * 60 * 60 * 1000;

/** How many days what is over stays here; docs/operating.md tells operators the same. */
export const keptDays = {
  knownDevice: 365,
  invitation: 90,
  loginWithoutPerson: 90,
  mastodonClient: 90,
} as const;

/** The job of every minute: forgets sessions, proofs (so also sign-ups nobody confirmed) and counted tries that are over. */
export async function forgetWhatIsOver({ db, clock }: Parts): Promise<void> {
  await db.delete(session).where(lte(session.ends, clock.now()));
  await db.delete(proof).where(lte(proof.ends, clock.now()));
  await forgetOldLimits({ db, clock });
}

/** The job of every hour: forgets what has stayed for the days that were promised. */
export async function forgetWhatIsOld({ db, clock }: Parts): Promise<void> {
  const ago = (days: number) => new Date(clock.now().getTime() - days * day);
  await db.delete(knownDevice).where(lt(knownDevice.seen, ago(keptDays.knownDevice)));
  await db.delete(mastodonClient).where(lt(mastodonClient.since, ago(keptDays.mastodonClient)));
  const invited = ago(keptDays.invitation);
  await db
    .delete(invitation)
    .where(or(lt(invitation.ends, invited), lt(invitation.withdrawn, invited)));
  await forgetEmptyLogins(db, ago(keptDays.loginWithoutPerson));
}

/** An address that was confirmed long ago, without anybody having become a person or waiting to be let in. */
async function forgetEmptyLogins(db: Parts['db'], before: Date): Promise<void> {
  const one = { one: sql`1` };
  const persons = db.select(one).from(person).where(eq(person.loginId, login.id));
  const waiting = db
    .select(one)
    .from(admission)
    .where(and(eq(admission.loginId, login.id), isNull(admission.admitted)));
  const opened = db.select(one).from(session).where(eq(session.loginId, login.id));
  await db
    .delete(login)
    .where(
      and(lt(login.created, before), notExists(persons), notExists(waiting), notExists(opened)),
    );
}
