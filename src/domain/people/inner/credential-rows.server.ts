import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { sentenceOf, type CredentialKind, type OverReason } from './credential-words.ts';
import { credential } from '../profile-schema.server.ts';
import { person, personRole } from '../schema.server.ts';
import { outsideAccount } from '../ways-schema.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

const dayMs = 86_400_000;

/** How many days a check counts, before it has to be made again. */
export const lasts: Readonly<Record<CredentialKind, number>> = {
  orcid: 365,
  backLink: 45,
  address: 365,
  register: 365,
};

/** Each kind stands so many times at most on one page. */
export const mostOfAKind = 5;

/** What a check found. `subject` is what is checked again; `found` is how the sentence names it. */
export interface Check {
  personId: string;
  kind: CredentialKind;
  subject: string;
  found: string;
  checkedBy: string;
  checkerId?: string;
  /** When it was checked, if that was not now. */
  on?: Date;
}

/** Keeps a check: a new one, or the day of one that stands. */
export async function keepCheck(tx: Tx, check: Check): Promise<void> {
  const { personId, kind, subject, checkedBy, checkerId = null } = check;
  const on = check.on ?? tx.clock.now();
  const { name: place } = await readSettings(tx);
  const statement = sentenceOf({ kind, found: check.found, on, place });
  const ends = new Date(on.getTime() + lasts[kind] * dayMs);
  const row = { statement, checkedBy, checkerId, checked: on, ends, tried: null, warned: null };
  await lockPerson(tx, personId);
  const same = and(stands(tx), eq(credential.personId, personId), eq(credential.kind, kind));
  const renewed = await tx.db
    .update(credential)
    .set(row)
    .where(and(same, eq(credential.subject, subject)))
    .returning();
  if (renewed.length === 0)
    await tx.db.insert(credential).values({ personId, kind, subject, ...row });
  tx.wake({ kind: 'person', id: personId });
}

/** Marks checks as over, for a reason that everybody may read. Those that are over already stay so. */
export async function endChecks(
  tx: Tx,
  which: { personId: string; id?: string; kind?: CredentialKind; subject?: string },
  reason: OverReason,
): Promise<(typeof credential.$inferSelect)[]> {
  const { personId, id, kind, subject } = which;
  const over = await tx.db
    .update(credential)
    .set({ withdrawn: tx.clock.now(), reason })
    .where(
      and(
        stands(tx),
        eq(credential.personId, personId),
        id === undefined ? undefined : eq(credential.id, id),
        kind && eq(credential.kind, kind),
        subject === undefined ? undefined : eq(credential.subject, subject),
      ),
    )
    .returning();
  if (over.length > 0) tx.wake({ kind: 'person', id: personId });
  return over;
}

/** Ends what ORCID confirmed once no account there is connected to a login any more. */
export async function endOrcidCheck(tx: Tx, loginId: string): Promise<void> {
  const theirs = and(eq(outsideAccount.loginId, loginId), eq(outsideAccount.provider, 'orcid'));
  if ((await tx.db.select().from(outsideAccount).where(theirs)).length > 0) return;
  const [own] = await tx.db.select().from(person).where(eq(person.loginId, loginId));
  if (own) await endChecks(tx, { personId: own.id, kind: 'orcid' }, 'disconnected');
}

/** Whether somebody has so many standing checks of a kind that there is no room for one more. */
export async function hasEnough(
  ctx: Ctx,
  { personId, kind, subject }: Pick<Check, 'personId' | 'kind' | 'subject'>,
): Promise<boolean> {
  const mine = and(stands(ctx), eq(credential.personId, personId), eq(credential.kind, kind));
  const rows = await ctx.db.select({ subject: credential.subject }).from(credential).where(mine);
  return rows.length >= mostOfAKind && rows.every((row) => row.subject !== subject);
}

/** A condition over `credential`: neither taken back nor past its end. */
export function stands({ clock }: Pick<Ctx, 'clock'>) {
  return and(isNull(credential.withdrawn), gt(credential.ends, clock.now()));
}

/** Whether somebody says that they are a professional, to whomever. */
export async function saysProfessional(ctx: Ctx, personId: string): Promise<boolean> {
  const said = and(eq(personRole.personId, personId), eq(personRole.role, 'professional'));
  return (await ctx.db.select().from(personRole).where(said)).length > 0;
}

/** One at a time: two answers about one person cannot both find that nothing stands yet. */
export async function lockPerson(tx: Tx, personId: string): Promise<void> {
  await tx.db.execute(sql`select from ${person} where id = ${personId} for update`);
}
