import { eq, sql } from 'drizzle-orm';
import { keepClubPerson, openClubPerson } from './club-person.server.ts';
import type { ClubInput } from './club-rules.ts';
import { mayCurate, type Duty } from './duties.server.ts';
import { club, clubDuty } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** A club as everybody may see it, and what whoever asks does there. */
export interface Club {
  id: string;
  slug: string;
  name: string;
  about: string;
  hashtag: string;
  /** IANA zones of the cities named beside every chat. */
  worldLine: string[];
  firstChat: Date | null;
  /** The club as somebody who can be followed: their id and handle. Absent for a moment in an older place. */
  personId: string | null;
  handle: string | null;
  duties: Duty[];
  curates: boolean;
}

const columns = `c.id::text, c.slug, c.name, c.about, c.hashtag, c.world_line as "worldLine", c.first_chat as "firstChat",
  c.person_id::text as "personId", (select p.handle from person p where p.id = c.person_id) as handle`;

/** A club by its address. Clubs are public. */
export async function findClub(ctx: Ctx, slug: string): Promise<Club | undefined> {
  const { rows } = await ctx.pool.query<Club>({
    name: 'club',
    text: `select ${columns}, array(select d.duty from club_duty d
        where d.club_id = c.id and d.person_id = $2) as duties
      from club c where c.slug = $1`,
    values: [slug, ctx.viewer?.personId ?? null],
  });
  const found = rows[0];
  return found && { ...found, curates: mayCurate(ctx.viewer, found.duties) };
}

/** A club in a list. */
export interface ClubLine {
  id: string;
  slug: string;
  name: string;
  about: string;
  /** Months that everybody may read. */
  months: number;
}

/** The clubs of this place by name, from one name on; fifty at a time. */
export async function listClubs(ctx: Ctx, after = ''): Promise<ClubLine[]> {
  const { rows } = await ctx.pool.query<ClubLine>({
    name: 'clubs',
    text: `select c.id::text, c.slug, c.name, c.about,
        (select count(*)::int from month m where m.club_id = c.id and m.state <> 'draft') as months
      from club c where c.slug > $1 order by c.slug limit 50`,
    values: [after],
  });
  return rows;
}

/**
 * Makes a club; whoever makes it curates it. Refuses `gone` to all but the operator, and `taken` when
 * another club has the address.
 */
export async function createClub(
  ctx: Ctx,
  input: ClubInput,
): Promise<{ slug: string } | { refused: 'gone' | 'taken' }> {
  const { viewer } = ctx;
  if (!viewer?.operator) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [made] = await tx.db
      .insert(club)
      .values({ ...input, published: tx.clock.now() })
      .onConflictDoNothing({ target: club.slug })
      .returning({ id: club.id });
    if (!made) return { refused: 'taken' };
    await openClubPerson(tx, made.id);
    await tx.db.insert(clubDuty).values({
      clubId: made.id,
      personId: viewer.personId,
      duty: 'curator',
      givenBy: viewer.personId,
    });
    tx.wake({ kind: 'club', id: made.id });
    tx.wake({ kind: 'club', id: 'all' });
    return { slug: input.slug };
  });
}

/** Changes what a club says of itself; its address stays. Refuses `gone` to whoever may not curate it. */
export async function changeClub(
  ctx: Ctx,
  slug: string,
  input: Omit<ClubInput, 'slug'>,
): Promise<{ changed: true } | { refused: 'gone' }> {
  const found = await findClub(ctx, slug);
  if (!found?.curates) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db.update(club).set(input).where(eq(club.id, found.id));
    await keepClubPerson(tx, found.id, input);
    // Feeds and calendars of every month carry the club's name: their readers are told by its months.
    await tx.db.execute(
      sql`update month set updated = ${tx.clock.now()} where club_id = ${found.id} and state <> 'archived'`,
    );
    tx.wake({ kind: 'club', id: found.id });
    tx.wake({ kind: 'club', id: 'all' });
    return { changed: true };
  });
}
