import { and, eq, sql } from 'drizzle-orm';
import { listCredentials, type Credential } from './credentials.server.ts';
import { endChecks, lockPerson, saysProfessional } from './inner/credential-rows.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';
import { roleShownTo } from './person-roles.server.ts';
import { credential, credentialRequest, professional } from './profile-schema.server.ts';
import { personRole } from './schema.server.ts';
import { readStatement, type Jurisdiction, type Profession, type Statement } from './work-rules.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/** What a professional says of their work, if they do, and what of it was checked; standing checks first. */
export interface Work {
  statement: Statement | null;
  credentials: Credential[];
}

/**
 * A professional's work, as the viewer may see it. Absent alike for somebody who is no professional and
 * for one whose role the viewer may not see.
 */
export async function findWork(ctx: Ctx, personId: string): Promise<Work | undefined> {
  const said = and(eq(personRole.personId, personId), eq(personRole.role, 'professional'));
  const [row] = await ctx.db
    .select({ profession: professional.profession, jurisdiction: professional.jurisdiction })
    .from(personRole)
    .leftJoin(professional, eq(professional.personId, personRole.personId))
    .where(and(said, roleShownTo(ctx.viewer)));
  if (!row) return undefined;
  return {
    statement: readStatement(row) ?? null,
    credentials: await listCredentials(ctx, personId),
  };
}

/** A professional as other areas judge by: what they say, and whether anything of it was checked. */
export interface ProfessionalBadge {
  profession: Profession;
  jurisdiction: Jurisdiction;
  checked: boolean;
}

/**
 * The badge of a professional whose role the viewer may see; absent without a statement. An ORCID iD alone
 * does not make it `checked`: anybody gets one, whatever their work is.
 */
export async function professionalBadge(
  ctx: Ctx,
  personId: string,
): Promise<ProfessionalBadge | undefined> {
  const work = await findWork(ctx, personId);
  if (!work?.statement) return undefined;
  const checked = work.credentials.some(({ kind, over }) => kind !== 'orcid' && !over);
  return { ...work.statement, checked };
}

/**
 * Keeps what the viewer says of their work. A moderator looked for an entry that fits what was said
 * before: that check, and a wish for one, end when something else is said. Refuses `gone` to whoever
 * does not say that they are a professional.
 */
export async function sayWork(
  ctx: Ctx,
  said: Statement,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || !(await saysProfessional(ctx, viewer.personId))) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  const { personId } = viewer;
  await inTransaction(ctx, async (tx) => {
    // A moderator who is just answering is done first: their check is of the words before.
    await lockPerson(tx, personId);
    const mine = eq(professional.personId, personId);
    const [before] = await tx.db.select().from(professional).where(mine);
    const same =
      before?.profession === said.profession && before.jurisdiction === said.jurisdiction;
    if (same) return;
    const row = { ...said, since: tx.clock.now() };
    await tx.db
      .insert(professional)
      .values({ personId, ...row })
      .onConflictDoUpdate({ target: professional.personId, set: row });
    await endRegisterChecks(tx, personId);
    tx.wake({ kind: 'person', id: personId });
  });
}

async function endRegisterChecks(tx: Tx, personId: string): Promise<void> {
  await endChecks(tx, { personId, kind: 'register' }, 'changed');
  await tx.db.delete(credentialRequest).where(eq(credentialRequest.personId, personId));
}

/** Forgets what the viewer said of their work, and takes back every check. Refuses `gone` to guests. */
export async function forgetWork(ctx: Ctx): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  const { personId } = viewer;
  await inTransaction(ctx, async (tx) => {
    await lockPerson(tx, personId);
    await tx.db.delete(professional).where(eq(professional.personId, personId));
    await tx.db.delete(credentialRequest).where(eq(credentialRequest.personId, personId));
    await endChecks(tx, { personId }, 'takenBack');
    tx.wake({ kind: 'person', id: personId });
  });
}

/** Whether anything of the viewer's work is kept, also while they do not say that they are a professional. */
export async function keepsWork({ db, viewer }: Ctx): Promise<boolean> {
  if (!viewer) return false;
  const { personId } = viewer;
  const { rows } = await db.execute(sql`select from ${professional} where person_id = ${personId}
    union all select from ${credentialRequest} where person_id = ${personId}
    union all select from ${credential} where person_id = ${personId} and withdrawn is null limit 1`);
  return rows.length > 0;
}
