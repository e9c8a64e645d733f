import { desc, eq } from 'drizzle-orm';
import { showNoMore, showToFollowers } from './chat-boosts.server.ts';
import { lockAsHost, nextRevision, type LockedMonth } from './chat-changes.server.ts';
import { moveMonth } from './clockwork.server.ts';
import { answer, answerHiding, hostNote } from './chat-schema.server.ts';
import { month } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { person } from '#domain/people/schema.server.ts';
import { withholdPost } from '#domain/posts/withhold.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { plainText } from '#platform/text.server.ts';

/** What a host may be told: everybody who does not host this month hears `gone`. */
export type HostRefused = { refused: 'gone' | 'empty' | 'tooLong' | 'notText' };

const longestReason = 500;
const longestNote = 2000;
const slowest = 600;

/**
 * Takes a line out of sight, with a reason that everybody can read. Hiding it again changes the reason. Servers that
 * had the line are told that it is gone.
 */
export async function hideAnswer(
  ctx: Ctx,
  { id, reason }: { id: string; reason: unknown },
): Promise<{ hidden: string } | HostRefused> {
  const said = readWords(reason, longestReason);
  if (typeof said !== 'string') return said;
  return changeLine(ctx, id, async (tx, { clubId, postId }) => {
    const row = { hiddenBy: ctx.viewer?.personId ?? null, reason: said, at: tx.clock.now() };
    await tx.db
      .insert(answerHiding)
      .values({ answerId: id, ...row })
      .onConflictDoUpdate({ target: answerHiding.answerId, set: row });
    if (postId) {
      await withholdPost(tx, { id: postId, withheld: true });
      await showNoMore(tx, clubId, postId);
    }
    return { hidden: id };
  });
}

/** Shows a line again that was hidden. */
export async function showAnswer(ctx: Ctx, id: string): Promise<{ shown: string } | HostRefused> {
  return changeLine(ctx, id, async (tx, { clubId, postId }) => {
    if (postId) await withholdPost(tx, { id: postId, withheld: false });
    await tx.db.delete(answerHiding).where(eq(answerHiding.answerId, id));
    await showToFollowers(tx, clubId, id);
    return { shown: id };
  });
}

async function changeLine<T>(
  ctx: Ctx,
  id: string,
  change: (tx: Tx, line: { clubId: string; postId: string | null }) => Promise<T>,
): Promise<T | HostRefused> {
  if (!ctx.viewer || !isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [line] = await tx.db.select().from(answer).where(eq(answer.id, id));
    const locked = line && (await lockAsHost(tx, line.monthId));
    if (!locked) return { refused: 'gone' };
    const changed = await change(tx, { clubId: locked.clubId, postId: line.postId });
    const revision = await nextRevision(tx, line.monthId);
    await tx.db.update(answer).set({ revision }).where(eq(answer.id, id));
    return changed;
  });
}

/** Lets each person answer once in so many seconds (0 to 600; 0 is off), while the chat is live. */
export async function setSlowMode(
  ctx: Ctx,
  { monthId, seconds }: { monthId: string; seconds: number },
): Promise<{ seconds: number } | HostRefused> {
  const slowSeconds = Math.min(slowest, Math.max(0, Math.trunc(seconds) || 0));
  return asHost(ctx, monthId, async (tx) => {
    await tx.db.update(month).set({ slowSeconds }).where(eq(month.id, monthId));
    await nextRevision(tx, monthId);
    return { seconds: slowSeconds };
  });
}

/** Ends the live chat: answers stay possible, marked as late. Refuses `step` when it is not live. */
export async function closeChat(
  ctx: Ctx,
  monthId: string,
): Promise<{ state: string } | { refused: 'gone' | 'step' }> {
  return isId(monthId) ? moveMonth(ctx, monthId, 'wrapUp') : { refused: 'gone' };
}

/** Leaves a note for the other hosts of this month. */
export async function addHostNote(
  ctx: Ctx,
  { monthId, text }: { monthId: string; text: unknown },
): Promise<{ id: string } | HostRefused> {
  const said = readWords(text, longestNote);
  if (typeof said !== 'string') return said;
  return asHost(ctx, monthId, async (tx) => {
    const authorId = ctx.viewer?.personId ?? '';
    const [made] = await tx.db
      .insert(hostNote)
      .values({ monthId, authorId, text: said, published: tx.clock.now() })
      .returning({ id: hostNote.id });
    // Nothing in it is for readers: consoles hear of it, the chat's stream does not.
    tx.wake({ kind: 'hosts', id: monthId });
    return { id: made?.id ?? '' };
  });
}

/** A note between hosts. */
export interface HostNote {
  id: string;
  text: string;
  published: Date;
  author: { handle: string; name: string };
}

/** The hosts' notes, the latest first; up to 100. For hosts only. */
export async function listHostNotes(ctx: Ctx, monthId: string): Promise<HostNote[] | HostRefused> {
  return asHost(ctx, monthId, ({ db }) =>
    db
      .select({
        id: hostNote.id,
        text: hostNote.text,
        published: hostNote.published,
        author: { handle: person.handle, name: person.name },
      })
      .from(hostNote)
      .innerJoin(person, eq(person.id, hostNote.authorId))
      .where(eq(hostNote.monthId, monthId))
      .orderBy(desc(hostNote.id))
      .limit(100),
  );
}

/** Runs `work` for a host of this month, with the chat locked; `gone` for everybody else. */
export async function asHost<T>(
  ctx: Ctx,
  monthId: string,
  work: (tx: Tx, locked: LockedMonth) => Promise<T>,
): Promise<T | { refused: 'gone' }> {
  if (!ctx.viewer || !isId(monthId)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const locked = await lockAsHost(tx, monthId);
    return locked ? work(tx, locked) : { refused: 'gone' };
  });
}

function readWords(input: unknown, longest: number): string | HostRefused {
  const text = plainText(input, { maxGraphemes: longest });
  if (typeof text !== 'string') return text;
  return text || { refused: 'empty' };
}
