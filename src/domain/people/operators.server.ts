import { eq, sql } from 'drizzle-orm';
import { endSessions, keysChanged } from './inner/session.server.ts';
import { asHandle } from './handle.ts';
import { operator, person } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

type Refused = { refused: 'gone' | 'lastOperator' };

/** Makes somebody an operator. Refuses `gone` to whoever is none, and for nobody. */
export function makeOperator(ctx: Ctx, handle: string): Promise<Refused | undefined> {
  return byOperator(ctx, handle, async (tx, { id, loginId }) => {
    const since = tx.clock.now();
    await tx.db.insert(operator).values({ personId: id, since }).onConflictDoNothing();
    // Rights have changed: they sign in anew, with a fresh session.
    if (loginId) await endSessions(tx, loginId);
    await writeAudit(tx, { act: 'make-operator', subject: id });
    return undefined;
  });
}

/** Takes the duty from somebody. Refuses `lastOperator` when nobody would be left. */
export function endOperator(ctx: Ctx, handle: string): Promise<Refused | undefined> {
  return byOperator(ctx, handle, async (tx, { id, loginId }) => {
    // One at a time: two operators cannot take the duty from each other at the same moment.
    await tx.db.execute(sql`lock table ${operator} in share row exclusive mode`);
    const all = await tx.db.select().from(operator);
    if (all.every(({ personId }) => personId === id)) return { refused: 'lastOperator' };
    await tx.db.delete(operator).where(eq(operator.personId, id));
    if (loginId) await endSessions(tx, loginId);
    await writeAudit(tx, { act: 'end-operator', subject: id });
    return undefined;
  });
}

/**
 * Signs somebody out everywhere, for instance when they have lost their phone and write for help: every
 * device, every app on it, and whatever was begun and is not finished.
 */
export function signOutEverywhere(ctx: Ctx, handle: string): Promise<Refused | undefined> {
  return byOperator(ctx, handle, async (tx, { id, loginId }) => {
    if (loginId) await keysChanged(tx, loginId);
    await writeAudit(tx, { act: 'sign-out-everywhere', subject: id });
    return undefined;
  });
}

async function byOperator(
  ctx: Ctx,
  handle: string,
  act: (tx: Tx, whom: { id: string; loginId: string | null }) => Promise<Refused | undefined>,
): Promise<Refused | undefined> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const known = asHandle(`@${handle}`);
  if (!known) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [whom] = await tx.db.select().from(person).where(eq(person.handle, known));
    if (!whom || whom.host !== null || whom.kind !== 'person') return { refused: 'gone' as const };
    return act(tx, whom);
  });
}
