import { eq, sql } from 'drizzle-orm';
import { requestHold, youngPerson } from './friends-schema.server.ts';
import { longestPlace, mostPlaces, rolesIn, type Holds } from './request-hold-rules.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { plainText, type TextRefused } from '#platform/text.server.ts';

/** What the viewer lets be held. */
export async function readOwnHolds(ctx: Ctx): Promise<Holds> {
  return ctx.viewer ? readHolds(ctx, ctx.viewer.personId) : readRows([]);
}

/** The same of the person who is asked: for the delivery of requests alone, never for a page of another. */
export async function readHolds({ db }: Pick<Ctx, 'db'>, personId: string): Promise<Holds> {
  return readRows(
    await db
      .select({ kind: requestHold.kind, words: requestHold.words })
      .from(requestHold)
      .where(eq(requestHold.personId, personId))
      .orderBy(requestHold.kind, requestHold.words),
  );
}

function readRows(rows: readonly { kind: string; words: string }[]): Holds {
  const of = (wanted: string) => rows.flatMap(({ kind, words }) => (kind === wanted ? words : []));
  return {
    roles: rolesIn(of('role')),
    places: of('place'),
    noSharedClub: of('noSharedClub').length > 0,
  };
}

/**
 * Says anew which requests are held: by what the asker says of themselves, by a place that their profile
 * names, or because they were never in the same club. It counts for requests that come from now on. Refuses
 * more than twenty places, and a place of more than 80 characters.
 */
export async function changeHolds(
  ctx: Ctx,
  holds: Holds,
): Promise<{ refused: 'signIn' | 'tooMany' } | TextRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const places = holds.places.map((place) => plainText(place, { maxGraphemes: longestPlace }));
  const broken = places.find((place) => typeof place !== 'string');
  if (broken && typeof broken !== 'string') return broken;
  const named = [...new Set(places)].filter((place) => typeof place === 'string' && place !== '');
  if (named.length > mostPlaces) return { refused: 'tooMany' };
  const { personId } = viewer;
  const rows = [
    ...rolesIn(holds.roles).map((words) => ({ personId, kind: 'role' as const, words })),
    ...named.map((words) => ({ personId, kind: 'place' as const, words: String(words) })),
    ...(holds.noSharedClub ? [{ personId, kind: 'noSharedClub' as const, words: '' }] : []),
  ];
  await inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select from person where id = ${personId} for no key update`);
    await tx.db.delete(requestHold).where(eq(requestHold.personId, personId));
    if (rows.length > 0) await tx.db.insert(requestHold).values(rows).onConflictDoNothing();
  });
  return undefined;
}

/** Whether the viewer has said that they are under eighteen. Nobody else can find out. */
export async function readYoung({ db, viewer }: Ctx): Promise<boolean> {
  if (!viewer) return false;
  const own = eq(youngPerson.personId, viewer.personId);
  return (await db.select().from(youngPerson).where(own)).length > 0;
}

/** Says that the viewer is under eighteen, or is no more: what adults ask of them goes into their tray. */
export async function sayYoung(
  { db, viewer, clock }: Ctx,
  young: boolean,
): Promise<{ refused: 'signIn' } | undefined> {
  if (!viewer) return { refused: 'signIn' };
  const { personId } = viewer;
  if (young)
    await db.insert(youngPerson).values({ personId, since: clock.now() }).onConflictDoNothing();
  else await db.delete(youngPerson).where(eq(youngPerson.personId, personId));
  return undefined;
}
