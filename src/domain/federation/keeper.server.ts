import { eq, sql } from 'drizzle-orm';
import { personUri } from './addresses.ts';
import { sayFarewell } from './inner/farewell.server.ts';
import { heardActivity, outgoing, ownKey, remotePerson, told } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Which servers were told something of a person here; where somebody of another server lives. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const servers = await db
    .selectDistinct({ server: sql<string>`split_part(${told.inbox}, '/', 3)` })
    .from(told)
    .where(eq(told.personId, personId));
  const elsewhere = await db.select().from(remotePerson).where(eq(remotePerson.personId, personId));
  return {
    toldServers: servers.map(({ server }) => server).sort(),
    elsewhere: elsewhere.map(({ uri, page, fetched }) => ({ uri, page, fetched })),
  };
}

/**
 * Forgets keys, what was still on its way out, and whom it had been sent to. What stays until it has arrived is the
 * request to forget them, which names nothing but their address: a week at most.
 */
export async function erase(tx: Tx, personId: string): Promise<void> {
  const [own] = await tx.db
    .select({ handle: person.handle, host: person.host })
    .from(person)
    .where(eq(person.id, personId));
  if (own)
    await tx.db
      .delete(outgoing)
      .where(eq(outgoing.senderUri, personUri(tx.config.origin, own.handle)));
  if (own && !own.host) await sayFarewell(tx, { personId, handle: own.handle });
  const [away] = await tx.db.select().from(remotePerson).where(eq(remotePerson.personId, personId));
  if (away) await tx.db.delete(heardActivity).where(eq(heardActivity.actorUri, away.uri));
  await tx.db.delete(told).where(eq(told.personId, personId));
  await tx.db.delete(ownKey).where(eq(ownKey.personId, personId));
  await tx.db.delete(remotePerson).where(eq(remotePerson.personId, personId));
}
