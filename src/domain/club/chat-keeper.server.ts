import { asc, eq, inArray } from 'drizzle-orm';
import { lockChat, nextRevision } from './chat-changes.server.ts';
import { answer, answerHiding, hostNote, presence, studyOptOut } from './chat-schema.server.ts';
import { transcriptStop, waitingAnswer } from './elsewhere-schema.server.ts';
import { club, month } from './schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What the chats keep of a person: where they answered, were present, opted out, left notes to hosts. */
export async function exportChatsFor({ db }: Pick<Ctx, 'db'>, personId: string) {
  const answers = await db
    .select({
      id: answer.id,
      monthId: answer.monthId,
      club: club.slug,
      date: month.date,
      number: answer.number,
      postId: answer.postId,
      late: answer.late,
    })
    .from(answer)
    .innerJoin(post, eq(post.id, answer.postId))
    .innerJoin(month, eq(month.id, answer.monthId))
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(post.authorId, personId))
    .orderBy(asc(answer.id));
  return {
    answers,
    presences: await db.select().from(presence).where(eq(presence.personId, personId)),
    studyOptOuts: await db.select().from(studyOptOut).where(eq(studyOptOut.personId, personId)),
    transcriptStops: await db
      .select()
      .from(transcriptStop)
      .where(eq(transcriptStop.personId, personId)),
    decidedAnswers: await db
      .select({ postId: waitingAnswer.postId, monthId: waitingAnswer.monthId })
      .from(waitingAnswer)
      .where(eq(waitingAnswer.decidedBy, personId)),
    hostNotes: await db.select().from(hostNote).where(eq(hostNote.authorId, personId)),
  };
}

/** What stands in place of the reason that a host gave who is not here any more. */
const unsaid = 'The host who hid this has left.';

/**
 * Takes a person's words out of every chat, also those with which they hid lines of others; the lines
 * keep their numbers, and what is hidden stays so. Called before posts are erased.
 */
export async function eraseFromChats(tx: Tx, personId: string): Promise<void> {
  const lines = await tx.db
    .select({ id: answer.id, monthId: answer.monthId, postId: post.id })
    .from(answer)
    .innerJoin(post, eq(post.id, answer.postId))
    .where(eq(post.authorId, personId))
    .orderBy(asc(answer.monthId));
  for (const [monthId, own] of Map.groupBy(lines, (line) => line.monthId)) {
    await lockChat(tx, monthId);
    const ids = own.map(({ id }) => id);
    await tx.db.delete(answerHiding).where(inArray(answerHiding.answerId, ids));
    await tx.db.delete(post).where(
      inArray(
        post.id,
        own.map(({ postId }) => postId),
      ),
    );
    await tx.db
      .update(answer)
      .set({ revision: await nextRevision(tx, monthId) })
      .where(inArray(answer.id, ids));
  }
  await eraseReasons(tx, personId);
  await tx.db.delete(presence).where(eq(presence.personId, personId));
  await tx.db.delete(studyOptOut).where(eq(studyOptOut.personId, personId));
  await tx.db.delete(transcriptStop).where(eq(transcriptStop.personId, personId));
  await tx.db
    .update(waitingAnswer)
    .set({ decidedBy: null })
    .where(eq(waitingAnswer.decidedBy, personId));
  await tx.db.delete(hostNote).where(eq(hostNote.authorId, personId));
}

async function eraseReasons(tx: Tx, personId: string): Promise<void> {
  const lines = await tx.db
    .select({ id: answer.id, monthId: answer.monthId })
    .from(answerHiding)
    .innerJoin(answer, eq(answer.id, answerHiding.answerId))
    .where(eq(answerHiding.hiddenBy, personId))
    .orderBy(asc(answer.monthId));
  for (const [monthId, hidden] of Map.groupBy(lines, (line) => line.monthId)) {
    await lockChat(tx, monthId);
    const ids = hidden.map(({ id }) => id);
    await tx.db
      .update(answerHiding)
      .set({ hiddenBy: null, reason: unsaid })
      .where(inArray(answerHiding.answerId, ids));
    const revision = await nextRevision(tx, monthId);
    await tx.db.update(answer).set({ revision }).where(inArray(answer.id, ids));
  }
}
