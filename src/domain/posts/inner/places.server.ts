import { sql } from 'drizzle-orm';
import { post } from '../schema.server.ts';
import type { Place } from '../shown.ts';
import type { PostView } from '../view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * Whether a post is a line of a chat or a comment, and no post on its own. Those tables point at posts and are
 * the club's; they are named here in SQL alone, since nothing of a club may be imported.
 */
export const standsInAPlace = sql`(exists (select from answer where answer.post_id = ${post.id} offset 0)
  or exists (select from comment where comment.post_id = ${post.id} offset 0))`;

interface Row extends Record<string, unknown> {
  postId: string;
  kind: Place['kind'];
  name: string;
  month: string;
  questionId: string | null;
  round: 'opening' | 'question' | 'closing' | null;
  number: number | null;
  text: string;
}

/**
 * Where posts stand that are no posts on their own, by the post's id: the chat of a month, with the question
 * that is answered, or the guest post that is commented on. One statement for all, none where no post can be
 * such a line. Of a month that is not shown nothing is said.
 */
export async function placesOf(
  ctx: Ctx,
  posts: readonly Pick<PostView, 'id' | 'visibility'>[],
): Promise<Map<string, Place>> {
  const open = posts.filter(({ visibility }) => visibility === 'public').map(({ id }) => id);
  if (open.length === 0) return new Map();
  const wanted = sql`any(${sql.param(open)}::bigint[])`;
  const { rows } = await ctx.db.execute<Row>(sql`
    select x.post_id::text as "postId", x.kind, coalesce(x.title, m.theme) as name, '/' || c.slug || '/' || to_char(m.date, 'YYYY-MM-DD') as month,
      x.question_id::text as "questionId", q.kind as round, q.number, coalesce(q.text, '') as text
    from (select post_id, month_id, question_id, null as title, 'chat' as kind from answer where post_id = ${wanted}
      union all select k.post_id, g.month_id, null, g.title, 'guestPost' from comment k
        join guest_post g on g.id = k.guest_post_id and g.published is not null where k.post_id = ${wanted}) x
    join month m on m.id = x.month_id and m.state <> 'draft'
    join club c on c.id = m.club_id left join question q on q.id = x.question_id`);
  return new Map(rows.map((row) => [row.postId, placeOf(row)]));
}

function placeOf({ kind, name, month, questionId, round, number, text }: Row): Place {
  if (kind === 'guestPost') return { kind, name, href: `${month}/guest-post`, question: null };
  const rounds = { opening: 'the opening round', closing: 'the closing round' };
  const said = round === 'question' ? `question ${number}` : round && rounds[round];
  const href = `${month}/chat#question-${questionId}`;
  return { kind, name, href: month, question: said ? { name: said, text, href } : null };
}
