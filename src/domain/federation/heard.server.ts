import { and, desc, eq, lt, notInArray } from 'drizzle-orm';
import { heardActivity } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** An activity that somebody has proved to have sent. */
export interface Heard {
  uri: string;
  actorUri: string;
  type: string;
  object: string | null;
}

/** Notes that an activity was heard, for good; false when it had been before, by whichever inbox it came. */
export async function hearOnce(tx: Tx, heard: Heard): Promise<boolean> {
  const made = await tx.db
    .insert(heardActivity)
    .values({ ...heard, heard: tx.clock.now() })
    .onConflictDoNothing()
    .returning({ uri: heardActivity.uri });
  return made.length > 0;
}

/** What an activity of somebody's was, by its address: whoever takes it back may name nothing else. */
export async function findHeard(
  { db }: Pick<Ctx, 'db'>,
  { uri, actorUri }: Pick<Heard, 'uri' | 'actorUri'>,
): Promise<Heard | undefined> {
  const own = and(eq(heardActivity.uri, uri), eq(heardActivity.actorUri, actorUri));
  return (await db.select().from(heardActivity).where(own))[0];
}

/** The address of the newest activity of this type that somebody sent about something: answers name it. */
export async function findHeardAbout(
  { db }: Pick<Ctx, 'db'>,
  { actorUri, type, object }: { actorUri: string; type: string; object: string },
): Promise<string | undefined> {
  const about = [
    eq(heardActivity.actorUri, actorUri),
    eq(heardActivity.type, type),
    eq(heardActivity.object, object),
  ];
  const [found] = await db
    .select({ uri: heardActivity.uri })
    .from(heardActivity)
    .where(and(...about))
    .orderBy(desc(heardActivity.heard))
    .limit(1);
  return found?.uri;
}

const kept = ['Follow', 'Like', 'Announce'];
const days = 24 * 60 * 60 * 1000;

/**
 * The job of every minute: forgets activities that were heard a month ago. Nobody's signature is good for longer
 * than an hour, so none of them comes again. What can still be taken back by its address alone stays.
 */
export async function forgetHeard({ db, clock }: Services): Promise<void> {
  const before = new Date(clock.now().getTime() - 30 * days);
  await db
    .delete(heardActivity)
    .where(and(lt(heardActivity.heard, before), notInArray(heardActivity.type, kept)));
}
