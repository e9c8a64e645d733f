import { desc, lt } from 'drizzle-orm';
import { audit } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** One act of whoever looks after the place. `subject` is an id; `detail` never holds names or texts. */
export interface Act {
  act: string;
  subject?: string | undefined;
  detail?: object;
}

/** Writes an act into the audit log, inside the caller's transaction. Nobody can change it afterwards. */
export async function writeAudit(tx: Ctx, { act, subject, detail = {} }: Act): Promise<void> {
  const at = tx.clock.now();
  const actorId = tx.viewer?.personId ?? null;
  await tx.db.insert(audit).values({ at, actorId, act, subject: subject ?? null, detail });
}

/** One line of the audit log. */
export type WrittenAct = typeof audit.$inferSelect;

/** How many lines one page of the log has. */
export const actsAtOnce = 50;

/** The newest acts, or those before one. Refuses `gone` to everybody but the operator. */
export async function listActs(
  ctx: Ctx,
  before?: string,
): Promise<WrittenAct[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return ctx.db
    .select()
    .from(audit)
    .where(before ? lt(audit.id, before) : undefined)
    .orderBy(desc(audit.id))
    .limit(actsAtOnce);
}
