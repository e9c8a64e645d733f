import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { consent } from './arriving-schema.server.ts';
import { consentKinds, consentMatters, currentText, type ConsentKind } from './consent-texts.ts';
import { person } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/**
 * The condition that a person agrees to something today, for statements that list what they made:
 * `personId` is SQL for their id. Only the newest answer counts.
 */
export function consents(kind: ConsentKind, personId: SQL): SQL {
  return sql`coalesce((select c.withdrawn is null from ${consent} c
    where c.person_id = ${personId} and c.kind = ${sql.raw(`'${kind}'`)}
    order by c.given desc limit 1), ${sql.raw(String(consentMatters[kind].untilAsked))})`;
}

/** Whether a person agrees to something today. */
export async function hasConsent(ctx: Ctx, personId: string, kind: ConsentKind): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ agrees: boolean }>(
    sql`select ${consents(kind, sql`${personId}::bigint`)} as agrees`,
  );
  return rows[0]?.agrees ?? false;
}

/** One yes, and the day on which it was taken back; both the same for a no. */
export interface Answer {
  given: Date;
  withdrawn: Date | null;
  textVersion: string;
}

/** How the viewer answered one matter. `answers` is everything they ever said, oldest first. */
export interface ConsentLine {
  kind: ConsentKind;
  agrees: boolean;
  answers: Answer[];
}

/** All matters with the viewer's answers. Empty for a visitor. */
export async function listConsents({ db, viewer }: Ctx): Promise<ConsentLine[]> {
  if (!viewer) return [];
  const rows = await db
    .select()
    .from(consent)
    .where(eq(consent.personId, viewer.personId))
    .orderBy(asc(consent.given));
  return consentKinds.map((kind) => {
    const answers = rows.filter((row) => row.kind === kind);
    const last = answers.at(-1);
    const agrees = last ? last.withdrawn === null : consentMatters[kind].untilAsked;
    return { kind, agrees, answers };
  });
}

const often = { times: 60, seconds: 60 * 60 };

/**
 * Says yes or no to one matter, for the viewer. What they said before stays on record. `account` can
 * only be taken back by leaving: refused as `gone`, as for a visitor.
 */
export async function answerConsent(
  ctx: Ctx,
  kind: ConsentKind,
  agrees: boolean,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer || (kind === 'account' && !agrees)) return { refused: 'gone' };
  if (await limited(ctx, `consents of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  await inTransaction(ctx, async (tx) => {
    // One at a time for each person, so that no yes is on record twice.
    await tx.db.select().from(person).where(eq(person.id, viewer.personId)).for('update');
    await recordAnswer(tx, viewer.personId, kind, agrees);
    tx.wake({ kind: 'person', id: viewer.personId });
  });
}

/** Writes an answer down, in the wording of today, inside the caller's transaction. */
export async function recordAnswer(
  tx: Tx,
  personId: string,
  kind: ConsentKind,
  agrees: boolean,
): Promise<void> {
  const now = tx.clock.now();
  const mine = and(eq(consent.personId, personId), eq(consent.kind, kind));
  const stands = and(mine, isNull(consent.withdrawn));
  const [standing] = await tx.db.select().from(consent).where(stands);
  if (standing && agrees) return;
  if (standing) {
    await tx.db.update(consent).set({ withdrawn: now }).where(stands);
    return;
  }
  const textVersion = currentText(kind).version;
  const row = { personId, kind, textVersion, given: now, withdrawn: agrees ? null : now };
  // Two answers in one millisecond: the later one counts.
  await tx.db
    .insert(consent)
    .values(row)
    .onConflictDoUpdate({
      target: [consent.personId, consent.kind, consent.given],
      set: { withdrawn: row.withdrawn },
    });
}
