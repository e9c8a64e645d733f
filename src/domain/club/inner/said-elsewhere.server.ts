import { sql } from 'drizzle-orm';
import { numberIn } from '../elsewhere-words.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** A post that may be an answer, and whose it is. */
export interface Said {
  id: string;
  text: string;
  /** Another one after each change of its words. */
  version: string;
  /** Everybody may read it. */
  open: boolean;
  inReplyTo: string | null;
  language: string | null;
  authorId: string;
  /** The server of its writer; null for somebody of this place. */
  host: string | null;
  kind: 'person' | 'group' | 'service' | 'application' | 'organization';
  /** The clubs that it names, and how many groups in all. */
  clubIds: string[];
  groups: number;
}

/** Where in a chat a post belongs. */
export interface Place {
  clubId: string;
  monthId: string;
  questionId: string | null;
  parentId: string | null;
  /** It stands in the chat's thread; else it only names the club. */
  inThread: boolean;
}

/**
 * A post by its id with what is asked about it; absent when it has gone. `held`: nobody changes it until the
 * transaction ends; asked for when the chat is locked already.
 */
export async function readSaid(
  { db }: Pick<Tx, 'db'>,
  postId: string,
  held?: 'held',
): Promise<Said | undefined> {
  const { rows } = await db.execute<Said & Record<string, unknown>>(sql`
    select p.id::text as id, p.text, coalesce(p.updated, p.published)::text as version, p.in_reply_to::text as "inReplyTo", p.language,
      p.visibility in ('public', 'unlisted') and not p.local_only and p.withheld is null as open,
      p.author_id::text as "authorId", w.host, w.kind,
      array(select c.id::text from post_mention m join club c on c.person_id = m.person_id
        where m.post_id = p.id order by c.id) as "clubIds",
      (select count(*)::int from post_mention m join person g on g.id = m.person_id and g.kind = 'group'
        where m.post_id = p.id) as groups
    from post p join person w on w.id = p.author_id where p.id = ${postId}
    ${held ? sql`for share of p` : sql``}`);
  return rows[0];
}

interface Above {
  lineId: string | null;
  monthId: string | null;
  questionId: string | null;
  clubId: string | null;
}

/**
 * The chat that a post belongs to: that of the thread it stands in, however deep; for somebody of another server
 * who names a club, the one that is held there now. Its question is that of the thread, else the one it names by
 * its number, else the one under way.
 */
export async function placeOfSaid(tx: Tx, said: Said): Promise<Place | undefined> {
  const above = await lookAbove(tx, said.inReplyTo);
  if (!above && said.host === null) return undefined;
  const place = above ?? (await heldNow(tx, said.clubIds));
  if (!place?.monthId || !place.clubId) return undefined;
  const { clubId, monthId, lineId: parentId } = place;
  const questionId = place.questionId ?? (await questionOf(tx, monthId, said.text));
  return { clubId, monthId, questionId, parentId, inThread: above !== undefined };
}

/** The nearest line, question or month above a post. */
async function lookAbove({ db }: Tx, inReplyTo: string | null): Promise<Above | undefined> {
  if (inReplyTo === null) return undefined;
  const { rows } = await db.execute<Above & Record<string, unknown>>(sql`
    with recursive up (id, above, depth) as (
      select p.id, p.in_reply_to, 1 from post p where p.id = ${inReplyTo}
      union all
      select p.id, p.in_reply_to, up.depth + 1 from up join post p on p.id = up.above where up.depth < 60
    ), near as (
      select up.depth, a.id as line_id, a.question_id, a.month_id, null::text as key
        from up join answer a on a.post_id = up.id
      union all
      select up.depth, null, null, null, p.idempotency_key from up join post p on p.id = up.id
        join club c on c.person_id = p.author_id and p.idempotency_key ~ '^(question|month) [0-9]+$'
    )
    select n.line_id::text as "lineId", m.id::text as "monthId", coalesce(n.question_id, q.id)::text as "questionId",
      m.club_id::text as "clubId"
    from near n left join question q on n.key = 'question ' || q.id
    join month m on m.id = coalesce(n.month_id, q.month_id, substring(n.key from '^month ([0-9]+)$')::bigint)
    order by n.depth limit 1`);
  return rows[0];
}

async function heldNow({ db }: Tx, clubIds: readonly string[]): Promise<Above | undefined> {
  if (clubIds.length === 0) return undefined;
  const { rows } = await db.execute<Above & Record<string, unknown>>(sql`
    select null as "lineId", null as "questionId", m.id::text as "monthId", m.club_id::text as "clubId"
    from month m where m.club_id = any(${sql.param([...clubIds])}::bigint[]) and m.state in ('live', 'wrapUp')
    order by m.state = 'live' desc, m.date desc, m.id limit 1`);
  return rows[0];
}

async function questionOf({ db }: Tx, monthId: string, text: string): Promise<string | null> {
  const number = numberIn(text) ?? null;
  const { rows } = await db.execute<{ id: string }>(sql`
    select q.id::text as id from question q
    where q.month_id = ${monthId} and q.released is not null and q.skipped is null
    order by (q.kind = 'question' and q.number = ${number}::int) is true desc, q.position desc limit 1`);
  return rows[0]?.id ?? null;
}
