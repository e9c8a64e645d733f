import { createHash, randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { showToFollowers } from './chat-boosts.server.ts';
import { lockChat, nextRevision, type LockedMonth } from './chat-changes.server.ts';
import { answer, answerHiding } from './chat-schema.server.ts';
import { questionKey } from './club-posts.server.ts';
import { writeLine } from './inner/chat-lines.server.ts';
import { isId } from '#domain/people/id.ts';
import { placeKey } from '#domain/posts/place-key.ts';
import { deletePost, editPost, publishPost, readPostText } from '#domain/posts/publish.server.ts';
import { isKey, type TextRefusal } from '#domain/posts/rules.ts';
import { post } from '#domain/posts/schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** A line of the chat that stands. */
export interface AnswerPlace {
  id: string;
  number: number;
}

/**
 * Why an answer is not taken. `notOpen`: the chat is not held, or the question not asked yet.
 * `slowMode`: so many seconds are left. `gone`: month, question or line are not there for this person.
 */
export type AnswerRefused =
  | { refused: TextRefusal | 'signIn' | 'notOpen' | 'tooFast' | 'gone' }
  | { refused: 'slowMode'; seconds: number };

/** An answer as its form sends it. A reply names its line; its question is the line's. */
export interface AnswerInput {
  monthId: string;
  questionId?: string | null;
  parentId?: string | null;
  text: unknown;
  /** Makes sending twice the same as once. */
  key?: string;
  /** As in `Writing`. */
  looked?: boolean;
}

/** What one statement finds about an answer before it is written. */
interface Around {
  twinId: string | null;
  twinNumber: number | null;
  questionId: string | null;
  asked: boolean | null;
  parentKnown: boolean;
  parentPostId: string | null;
  questionPostId: string | null;
  /** Whoever is answered lives on another server. */
  parentElsewhere: boolean;
  lastOwn: number | null;
}

const atMost = { times: 20, seconds: 60 };
const changesAtMost = { times: 60, seconds: 60 };

/**
 * Answers a question of the chat, or a line of it: up to 5,000 characters, while the chat is live and,
 * marked as late, in its wrap-up. One transaction: post, numbered line, presence. The same key gives
 * the same line. A month that one may not see refuses exactly as one that is not there.
 */
export async function answerQuestion(
  ctx: Ctx,
  input: AnswerInput,
): Promise<AnswerPlace | AnswerRefused> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'signIn' };
  const ids = [input.monthId, input.parentId ?? input.questionId];
  if (!ids.every(isId)) return { refused: 'gone' };
  const read = readPostText(input.text);
  if ('refused' in read) return read;
  const key = keyOf(input, read.text);
  return inTransaction(ctx, async (tx) => {
    if (await limited(tx, `answer:${viewer.personId}`, atMost)) return { refused: 'tooFast' };
    const locked = await lockChat(tx, input.monthId);
    if (!locked) return { refused: 'gone' };
    const around = await lookAround(tx, { ...input, key });
    if (around.twinId) return { id: around.twinId, number: around.twinNumber ?? 0 };
    const no = refusalOf(tx, locked, around, input);
    if (no) return no;
    const made = await publishPost(tx, {
      text: read.text,
      visibility: 'public',
      // Whoever reads the thread of the club finds the answer under its question.
      inReplyTo: around.parentPostId ?? around.questionPostId,
      idempotencyKey: key,
      looked: input.looked ?? false,
    });
    if ('refused' in made) return made;
    // The key was used for a post elsewhere.
    if (!made.fresh) return { refused: 'gone' };
    const { questionId } = around;
    const line = { ...input, questionId, personId: viewer.personId, postId: made.post.id };
    const stands = await writeLine(tx, locked, line);
    await showToFollowers(tx, locked.clubId, stands.id);
    if (around.parentElsewhere) await announce(tx, 'answered', { postId: made.post.id });
    return stands;
  });
}

/**
 * Going back to a form that was sent and writing something else into it is another answer, so the key
 * stands for the words as well.
 */
function keyOf({ key, questionId, parentId }: AnswerInput, text: string): string {
  if (!isKey(key)) return placeKey(randomUUID());
  const all = JSON.stringify([key, parentId ?? questionId, text]);
  return placeKey(createHash('sha256').update(all).digest('base64url'));
}

