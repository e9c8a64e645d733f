import { and, asc, eq, isNull } from 'drizzle-orm';
import { standingOf } from './arriving.server.ts';
import { admission } from './arriving-schema.server.ts';
import { eraseLogin } from './inner/keep-login.server.ts';
import { sendLetterLater, writeToOperators } from './letters.server.ts';
import { login } from './schema.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const oneDay = { times: 1, seconds: 24 * 60 * 60 };

/**
 * Asks to be let in, with a few words to whoever looks after the place; their operators hear of it by
 * letter, once a day at most. Refuses `gone` to whoever need not ask or has asked.
 */
export async function askToBeLetIn(
  ctx: Ctx,
  loginId: string,
  words: string,
): Promise<{ refused: 'gone' } | undefined> {
  if ((await standingOf(ctx, loginId)) !== 'asks') return { refused: 'gone' };
  return inTransaction(ctx, (tx) => waitToBeLetIn(tx, loginId, words));
}

/** The same inside the caller's transaction, who has looked whether they may ask; with the app they came with. */
export async function waitToBeLetIn(
  tx: Tx,
  loginId: string,
  words: string,
  wish: string | null = null,
): Promise<{ refused: 'gone' } | undefined> {
  const quiet = await limited(tx, 'letter about who waits', oneDay);
  const row = { loginId, words, asked: tx.clock.now(), wish };
  const made = await tx.db.insert(admission).values(row).onConflictDoNothing().returning();
  if (made.length === 0) return { refused: 'gone' };
  if (!quiet) await writeToOperators(tx, { kind: 'somebodyWaits' });
}

/** Takes the wish to join back: the login goes, with its address and everything else. */
export async function takeBackWish(ctx: Ctx, loginId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const waits = and(eq(admission.loginId, loginId), isNull(admission.admitted));
    const gone = await tx.db.delete(admission).where(waits).returning();
    if (gone.length > 0) await eraseLogin(tx, loginId, loginId);
  });
}

/** Somebody who waits, as the operator sees them: their words and since when; neither name nor address. */
export interface Waiting {
  loginId: string;
  words: string;
  asked: Date;
}

/** Who waits to be let in, longest first; up to 100. Refuses `gone` to whoever is no operator. */
export async function listWaiting(ctx: Ctx): Promise<Waiting[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  return ctx.db
    .select({ loginId: admission.loginId, words: admission.words, asked: admission.asked })
    .from(admission)
    .where(isNull(admission.admitted))
    .orderBy(asc(admission.asked))
    .limit(100);
}

/** Lets somebody in who waits; a letter tells them. Refuses `gone` to others, and for nobody. */
export async function letSomebodyIn(
  ctx: Ctx,
  loginId: string,
): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator || !isLoginId(loginId)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [welcome] = await tx.db
      .update(admission)
      .set({ admitted: tx.clock.now(), words: '' })
      .where(and(eq(admission.loginId, loginId), isNull(admission.admitted)))
      .returning();
    const email = welcome && (await emailOf(tx, loginId));
    if (!email) return { refused: 'gone' as const };
    await writeAudit(tx, { act: 'let-in', subject: loginId });
    await sendLetterLater(tx, { kind: 'admitted', to: email, next: '/' });
  });
}

/**
 * Tells somebody who waits that there is no room, with the operator's own words or without, and
 * forgets them: words, address, everything. Refuses `gone` as above.
 */
export async function turnSomebodyAway(
  ctx: Ctx,
  { loginId, words }: { loginId: string; words: string },
): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator || !isLoginId(loginId)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const waits = and(eq(admission.loginId, loginId), isNull(admission.admitted));
    const gone = await tx.db.delete(admission).where(waits).returning();
    const email = gone.length > 0 && (await emailOf(tx, loginId));
    if (!email) return { refused: 'gone' as const };
    await eraseLogin(tx, loginId, loginId);
    await writeAudit(tx, { act: 'turn-away', subject: loginId });
    await sendLetterLater(tx, { kind: 'notAdmitted', to: email, words });
  });
}

/** A form may send anything, also what no text of the database can hold. */
const isLoginId = (text: string) => /^[\w-]{1,64}$/.test(text);

async function emailOf(tx: Tx, loginId: string): Promise<string | undefined> {
  const [found] = await tx.db.select().from(login).where(eq(login.id, loginId));
  return found?.email;
}
