import { and, eq, inArray } from 'drizzle-orm';
import { findNamed } from './named.server.ts';
import type { readPoll, PollRefused } from '../poll-rules.ts';
import type { Post } from '../publish.server.ts';
import { tagsIn } from '../rules.ts';
import { poll, pollVote, postMention, postTag } from '../schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** Whom the new text of a post names; of a direct post those only who are its readers already. */
export async function namedIn(tx: Tx, before: Post, text: string) {
  const named = await findNamed(tx, text);
  if (before.visibility !== 'direct') return named;
  const readers = await tx.db
    .select({ id: person.id })
    .from(postMention)
    .innerJoin(person, eq(person.id, postMention.personId))
    .where(
      and(
        eq(postMention.postId, before.id),
        inArray(person.id, [before.authorId, ...named.map(({ id }) => id)]),
      ),
    );
  const known = new Set([before.authorId, ...readers.map(({ id }) => id)]);
  return named.filter(({ id }) => known.has(id));
}

/** Writes down whom a post names now. */
export async function rewriteNames(
  { db, viewer }: Tx,
  postId: string,
  named: { id: string }[],
): Promise<void> {
  await db.delete(postMention).where(eq(postMention.postId, postId));
  const others = named.filter(({ id }) => id !== viewer?.personId);
  if (others.length > 0)
    await db.insert(postMention).values(others.map(({ id }) => ({ postId, personId: id })));
}

/** Writes down which hashtags a post carries now. */
export async function rewriteTags({ db }: Tx, postId: string, text: string): Promise<void> {
  await db.delete(postTag).where(eq(postTag.postId, postId));
  const tags = tagsIn(text);
  if (tags.length > 0) await db.insert(postTag).values(tags.map((tag) => ({ postId, ...tag })));
}

/**
 * Puts another poll in the place of a post's; `undefined` leaves it, `null` takes it away. Votes stay while
 * the answers are the same ones, and a poll that is over stays over.
 */
export async function changePoll(
  { db, clock }: Tx,
  postId: string,
  wanted: Exclude<ReturnType<typeof readPoll>, PollRefused> | null,
): Promise<void> {
  if (wanted === undefined) return;
  const here = eq(poll.postId, postId);
  const [before] = await db.select().from(poll).where(here).for('update');
  const same =
    before &&
    wanted &&
    before.options.join('\n') === wanted.options.join('\n') &&
    before.multiple === wanted.multiple;
  if (same && before.ends <= clock.now()) return;
  if (!same) await db.delete(pollVote).where(eq(pollVote.postId, postId));
  if (!wanted) return void (await db.delete(poll).where(here));
  const set = { ...wanted, told: null };
  await db
    .insert(poll)
    .values({ postId, ...set })
    .onConflictDoUpdate({ target: poll.postId, set });
}
