import { and, eq, inArray, isNotNull, lte, ne, notInArray, sql } from 'drizzle-orm';
import { keepers } from './inner/areas.server.ts';
import { bringTogether, keepErasure, writeLedger } from './ledger.server.ts';
import { leaving } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { asHandle } from '#domain/people/handle.ts';
import { operator, person } from '#domain/people/schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Why nobody was erased. `lastOperator`: somebody has to look after the place. */
export type NotErased = { refused: 'gone' | 'operator' | 'lastOperator' };

/** The job of every minute: erases those whose days to think again are over. */
export async function eraseThoseDue(services: Services): Promise<void> {
  const ctx = { ...services, viewer: null };
  const due = await ctx.db.select().from(leaving).where(lte(leaving.ends, ctx.clock.now()));
  for (const { personId } of due) {
    // One who cannot be erased now keeps nobody else waiting, and is tried again in a minute.
    await eraseWhoIsDue(ctx, personId).catch((fault: unknown) =>
      ctx.log.error({ err: fault }, 'an erasure failed and will be tried again'),
    );
  }
}

/** Looks once more whether they still want to: changing one's mind wins until the very last moment. */
function eraseWhoIsDue(ctx: Ctx, personId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const due = and(eq(leaving.personId, personId), lte(leaving.ends, tx.clock.now()));
    const [found] = await tx.db.select().from(leaving).where(due).for('update');
    if (!found || (await isLastOperator(tx, personId))) return;
    await eraseEverywhere(tx, personId);
  });
}

/**
 * Erases somebody at once, as the operator may (spam, or a letter that asks for it). Written into the
 * audit log. Refuses `gone` to everybody else and for nobody, `operator` for whoever looks after the
 * place: that duty is taken from them first.
 */
export async function eraseByOperator(ctx: Ctx, handle: string): Promise<NotErased | undefined> {
  const known = asHandle(`@${handle}`);
  if (!ctx.viewer?.operator || !known) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [whom] = await tx.db.select().from(person).where(eq(person.handle, known));
    // A club is no person, whoever it speaks for.
    if (!whom || (whom.kind !== 'person' && whom.host === null))
      return { refused: 'gone' as const };
    const duty = await tx.db.select().from(operator).where(eq(operator.personId, whom.id));
    if (duty.length > 0) return { refused: 'operator' as const };
    await writeAudit(tx, { act: 'erase-person', subject: whom.id });
    await eraseEverywhere(tx, whom.id);
    return undefined;
  });
}

/** Erases what is known of somebody of another server, who has left it. Nobody of this place can be meant. */
export async function eraseRemotePerson(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const elsewhere = and(eq(person.id, personId), isNotNull(person.host));
    const [whom] = await tx.db.select({ id: person.id }).from(person).where(elsewhere);
    if (whom) await eraseEverywhere(tx, whom.id);
  });
}

/**
 * Erases once more whoever was erased before and is back, because an older backup was restored.
 * Returns how many. Runs before a house opens its doors, and at the end of a restore.
 */
export async function eraseAgain(services: Services): Promise<number> {
  const ctx = { ...services, viewer: null };
  const ids = await bringTogether(ctx);
  if (ids.length === 0) return 0;
  const back = await ctx.db.select({ id: person.id }).from(person).where(inArray(person.id, ids));
  for (const { id } of back) await inTransaction(ctx, (tx) => eraseEverywhere(tx, id));
  return back.length;
}

/** Whether nobody else looks after the place, not counting those who are leaving as well. */
export async function isLastOperator(tx: Tx, personId: string): Promise<boolean> {
  const [own] = await tx.db.select().from(operator).where(eq(operator.personId, personId));
  if (!own) return false;
  // One at a time: two operators cannot leave each other alone with it at the same moment.
  await tx.db.execute(sql`lock table ${operator} in share row exclusive mode`);
  const going = tx.db.select({ id: leaving.personId }).from(leaving);
  const others = and(ne(operator.personId, personId), notInArray(operator.personId, going));
  return (await tx.db.select().from(operator).where(others)).length === 0;
}

/** Everything of one person, in one transaction; the list beside the database is written last of all. */
async function eraseEverywhere(tx: Tx, personId: string): Promise<void> {
  for (const { erase } of Object.values(keepers)) await erase(tx, personId);
  await writeLedger(tx.config.dataDir, [await keepErasure(tx, personId)]);
}
