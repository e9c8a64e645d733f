import { and, desc, eq, sql } from 'drizzle-orm';
import { heardActivity } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** An activity that somebody has proved to have sent. */
export interface Heard {
  uri: string;
  actorUri: string;
  host: string;
  type: string;
  object: string | null;
}

/** One that is to be acted on. */
export interface ToHear extends Pick<Heard, 'uri' | 'actorUri'> {
  body: Readonly<Record<string, unknown>>;
  tries: number;
}

/**
 * Keeps an activity until it is acted on, once for good, by whichever inbox it came: one statement, since servers
 * send many. False when it had been heard before.
 */
export async function hearOnce(
  { pool, clock }: Pick<Ctx, 'pool' | 'clock'>,
  { uri, actorUri, host, type, object, body }: Heard & { body: string },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'hear-once',
    text: `insert into heard_activity (uri, actor_uri, host, type, object, heard, due, body)
      values ($1, $2, $3, $4, $5, $6, $6, $7::jsonb) on conflict do nothing`,
    values: [uri, actorUri, host, type, object, clock.now(), body],
  });
  return (rowCount ?? 0) > 0;
}

/** How long one who took an activity may take over it before another tries. */
const leaseMs = 5 * 60 * 1000;
const mostTries = 6;

/** Servers from which something waits to be acted on. */
export async function listHostsToHear({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<string[]> {
  const { rows } = await db.execute<{ host: string }>(
    sql`select distinct host from heard_activity where due <= ${clock.now()}`,
  );
  return rows.map(({ host }) => host);
}

/** Takes the next ones of a server, in the order in which they came; nobody else takes them for five minutes. */
export async function takeToHear(
  { pool, clock }: Pick<Ctx, 'pool' | 'clock'>,
  host: string,
): Promise<ToHear[]> {
  const now = clock.now();
  const { rows } = await pool.query<ToHear & { place: string }>({
    name: 'take-to-hear',
    text: `update heard_activity set due = $3, tries = tries + 1 where uri in (
        select uri from heard_activity where host = $1 and due <= $2
        order by place limit 20 for update skip locked)
      returning uri, actor_uri as "actorUri", body, tries, place::text`,
    values: [host, now, new Date(now.getTime() + leaseMs)],
  });
  return rows.toSorted((a, b) => Number(BigInt(a.place) - BigInt(b.place)));
}

/** It was acted on: what it said is not needed any more. */
export async function noteHeard({ pool }: Pick<Ctx, 'pool'>, uri: string): Promise<void> {
  await pool.query({
    name: 'note-heard',
    text: 'update heard_activity set due = null, body = null where uri = $1',
    values: [uri],
  });
}

/** It could not be acted on: tried again in one minute, two, four, ...; after six times it is let go. */
export async function noteUnheard(
  ctx: Pick<Ctx, 'db' | 'pool' | 'clock'>,
  { uri, tries }: Pick<ToHear, 'uri' | 'tries'>,
): Promise<void> {
  if (tries >= mostTries) return noteHeard(ctx, uri);
  const due = new Date(ctx.clock.now().getTime() + 2 ** (tries - 1) * 60 * 1000);
  await ctx.db.update(heardActivity).set({ due }).where(eq(heardActivity.uri, uri));
}

/** What an activity of somebody's was, by its address: whoever takes it back may name nothing else. */
export async function findHeard(
  { db }: Pick<Ctx, 'db'>,
  { uri, actorUri }: Pick<Heard, 'uri' | 'actorUri'>,
): Promise<{ type: string; object: string | null } | undefined> {
  const own = and(eq(heardActivity.uri, uri), eq(heardActivity.actorUri, actorUri));
  const { type, object } = heardActivity;
  return (await db.select({ type, object }).from(heardActivity).where(own))[0];
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
    .orderBy(desc(heardActivity.place))
    .limit(1);
  return found?.uri;
}

const days = 24 * 60 * 60 * 1000;

/**
 * The job of every minute: forgets activities that were heard a month ago. Nobody's signature is good for longer
 * than an hour, so none of them comes again. What can still be taken back by its address alone stays.
 */
export async function forgetHeard({ db, clock }: Services): Promise<void> {
  const before = new Date(clock.now().getTime() - 30 * days);
  await db.execute(sql`delete from heard_activity
    where heard < ${before} and due is null and type not in ('Follow', 'Like', 'Announce')`);
}
