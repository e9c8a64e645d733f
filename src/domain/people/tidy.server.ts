import { lte } from 'drizzle-orm';
import { session, verification } from './schema.server.ts';
import { forgetOldLimits } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

/** The job of every minute: forgets sessions, proofs and counted tries that are over. */
export async function forgetWhatIsOver({
  db,
  clock,
}: Pick<Services, 'db' | 'clock'>): Promise<void> {
  await db.delete(session).where(lte(session.expiresAt, clock.now()));
  await db.delete(verification).where(lte(verification.expiresAt, clock.now()));
  await forgetOldLimits({ db, clock });
}
