import { asc, eq, sql } from 'drizzle-orm';
import { media } from '../media-schema.server.ts';
import type { Post } from '../publish.server.ts';
import { poll, postEdition } from '../schema.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** What an edit may change of a post, as it is now. */
export interface Standing {
  files: { id: string; alt: string; focusX: number; focusY: number }[];
  poll: typeof poll.$inferSelect | undefined;
}

/** Reads what stands beside a post's row. */
export async function readStanding({ db }: Tx, postId: string): Promise<Standing> {
  const { id, alt, focusX, focusY } = media;
  const files = await db
    .select({ id, alt, focusX, focusY })
    .from(media)
    .where(eq(media.postId, postId))
    .orderBy(asc(media.place));
  const [standing] = await db.select().from(poll).where(eq(poll.postId, postId));
  return { files, poll: standing };
}

/** Keeps what a post says until now. */
export async function keepEdition({ db }: Tx, before: Post, standing: Standing): Promise<void> {
  await db.insert(postEdition).values({
    postId: before.id,
    number: sql`(select count(*) + 1 from ${postEdition} where ${eq(postEdition.postId, before.id)})`,
    text: before.text,
    html: before.html,
    contentNote: before.contentNote,
    sensitive: before.sensitive,
    pollOptions: standing.poll?.options ?? null,
    alts: Object.fromEntries(standing.files.map(({ id, alt }) => [id, alt])),
    published: before.updated ?? before.published,
  });
}
