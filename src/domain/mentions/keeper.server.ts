import { and, eq, inArray } from 'drizzle-orm';
import { webMention } from './schema.server.ts';
import { takeBack } from './told.server.ts';
import { guestPost } from '#domain/club/guest-schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What is kept of a person here: which pages elsewhere they, as a host, let be shown or put away. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const { monthId, page, source, decision, decided } = webMention;
  const own = eq(webMention.decidedBy, personId);
  return {
    mentionsDecided: await db
      .select({ monthId, page, source, decision, decided })
      .from(webMention)
      .where(own),
  };
}

/**
 * Takes a person out: what they decided stays without them, and what was written elsewhere about their guest
 * posts goes with those; whoever was told that those lead to them is told that they are gone. Called before the club erases the guest posts.
 */
export async function erase(tx: Tx, personId: string): Promise<void> {
  const written = await tx.db
    .select({ id: guestPost.monthId })
    .from(guestPost)
    .where(eq(guestPost.authorId, personId));
  const months = written.map(({ id }) => id);
  await tx.db
    .delete(webMention)
    .where(and(eq(webMention.page, 'guestPost'), inArray(webMention.monthId, months)));
  await takeBack(tx, months);
  await tx.db.update(webMention).set({ decidedBy: null }).where(eq(webMention.decidedBy, personId));
}
