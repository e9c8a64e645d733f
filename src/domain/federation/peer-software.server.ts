import { and, inArray, sql } from 'drizzle-orm';
import { hostOfUri } from './hosts.ts';
import { inboxesOfFollowers } from './outgoing.server.ts';
import { peer } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/**
 * What servers run, by the names that NodeInfo gives it, for whom something is said in another way. Forums show a club as
 * one of them (FEP-1b12) and want activities; to everybody else the same would be said twice, and Mastodon would fetch it
 * once more each time. Calendars want events (FEP-8a8e) and show no notes; elsewhere an event would be a second post.
 */
const programs = {
  calendar: ['gancio', 'mobilizon'],
  forum: ['discourse', 'kbin', 'lemmy', 'mbin', 'nodebb', 'piefed', 'sublinks'],
} as const;

/** Where those who follow somebody are written to, as far as their servers are of a kind. */
export async function followersInboxesOn(
  tx: Pick<Tx, 'db'>,
  kind: keyof typeof programs,
  personId: string,
): Promise<string[]> {
  const inboxes = await inboxesOfFollowers(tx, personId);
  const hosts = inboxes.map((inbox) => hostOfUri(inbox) ?? '');
  const found = await tx.db
    .select({ host: peer.host })
    .from(peer)
    .where(and(inArray(peer.host, hosts), inArray(peer.software, [...programs[kind]])));
  const wanted = new Set(found.map(({ host }) => host));
  return inboxes.filter((_, at) => wanted.has(hosts[at] ?? ''));
}

const dayMs = 24 * 60 * 60 * 1000;

/** Of the servers behind these inboxes those that were not asked today what they run. */
export async function listToAsk(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  inboxes: readonly string[],
): Promise<string[]> {
  const hosts = [...new Set(inboxes.flatMap((inbox) => hostOfUri(inbox) ?? []))];
  const since = new Date(clock.now().getTime() - dayMs);
  const asked = await db
    .select({ host: peer.host })
    .from(peer)
    .where(and(inArray(peer.host, hosts), sql`${peer.softwareAsked} > ${since}`));
  const known = new Set(asked.map(({ host }) => host));
  return hosts.filter((host) => !known.has(host));
}

/** Keeps what a server says that it runs; one that does not answer is taken for what it was. */
export async function noteSoftware(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  host: string,
  software: string | undefined,
): Promise<void> {
  const now = clock.now();
  const set = { softwareAsked: now, ...(software && { software }) };
  await db
    .insert(peer)
    .values({ host, since: now, ...set })
    .onConflictDoUpdate({ target: peer.host, set });
}
