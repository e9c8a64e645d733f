import { sql } from 'drizzle-orm';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Which of a few people may read a post, by the one predicate, asked for each of them. */
export async function readersAmong(
  { db }: Pick<Ctx, 'db'>,
  postId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const may = new Set<string>();
  for (const personId of new Set(personIds)) {
    const { rows } = await db.execute(
      sql`select from ${post} where ${post.id} = ${postId} and ${visibleTo({ personId })}`,
    );
    if (rows.length > 0) may.add(personId);
  }
  return may;
}
