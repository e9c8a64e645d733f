import type { MentionKind, MentionedPage } from './rules.ts';
import { dutiesOf, mayHost } from '#domain/club/duties.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A page elsewhere as it is shown: its address, and a few plain words of it. */
export interface Mention {
  id: string;
  source: string;
  kind: MentionKind;
  title: string;
  author: string;
  excerpt: string;
  written: Date | null;
}

/** The pages elsewhere that hosts let be shown under a month or its guest post, the oldest first; up to 100. */
export async function listShown(
  ctx: Pick<Ctx, 'pool'>,
  monthId: string,
  page: MentionedPage,
): Promise<Mention[]> {
  const { rows } = await ctx.pool.query<Mention>({
    name: 'mentions-shown',
    text: `select id::text, source, kind, title, author, excerpt, written from web_mention
      where month_id = $1 and page = $2 and decision = 'shown' order by id limit 100`,
    values: [monthId, page],
  });
  return rows;
}

/** The same as a host sees it: with what was decided, and under which page it would stand. */
export interface MentionToHost extends Mention {
  page: MentionedPage;
  decision: 'shown' | 'away' | null;
}

/** All that is known for a month, what waits first; up to 500. Only for its hosts: others find nothing. */
export async function listForHosts(
  ctx: Ctx,
  month: { id: string; clubId: string },
): Promise<MentionToHost[] | undefined> {
  if (!mayHost(ctx.viewer, await dutiesOf(ctx, month.clubId))) return undefined;
  const { rows } = await ctx.pool.query<MentionToHost>({
    name: 'mentions-to-hosts',
    text: `select w.id::text, w.source, w.kind, w.title, w.author, w.excerpt, w.written, w.page, w.decision
      from web_mention w join month m on m.id = w.month_id
      where w.month_id = $1 and m.club_id = $2 order by w.decision nulls first, w.id desc limit 500`,
    values: [month.id, month.clubId],
  });
  return rows;
}

/** How many pages elsewhere wait for a host of this month to decide. */
export async function countWaiting(ctx: Pick<Ctx, 'pool'>, monthId: string): Promise<number> {
  const { rows } = await ctx.pool.query<{ waiting: number }>({
    name: 'mentions-waiting',
    text: `select count(*)::int as waiting from web_mention where month_id = $1 and decision is null`,
    values: [monthId],
  });
  return rows[0]?.waiting ?? 0;
}

/** A month under which pages elsewhere wait for a host. */
export interface WaitingMonth {
  date: string;
  theme: string;
  waiting: number;
}

/** The months of a club under which something waits, the latest first; up to 50. Others than its hosts find none. */
export async function listWaiting(ctx: Ctx, clubId: string): Promise<WaitingMonth[]> {
  if (!mayHost(ctx.viewer, await dutiesOf(ctx, clubId))) return [];
  const { rows } = await ctx.pool.query<WaitingMonth>({
    name: 'months-with-mentions-waiting',
    text: `select m.date::text, m.theme, count(*)::int as waiting
      from month m join web_mention w on w.month_id = m.id and w.decision is null
      where m.club_id = $1 group by m.id order by m.date desc limit 50`,
    values: [clubId],
  });
  return rows;
}
