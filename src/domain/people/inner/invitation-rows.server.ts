import { and, eq, sql, type SQL } from 'drizzle-orm';
import { hashOf } from './hash.server.ts';
import { invitation } from '../arriving-schema.server.ts';
import { operator, person } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** An invitation as it is kept. */
export type InvitationRow = typeof invitation.$inferSelect;

/** An invitation that still opens the door, by its token. */
export async function findInvitation(ctx: Ctx, token: string): Promise<InvitationRow | undefined> {
  const opens = and(eq(invitation.tokenHash, hashOf(token)), standsOpen(ctx));
  const [found] = await ctx.db.select().from(invitation).where(opens);
  return found;
}

/** What an invitation that was used brings. */
export type Spent = Pick<InvitationRow, 'id' | 'grants' | 'madeBy'>;

/** Uses an invitation once, for a proved address; nothing when it is used up, over, or another's. */
export async function spendInvitation(
  tx: Tx,
  id: string,
  email: string,
): Promise<Spent | undefined> {
  const theirs = sql`coalesce(${invitation.email}, ${email}) = ${email}`;
  const [spent] = await tx.db
    .update(invitation)
    .set({ uses: sql`${invitation.uses} + 1` })
    .where(and(eq(invitation.id, id), theirs, standsOpen(tx)))
    .returning();
  return spent;
}

/** A duty that an invitation promised, while whoever promised it may still give it. */
export async function dutyOf(tx: Tx, id: string): Promise<Spent | undefined> {
  const holds = and(eq(invitation.id, id), sql`${invitation.withdrawn} is null`, madeRightly());
  const [found] = await tx.db.select().from(invitation).where(holds);
  return found;
}

/** Not over, not taken back, not used up, and made by somebody who may still invite like that. */
export function standsOpen({ clock }: Pick<Ctx, 'clock'>): SQL {
  return sql`(${invitation.withdrawn} is null and ${invitation.ends} > ${clock.now()}
    and ${invitation.uses} < ${invitation.usesAtMost} and ${madeRightly()})`;
}

function madeRightly(): SQL {
  const byOperator = sql`exists (select from ${operator} o where o.person_id = ${invitation.madeBy})`;
  const byPerson = sql`exists (select from ${person} p where p.id = ${invitation.madeBy})`;
  return sql`case ${invitation.kind} when 'friend' then ${byPerson} else ${byOperator} end`;
}