async function lookAround(tx: Tx, input: AnswerInput & { key: string }): Promise<Around> {
  const me = tx.viewer?.personId ?? null;
  const question = isId(input.questionId) ? input.questionId : null;
  const { rows } = await tx.db.execute<Around & Record<string, unknown>>(sql`
    with parent as (select id, question_id, post_id from answer
        where id = ${input.parentId ?? null} and month_id = ${input.monthId}),
      twin as (select a.id, a.number from post p join answer a on a.post_id = p.id
        where p.author_id = ${me} and p.idempotency_key = ${input.key} and a.month_id = ${input.monthId})
    select (select id::text from twin) as "twinId", (select number from twin) as "twinNumber",
      exists (select from parent) as "parentKnown", (select post_id::text from parent) as "parentPostId",
      exists (select from parent join post p on p.id = parent.post_id
        join person w on w.id = p.author_id and w.host is not null) as "parentElsewhere",
      (select extract(epoch from a.published)::float8 * 1000 from post p join answer a on a.post_id = p.id
        where p.author_id = ${me} and a.month_id = ${input.monthId} order by p.id desc limit 1) as "lastOwn",
      (select p.id::text from month m join club c on c.id = m.club_id join post p on p.author_id = c.person_id
        and p.idempotency_key = ${questionKey} || q.id where m.id = ${input.monthId}) as "questionPostId",
      q.id::text as "questionId", q.released is not null and q.skipped is null as asked
    from (select 1) one left join question q on q.month_id = ${input.monthId}
      and q.id = coalesce((select question_id from parent), ${question}::bigint)`);
  const [found] = rows;
  if (!found) throw new Error('Nothing was found around an answer.');
  return found;
}

function refusalOf(
  tx: Tx,
  { state, slowSeconds }: LockedMonth,
  around: Around,
  { parentId }: AnswerInput,
): AnswerRefused | undefined {
  if (state !== 'live' && state !== 'wrapUp') return { refused: 'notOpen' };
  if (parentId && !around.parentKnown) return { refused: 'gone' };
  if (!parentId && !around.questionId) return { refused: 'gone' };
  if (!parentId && !around.asked) return { refused: 'notOpen' };
  const waited = (tx.clock.now().getTime() - (around.lastOwn ?? -Infinity)) / 1000;
  if (state !== 'live' || waited >= slowSeconds) return undefined;
  return { refused: 'slowMode', seconds: Math.ceil(slowSeconds - waited) };
}

/** Changes what an own line says; readers see that it was edited. Refuses `gone` for any other line. */
export async function editAnswer(
  ctx: Ctx,
  { id, text, looked = false }: { id: string; text: unknown; looked?: boolean },
): Promise<AnswerPlace | AnswerRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  const read = readPostText(text);
  if ('refused' in read) return read;
  return changeOwn(ctx, id, async (tx, own) => {
    const edited = await editPost(tx, { id: own.postId, text, looked });
    if ('refused' in edited) return edited;
    await touch(tx, own);
    return { id, number: own.number };
  });
}

/**
 * Takes an own line back, in any state of the month: its words are deleted, its number and the
 * replies to it stay. Refuses `gone` for any other line.
 */
export async function deleteAnswer(ctx: Ctx, id: string): Promise<AnswerPlace | AnswerRefused> {
  return changeOwn(ctx, id, async (tx, own) => {
    const deleted = await deletePost(tx, own.postId);
    if ('refused' in deleted) return deleted;
    // What a host had said about these words goes with them.
    await tx.db.delete(answerHiding).where(eq(answerHiding.answerId, id));
    await touch(tx, own);
    return { id, number: own.number };
  });
}

interface OwnLine {
  id: string;
  monthId: string;
  number: number;
  postId: string;
}

async function changeOwn(
  ctx: Ctx,
  id: string,
  change: (tx: Tx, own: OwnLine) => Promise<AnswerPlace | AnswerRefused>,
): Promise<AnswerPlace | AnswerRefused> {
  if (!ctx.viewer) return { refused: 'signIn' };
  if (!isId(id)) return { refused: 'gone' };
  const me = ctx.viewer.personId;
  return inTransaction(ctx, async (tx) => {
    if (await limited(tx, `own-lines:${me}`, changesAtMost)) return { refused: 'tooFast' };
    const [own] = await tx.db
      .select({ id: answer.id, monthId: answer.monthId, number: answer.number, postId: post.id })
      .from(answer)
      .innerJoin(post, eq(post.id, answer.postId))
      .where(and(eq(answer.id, id), eq(post.authorId, me)));
    if (!own || !(await lockChat(tx, own.monthId))) return { refused: 'gone' };
    return change(tx, own);
  });
}

async function touch(tx: Tx, { id, monthId }: OwnLine): Promise<void> {
  const revision = await nextRevision(tx, monthId);
  await tx.db.update(answer).set({ revision }).where(eq(answer.id, id));
}

/** What an own line says, as it was typed: for the form that changes it. Absent for any other line. */
export async function findOwnText(
  ctx: Ctx,
  id: string,
): Promise<{ id: string; number: number; text: string } | undefined> {
  if (!ctx.viewer || !isId(id)) return undefined;
  const [own] = await ctx.db
    .select({ id: answer.id, number: answer.number, text: post.text })
    .from(answer)
    .innerJoin(post, eq(post.id, answer.postId))
    .where(and(eq(answer.id, id), eq(post.authorId, ctx.viewer.personId)));
  return own;
}
