import { and, eq } from 'drizzle-orm';
import { rewordQuestion } from './club-posts.server.ts';
import { wakesOf } from './clockwork.server.ts';
import type { QuestionInput } from './month-rules.ts';
import { findForCurator } from './months.server.ts';
import { question } from './chat-schema.server.ts';
import { month } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

export type PlanRefused = { refused: 'gone' | 'asked' | 'tooMany' };
const most = 50;

/** Adds a question to the plan of a month; it is numbered by its minute among the others. */
export function addQuestion(
  ctx: Ctx,
  monthId: string,
  input: QuestionInput,
): Promise<{ planned: true } | PlanRefused> {
  return changePlan(ctx, monthId, async (tx, plan) => {
    if (plan.length >= most) return { refused: 'tooMany' };
    await tx.db.insert(question).values({ monthId, kind: 'question', position: 999, ...input });
    return { planned: true };
  });
}

/** Changes the words or the minute of a question. Refuses `asked` for the minute of one that was asked. */
export function changeQuestion(
  ctx: Ctx,
  monthId: string,
  questionId: string,
  input: QuestionInput,
): Promise<{ planned: true } | PlanRefused> {
  return changePlan(ctx, monthId, async (tx, plan) => {
    const found = plan.find(({ id }) => id === questionId);
    if (!found) return { refused: 'gone' };
    if (found.released && found.minute !== input.minute) return { refused: 'asked' };
    await tx.db.update(question).set(input).where(eq(question.id, questionId));
    if (found.released) await rewordQuestion(tx, monthId, questionId);
    return { planned: true };
  });
}

/** Takes a question out of the plan. Refuses `asked` for one that was asked: people have answered it. */
export function removeQuestion(
  ctx: Ctx,
  monthId: string,
  questionId: string,
): Promise<{ planned: true } | PlanRefused> {
  return changePlan(ctx, monthId, async (tx, plan) => {
    const found = plan.find(({ id }) => id === questionId);
    if (!found || found.kind !== 'question') return { refused: 'gone' };
    if (found.released) return { refused: 'asked' };
    await tx.db.delete(question).where(eq(question.id, questionId));
    return { planned: true };
  });
}

/** Lets a question change places with its neighbour; each takes the other's minute. */
export function swapQuestion(
  ctx: Ctx,
  monthId: string,
  questionId: string,
  step: -1 | 1,
): Promise<{ planned: true } | PlanRefused> {
  return changePlan(ctx, monthId, async (tx, plan) => {
    const asked = plan.filter(({ kind }) => kind === 'question');
    const at = asked.findIndex(({ id }) => id === questionId);
    const [one, other] = [asked[at], asked[at + step]];
    if (!one || !other) return { refused: 'gone' };
    if (one.released || other.released) return { refused: 'asked' };
    await tx.db
      .update(question)
      .set({ minute: other.minute, position: other.position })
      .where(eq(question.id, one.id));
    await tx.db
      .update(question)
      .set({ minute: one.minute, position: one.position })
      .where(eq(question.id, other.id));
    return { planned: true };
  });
}

type Planned = typeof question.$inferSelect;

async function changePlan(
  ctx: Ctx,
  monthId: string,
  change: (tx: Tx, plan: Planned[]) => Promise<{ planned: true } | PlanRefused>,
): Promise<{ planned: true } | PlanRefused> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db.select({ id: month.id }).from(month).where(eq(month.id, monthId)).for('update');
    const result = await change(tx, await planOfMonth(tx, monthId));
    if ('refused' in result) return result;
    await numberQuestions(tx, monthId);
    await tx.db.update(month).set({ updated: tx.clock.now() }).where(eq(month.id, monthId));
    for (const wake of wakesOf(monthId, found.clubId)) tx.wake(wake);
    return result;
  });
}

function planOfMonth(tx: Tx, monthId: string): Promise<Planned[]> {
  return tx.db
    .select()
    .from(question)
    .where(eq(question.monthId, monthId))
    .orderBy(question.minute, question.position, question.id);
}

/** Numbers run with the minutes; what was asked keeps its number, and nothing new comes before it. */
async function numberQuestions(tx: Tx, monthId: string): Promise<void> {
  const plan = (await planOfMonth(tx, monthId)).filter(({ kind }) => kind === 'question');
  const asked = plan.filter(({ released }) => released).sort((a, b) => a.position - b.position);
  const ordered = [...asked, ...plan.filter(({ released }) => !released)];
  for (const [at, { id, number, position }] of ordered.entries()) {
    if (number === at + 1 && position === at + 1) continue;
    await tx.db
      .update(question)
      .set({ number: at + 1, position: at + 1 })
      .where(and(eq(question.id, id), eq(question.monthId, monthId)));
  }
}
