import { and, eq, isNull, sql } from 'drizzle-orm';
import { takeLine } from './answers-elsewhere.server.ts';
import { showToFollowers } from './chat-boosts.server.ts';
import { nextRevision } from './chat-changes.server.ts';
import { asHost, type HostRefused } from './chat-hosting.server.ts';
import { answer } from './chat-schema.server.ts';
import { waitingAnswer } from './elsewhere-schema.server.ts';
import { readSaid } from './inner/said-elsewhere.server.ts';
import { hasStopped } from './transcript-stop.server.ts';
import { isId } from '#domain/people/id.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** An answer from another server that waits for a host, and why. */
export interface WaitingAnswer {
  postId: string;
  name: string;
  handle: string;
  html: string;
  /** Which of its wordings this is. */
  version: string;
  /** Of a line that stood already and was changed, its number. */
  line: number | null;
  why: (typeof waitingAnswer.$inferSelect)['why'];
}

/** Answers from elsewhere that wait, the longest waiting first; up to 100. For hosts only. */
export async function listWaiting(
  ctx: Ctx,
  monthId: string,
): Promise<WaitingAnswer[] | { refused: 'gone' }> {
  return asHost(ctx, monthId, async ({ db }) => {
    const { rows } = await db.execute<WaitingAnswer & Record<string, unknown>>(sql`
      select q.post_id::text as "postId", w.name, w.handle, ${post.html} as html, q.why, coalesce(${post.updated}, ${post.published})::text as version,
        (select a.number from answer a where a.post_id = q.post_id) as line
      from waiting_answer q join ${post} on ${post.id} = q.post_id and ${visibleTo(ctx.viewer)}
      join person w on w.id = ${post.authorId}
      where q.month_id = ${monthId} and q.taken is null and q.declined is null
      order by q.since, q.post_id limit 100`);
    return rows;
  });
}

/**
 * Lets an answer that waits into the chat, under what it answers, or shows a line that waits again at its place;
 * whoever wrote it waits no more in this club. Who decided is kept. `version` is that of the wording that the host
 * has read: refuses `changed` for another one, `gone` for what does not wait, and to everybody but hosts.
 */
export async function letIn(
  ctx: Ctx,
  postId: string,
  version?: string,
): Promise<{ letIn: string } | HostRefused | { refused: 'changed' }> {
  return decide(ctx, postId, async (tx, locked, waits) => {
    const said = await readSaid(tx, postId, 'held');
    const gone = !said?.open || (await hasStopped(tx, locked.id, said.authorId));
    if (!said || gone) return { refused: 'gone' as const };
    if (version !== undefined && version !== said.version) return { refused: 'changed' as const };
    await set(tx, postId, { taken: tx.clock.now() });
    const [stood] = await tx.db.select().from(answer).where(eq(answer.postId, postId));
    const { questionId, parentId } = waits;
    if (stood) await showLineAgain(tx, locked, stood);
    else await takeLine(tx, locked, said, { clubId: locked.clubId, questionId, parentId });
    return { letIn: postId };
  });
}

async function showLineAgain(
  tx: Tx,
  { id: monthId, clubId }: Locked,
  { id }: { id: string },
): Promise<void> {
  const revision = await nextRevision(tx, monthId);
  await tx.db.update(answer).set({ revision }).where(eq(answer.id, id));
  await showToFollowers(tx, clubId, id);
}

/** Leaves an answer out of the chat. Its writer is not told. Refuses as `letIn` does. */
export async function leaveOut(
  ctx: Ctx,
  postId: string,
): Promise<{ leftOut: string } | HostRefused> {
  return decide(ctx, postId, async (tx) => {
    await set(tx, postId, { declined: tx.clock.now() });
    return { leftOut: postId };
  });
}

type Waits = typeof waitingAnswer.$inferSelect;
type Locked = Parameters<typeof takeLine>[1];

async function decide<T>(
  ctx: Ctx,
  postId: string,
  act: (tx: Tx, locked: Locked, waits: Waits) => Promise<T>,
): Promise<T | { refused: 'gone' }> {
  if (!isId(postId)) return { refused: 'gone' };
  const undecided = and(
    eq(waitingAnswer.postId, postId),
    isNull(waitingAnswer.taken),
    isNull(waitingAnswer.declined),
  );
  const [waits] = await ctx.db.select().from(waitingAnswer).where(undecided);
  if (!waits) return { refused: 'gone' };
  return asHost(ctx, waits.monthId, async (tx, locked) => {
    // Of two hosts who press at once the second one finds that it waits no more.
    const [still] = await tx.db.select().from(waitingAnswer).where(undecided);
    if (!still) return { refused: 'gone' as const };
    const done = await act(tx, locked, still);
    tx.wake({ kind: 'hosts', id: locked.id });
    return done;
  });
}

async function set(
  { db, viewer }: Tx,
  postId: string,
  decided: Pick<Partial<Waits>, 'taken' | 'declined'>,
): Promise<void> {
  await db
    .update(waitingAnswer)
    .set({ ...decided, decidedBy: viewer?.personId ?? null })
    .where(eq(waitingAnswer.postId, postId));
}
