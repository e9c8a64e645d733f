import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Visit } from './inner/devices.server.ts';
import { hashOf, newToken } from './inner/hash.server.ts';
import { letIn, type LetIn } from './inner/let-in.server.ts';
import {
  persistPerson,
  preparePerson,
  type PersonRefused,
  type WholePerson,
} from './persons.server.ts';
import { operator, setupLink } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

type Parts = Pick<Services, 'db' | 'config' | 'clock'>;

/** The one-time set-up link, made on the very first start; nothing once it was made or there is an operator. */
export async function firstSetupLink(services: Parts): Promise<string | undefined> {
  const { rows } = await services.db.execute<{ known: boolean }>(
    sql`select exists (select from ${operator}) or exists (select from ${setupLink}) as known`,
  );
  return rows[0]?.known ? undefined : newSetupLink(services);
}

/** A fresh set-up link; earlier ones stop working. */
export async function newSetupLink({ db, config, clock }: Parts): Promise<string> {
  const token = newToken();
  await db.transaction(async (tx) => {
    await tx.delete(setupLink);
    await tx.insert(setupLink).values({ tokenHash: hashOf(token), created: clock.now() });
  });
  return `${config.origin}/setup/${token}`;
}

/** Whether a set-up link still opens. */
export async function findSetupLink(ctx: Ctx, token: string): Promise<boolean> {
  const found = await ctx.db.select().from(setupLink).where(unused(token));
  return found.length > 0;
}

/**
 * Makes the operator by the one-time link and signs them in. Refuses `gone` when the link was used or
 * replaced, also by somebody a moment earlier; after a refusal of the form the link still works.
 */
export async function setUp(
  ctx: Ctx,
  token: string,
  about: Omit<WholePerson, 'operator'>,
  visit: Visit,
): Promise<LetIn | PersonRefused | { refused: 'gone' }> {
  if (!(await findSetupLink(ctx, token))) return { refused: 'gone' };
  const ready = await preparePerson({ ...about, operator: true });
  if ('refused' in ready) return ready;
  return inTransaction(ctx, async (tx) => {
    const used = { used: tx.clock.now() };
    // The row stays locked until the commit: whoever comes second finds it used.
    const taken = await tx.db.update(setupLink).set(used).where(unused(token)).returning();
    if (taken.length === 0) return { refused: 'gone' as const };
    const made = await persistPerson(tx, ready);
    if (!('refused' in made)) return letIn(tx, made.loginId, 'setup', visit);
    await tx.db
      .update(setupLink)
      .set({ used: null })
      .where(eq(setupLink.tokenHash, hashOf(token)));
    return made;
  });
}

/** A link that was made before somebody became operator, by another way, is dead as well. */
function unused(token: string) {
  const since = sql`not exists (select from ${operator} o where o.since > ${setupLink.created})`;
  return and(eq(setupLink.tokenHash, hashOf(token)), isNull(setupLink.used), since);
}
