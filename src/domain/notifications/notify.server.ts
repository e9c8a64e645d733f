import { sql } from 'drizzle-orm';
import { kindsOfOneself, type Kind } from './kinds.ts';
import { groupKeyOf } from './inner/group-keys.ts';
import { pushLater } from './inner/push-later.server.ts';
import { verdictFor } from './inner/verdict.server.ts';
import { notification, notificationRequest } from './schema.server.ts';
import { withoutThem } from './unheard.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** What is told, of whom, to whom. */
export interface Telling {
  kind: Kind;
  fromId: string;
  postId?: string;
  to: readonly string[];
}

interface Told extends Record<string, unknown> {
  id: string;
  personId: string;
  filtered: boolean;
  silent: boolean;
}

/**
 * Tells people that something happened, inside the transaction of it. Nobody hears of those they have
 * blocked or muted, of threads they have muted, or of themselves; what their policy lets wait becomes a
 * request, without a word to streams and devices; what comes in their quiet hours is silent until these
 * are over. The same is told once.
 */
export async function notify(tx: Tx, { kind, fromId, postId, to }: Telling): Promise<void> {
  if (to.length === 0) return;
  const now = tx.clock.now();
  const post = sql`${postId ?? null}::bigint`;
  const { rows } = await tx.db.execute<Told>(sql`
    insert into ${notification} (person_id, kind, from_id, post_id, group_key, filtered, waits, created)
    select p.id, ${kind}, f.id, ${post}, ${groupKeyOf(kind, postId, now)}, v.verdict = 'filter',
      v.waits, ${now}
    from person p join person f on f.id = ${fromId}
      left join notification_setting s on s.person_id = p.id
      cross join lateral (${verdictFor(kind, post, now)}) v
    where p.id = any(${sql.param(to)}::bigint[]) and p.login_id is not null
      and (p.id <> f.id or ${kindsOfOneself.includes(kind)}) and v.verdict <> 'drop'
      and ${withoutThem(sql`p.id`, sql`f.id`, now)}
      and not exists (select from thread_mute m join post q on q.id = ${post}
        where m.person_id = p.id and m.thread_id = coalesce(q.thread_id, q.id))
    order by p.id
    on conflict do nothing
    returning id::text, person_id::text as "personId", filtered, waits is not null as silent`);
  const heard = rows.filter(({ filtered, silent }) => !filtered && !silent);
  for (const { id, personId } of heard)
    tx.wake({ kind: 'notification', id: personId, about: [id] });
  // Whoever writes waits for the same statements, whatever those who are told have muted or let wait.
  await askFor(
    tx,
    rows.filter(({ filtered }) => filtered),
    fromId,
  );
  await pushLater(tx, kind, fromId, heard);
}

/** What waits is a request, once for each who asks. */
async function askFor(tx: Tx, told: readonly Told[], fromId: string): Promise<void> {
  const people = told.map(({ personId }) => personId);
  await tx.db.execute(sql`
    insert into ${notificationRequest} (person_id, from_id, updated)
    select unnest(${sql.param(people)}::bigint[]), ${fromId}, ${tx.clock.now()}
    on conflict (person_id, from_id) do update set updated = excluded.updated`);
}

/** Takes back what was told: a favourite that was withdrawn, a follow that ended. */
export async function unnotify(
  tx: Tx,
  { kind, fromId, postId, to }: Partial<Telling> & { fromId: string },
): Promise<void> {
  await tx.db.execute(sql`delete from ${notification} where from_id = ${fromId}
    and (${kind ?? null}::text is null or kind = ${kind ?? null})
    and (${postId ?? null}::bigint is null or post_id = ${postId ?? null})
    and (${to ? sql.param(to) : null}::bigint[] is null or person_id = any(${to ? sql.param(to) : null}::bigint[]))`);
}
