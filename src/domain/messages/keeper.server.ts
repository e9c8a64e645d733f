import { sql } from 'drizzle-orm';
import { message } from './schema.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** The conversations of a person with what they said in them, oldest first. What others said is theirs. */
export async function exportFor({ db }: Pick<Ctx, 'db'>, personId: string): Promise<object[]> {
  const { rows } = await db.execute<{ kept: object }>(sql`
    select json_build_object('people', (select coalesce(json_agg(p.handle order by p.handle), '[]')
        from conversation_person other join person p on p.id = other.person_id
        where other.conversation_id = own.conversation_id and other.person_id <> ${personId}),
      'since', c.since, 'state', own.state, 'unread', own.unread, 'hidden', own.hidden,
      'messages', (select coalesce(json_agg(json_build_object('id', m.post_id::text,
          'published', post.published, 'text', post.text) order by m.post_id), '[]')
        from ${message} m join ${post} on post.id = m.post_id
        where m.conversation_id = own.conversation_id and post.author_id = ${personId})) as kept
    from conversation_person own join conversation c on c.id = own.conversation_id
    where own.person_id = ${personId} order by c.id`);
  return rows.map(({ kept }) => kept);
}

/**
 * Takes a person out of their conversations, which stay for the others; one in which nobody is left goes.
 * Their messages go with their posts.
 */
export async function erase({ db }: Pick<Tx, 'db'>, personId: string): Promise<void> {
  await db.execute(sql`
    update conversation_person own set last_id = (
      select max(m.post_id) from ${message} m join post p on p.id = m.post_id
      where m.conversation_id = own.conversation_id and p.author_id <> ${personId}
        and (p.author_id = own.person_id or exists (
          select from post_mention named where named.post_id = p.id and named.person_id = own.person_id)))
    where own.person_id <> ${personId} and own.conversation_id in (
      select conversation_id from conversation_person where person_id = ${personId})`);
  const { rows } = await db.execute<{ id: string }>(sql`
    delete from conversation_person where person_id = ${personId} returning conversation_id::text as id`);
  await db.execute(sql`delete from conversation c
    where c.id = any(${sql.param(rows.map(({ id }) => id))}::bigint[])
      and not exists (select from conversation_person left_ where left_.conversation_id = c.id)`);
}
