import { sql } from 'drizzle-orm';
import { notify } from './notify.server.ts';
import { notification } from './schema.server.ts';
import { fanOf } from '#domain/boundaries/fan.ts';
import type { Channel } from '#domain/boundaries/facts.ts';
import { loadInForce } from '#domain/boundaries/in-force.server.ts';
import { findSide } from '#domain/boundaries/standing.server.ts';
import { areFriends } from '#domain/connections/friends.server.ts';
import { meet } from '#domain/connections/meet.server.ts';
import { message } from '#domain/messages/schema.server.ts';
import { viewerOf } from '#domain/people/viewer-of.server.ts';
import { post } from '#domain/posts/schema.server.ts';
import { visibleTo } from '#domain/posts/visible.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A channel that somebody opened where no page could advise them first: by following a person, or by a message. */
export type Opened = { personId: string } & ({ followedId: string } | { messageId: string });

/** Has somebody who used an app advised afterwards. The same work for whomever they met, friend or stranger. */
export async function adviseLater({ jobs, db }: Ctx, opened: Opened): Promise<void> {
  await jobs.send(db, 'advise-afterwards', opened);
}

/**
 * The job that does so: a note to the one who opened the channel, and to nobody else, once for each person, where the
 * rules have more to say than "open". It rests on what is public of both and on what the reader knows themselves;
 * which advice it is their own page says, to their own answers.
 */
export async function adviseAfterwards(services: Services, opened: Opened): Promise<void> {
  const viewer = await viewerOf(services, opened.personId);
  if (!viewer) return;
  const ctx: Ctx = { ...services, viewer };
  if ('followedId' in opened) await advise(ctx, 'follow', opened.followedId);
  else
    for (const otherId of await begunWith(ctx, viewer, opened.messageId))
      await advise(ctx, 'directMessage', otherId, opened.messageId);
}

async function advise(ctx: Ctx, channel: Channel, otherId: string, postId?: string): Promise<void> {
  const me = ctx.viewer?.personId ?? '';
  const other = await meet(ctx, otherId);
  if (!other || (await areFriends(ctx, me, otherId)) || !(await isAdvised(ctx, channel, other)))
    return;
  await inTransaction(ctx, async (tx) => {
    await tx.db.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`advice ${me} ${otherId}`}, 0))`,
    );
    const { rows } = await tx.db.execute(sql`select from ${notification}
      where person_id = ${me} and kind = 'advice' and from_id = ${otherId}
        and (post_id is null) = ${postId === undefined}`);
    const told = { kind: 'advice', fromId: otherId, to: [me] } as const;
    if (rows.length === 0) await notify(tx, { ...told, ...(postId && { postId }) });
  });
}

/** Whether any answer of the viewer's could lead to more than "open". */
async function isAdvised(ctx: Ctx, channel: Channel, { handle }: { handle: string }) {
  const found = await findSide(ctx, handle);
  if (!found) return false;
  const { side, account } = found;
  const packs = await loadInForce(ctx, found.packs);
  const fan = fanOf(packs, { side, channel, initiator: 'me', account });
  return fan.some(({ grade }) => grade !== 'open');
}

/**
 * Those to whom the viewer has written first: whoever answers has opened nothing. What the viewer cannot read counts as
 * not written.
 */
async function begunWith({ db }: Ctx, viewer: Viewer, postId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select other.person_id::text as id from ${message} own
    join conversation_person other on other.conversation_id = own.conversation_id
      and other.person_id <> ${viewer.personId}
    where own.post_id = ${postId} and not exists (
      select from ${message} m join ${post} on post.id = m.post_id
      where m.conversation_id = own.conversation_id and post.author_id = other.person_id
        and ${visibleTo(viewer)})`);
  return rows.map(({ id }) => id);
}
