import { eq } from 'drizzle-orm';
import { webMention } from './schema.server.ts';
import { dutiesOf, mayHost } from '#domain/club/duties.server.ts';
import { month } from '#domain/club/schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/**
 * Lets a page elsewhere be shown, or puts it away, before or after it was shown. For those who lead the club's
 * months; everybody else gets `gone`, as for a number that nothing has.
 */
export async function decideMention(
  ctx: Ctx,
  { id, decision }: { id: string; decision: 'shown' | 'away' },
): Promise<{ decided: true } | { refused: 'gone' }> {
  if (!isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ monthId: month.id, clubId: month.clubId })
      .from(webMention)
      .innerJoin(month, eq(month.id, webMention.monthId))
      .where(eq(webMention.id, id))
      .for('update', { of: webMention });
    if (!found || !mayHost(tx.viewer, await dutiesOf(tx, found.clubId))) return { refused: 'gone' };
    await tx.db
      .update(webMention)
      .set({ decision, decidedBy: tx.viewer?.personId ?? null, decided: tx.clock.now() })
      .where(eq(webMention.id, id));
    tx.wake({ kind: 'month', id: found.monthId });
    return { decided: true };
  });
}
