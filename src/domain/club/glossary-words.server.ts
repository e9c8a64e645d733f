import { and, asc, eq, sql } from 'drizzle-orm';
import { dutiesOf, mayCurate } from './duties.server.ts';
import { glossaryWord } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** A word that the club explains. */
export interface GlossaryWord {
  id: string;
  term: string;
  meaning: string;
}

const most = 300;

/** The words that a club explains, in the order of the alphabet. */
export async function listWords(ctx: Ctx, clubId: string): Promise<GlossaryWord[]> {
  return ctx.db
    .select({ id: glossaryWord.id, term: glossaryWord.term, meaning: glossaryWord.meaning })
    .from(glossaryWord)
    .where(eq(glossaryWord.clubId, clubId))
    .orderBy(asc(sql`lower(${glossaryWord.term})`))
    .limit(most);
}

/**
 * Explains a word on every page of the club; a word that is explained already gets the new meaning.
 * Refuses `gone` to whoever may not curate the club, `tooMany` after 300 words.
 */
export async function saveWord(
  ctx: Ctx,
  clubId: string,
  word: { term: string; meaning: string },
): Promise<{ saved: true } | { refused: 'gone' | 'tooMany' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const count = await tx.db.$count(glossaryWord, eq(glossaryWord.clubId, clubId));
    if (count >= most) return { refused: 'tooMany' };
    await tx.db.execute(sql`insert into glossary_word (club_id, term, meaning)
      values (${clubId}, ${word.term}, ${word.meaning})
      on conflict (club_id, lower(term)) do update set term = excluded.term, meaning = excluded.meaning`);
    tx.wake({ kind: 'club', id: clubId });
    return { saved: true };
  });
}

/** No longer explains a word. Refuses `gone` to whoever may not curate the club. */
export async function removeWord(
  ctx: Ctx,
  clubId: string,
  wordId: string,
): Promise<{ removed: true } | { refused: 'gone' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db
      .delete(glossaryWord)
      .where(and(eq(glossaryWord.id, wordId), eq(glossaryWord.clubId, clubId)));
    tx.wake({ kind: 'club', id: clubId });
    return { removed: true };
  });
}
