import { eq, lt, sql } from 'drizzle-orm';
import { oauthApp, oauthCode, oauthToken, waitingToken } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;
const unusedDays = 30;
const waitingDays = 90;

/** Which apps may act for a person, for themselves. Their keys are left out. */
export async function exportFor(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<Record<string, unknown>> {
  const { name, website } = oauthApp;
  const { scopes, since, seen } = oauthToken;
  const apps = await db
    .select({ name, website, scopes, since, seen })
    .from(oauthToken)
    .innerJoin(oauthApp, eq(oauthApp.id, oauthToken.appId))
    .where(eq(oauthToken.personId, personId))
    .orderBy(oauthToken.since, name);
  return { apps };
}

/** Ends what apps may do for a person: every key and every code is dead at once. Apps stay, they are nobody's. */
export async function erase({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  await db.delete(oauthCode).where(eq(oauthCode.personId, personId));
  await db.delete(oauthToken).where(eq(oauthToken.personId, personId));
}

/**
 * Forgets what nobody can use any more: codes that were over a day ago, tokens that are dead because
 * their person's login was changed, an app's own token that was not used for thirty days, those that have
 * waited ninety days for somebody who did not come, and then apps
 * that came thirty days ago and hold nothing.
 */
export async function forgetUnusedApps({
  db,
  clock,
}: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const now = clock.now().getTime();
  const before = new Date(now - unusedDays * day);
  await db.delete(oauthCode).where(lt(oauthCode.ends, new Date(now - day)));
  const longAgo = new Date(now - waitingDays * day);
  await db.delete(waitingToken).where(lt(waitingToken.since, longAgo));
  await db.execute(sql`delete from oauth_token t
    where (t.person_id is null and coalesce(t.seen, t.since) < ${before})
      or exists (select 1 from person p join login l on l.id = p.login_id
        where p.id = t.person_id and l.keys_changed >= t.since)`);
  await db.execute(sql`delete from oauth_app a where a.since < ${before}
    and not exists (select 1 from oauth_token t where t.app_id = a.id)
    and not exists (select 1 from oauth_code c where c.app_id = a.id)
    and not exists (select 1 from waiting_token w where w.app_id = a.id)`);
}
