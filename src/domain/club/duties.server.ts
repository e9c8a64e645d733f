import { and, eq, sql } from 'drizzle-orm';
import { clubDuty } from './schema.server.ts';
import { livesHere } from '#domain/people/lives-here.server.ts';
import { person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

/** What somebody does in a club, in the order in which pages name them. */
export const duties = ['curator', 'host', 'coHost', 'guestBlogger', 'noteTaker'] as const;
export type Duty = (typeof duties)[number];

/** Somebody with duties in a club. */
export interface DutyHolder {
  personId: string;
  handle: string;
  name: string;
  avatar: string | null;
  duties: Duty[];
}

/** Curators plan the months; the operator may do what a curator may. */
export function mayCurate(viewer: Viewer | null, held: readonly Duty[]): boolean {
  return viewer !== null && (viewer.operator || held.includes('curator'));
}

/** Hosts lead the chat; whoever curates may host. */
export function mayHost(viewer: Viewer | null, held: readonly Duty[]): boolean {
  return mayCurate(viewer, held) || held.includes('host') || held.includes('coHost');
}

/** The duties that whoever asks has in a club; none for a guest. */
export async function dutiesOf(ctx: Ctx, clubId: string): Promise<Duty[]> {
  if (!ctx.viewer) return [];
  const rows = await ctx.db
    .select({ duty: clubDuty.duty })
    .from(clubDuty)
    .where(and(eq(clubDuty.clubId, clubId), eq(clubDuty.personId, ctx.viewer.personId)));
  return rows.map(({ duty }) => duty);
}

/** Who does what in a club, by name. Only for those who curate it: others find nothing. */
export async function listDuties(
  ctx: Ctx,
  clubId: string,
): Promise<DutyHolder[] | { refused: 'gone' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return { refused: 'gone' };
  const { rows } = await ctx.pool.query<DutyHolder>({
    name: 'club-duties',
    text: `select p.id::text as "personId", p.handle, p.name, p.avatar, array_agg(d.duty order by d.since, d.duty) as duties
      from club_duty d join person p on p.id = d.person_id
      where d.club_id = $1 group by p.id order by lower(p.name), p.id limit 500`,
    values: [clubId],
  });
  return rows;
}

/**
 * Gives a person a duty in a club. Refuses `gone` to whoever may not curate it, and `noPerson` when
 * nobody has this handle. Giving it twice changes nothing.
 */
export async function giveDuty(
  ctx: Ctx,
  input: { clubId: string; handle: string; duty: Duty },
): Promise<{ given: Duty } | { refused: 'gone' | 'noPerson' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, input.clubId))) return { refused: 'gone' };
  const handle = input.handle.trim().replace(/^@/, '').toLowerCase();
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ id: person.id })
      .from(person)
      .where(and(eq(person.handle, handle), livesHere(sql`person`)));
    if (!found) return { refused: 'noPerson' };
    await tx.db
      .insert(clubDuty)
      .values({
        clubId: input.clubId,
        personId: found.id,
        duty: input.duty,
        since: tx.clock.now(),
        givenBy: ctx.viewer?.personId ?? null,
      })
      .onConflictDoNothing();
    tx.wake({ kind: 'club', id: input.clubId });
    return { given: input.duty };
  });
}

/** Takes a duty back. Refuses `gone` to whoever may not curate, `last` for the only curator. */
export async function takeDuty(
  ctx: Ctx,
  input: { clubId: string; personId: string; duty: Duty },
): Promise<{ taken: Duty } | { refused: 'gone' | 'last' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, input.clubId))) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const curators = await tx.db
      .select()
      .from(clubDuty)
      .where(and(eq(clubDuty.clubId, input.clubId), eq(clubDuty.duty, 'curator')))
      .for('update');
    const only = curators.length === 1 && curators[0]?.personId === input.personId;
    if (input.duty === 'curator' && only && !ctx.viewer?.operator) return { refused: 'last' };
    await tx.db
      .delete(clubDuty)
      .where(
        and(
          eq(clubDuty.clubId, input.clubId),
          eq(clubDuty.personId, input.personId),
          eq(clubDuty.duty, input.duty),
        ),
      );
    tx.wake({ kind: 'club', id: input.clubId });
    return { taken: input.duty };
  });
}
