import { and, count, eq, isNull, lte, sql } from 'drizzle-orm';
import type { ClubPage } from './club-pages.server.ts';
import type { MentionProtocol, MentionWords } from './rules.ts';
import { webMention } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 24 * 60 * 60 * 1000;

/** More than these may not wait for a host under one page: whoever floods it fills a list, and no more. */
const mostWaiting = 200;

/** How many days a mention may wait or lie put away; docs/operating.md tells operators the same. */
export const keptDays = { undecided: 90, away: 90 } as const;

/** Whether we know of this page elsewhere already, whatever was decided of it. */
export async function isKnown({ db }: Ctx, page: ClubPage, source: string): Promise<boolean> {
  return (await db.$count(webMention, at(page, source))) > 0;
}

/**
 * Keeps what a page elsewhere was seen to say. What is new waits for a host; what a host has let be shown waits
 * again when its words have changed, so that nobody's leave covers other words. What was put away stays away.
 */
export async function persistMention(
  ctx: Ctx,
  page: ClubPage,
  seen: { source: string; protocol: MentionProtocol; words: MentionWords },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const { source, protocol, words } = seen;
    const [old] = await tx.db.select().from(webMention).where(at(page, source)).for('update');
    if (!old && (await waitingUnder(tx, page)) >= mostWaiting) return;
    const undecided = { decision: null, decidedBy: null, decided: null };
    const again = old?.decision === 'shown' && !sameWords(old, words) ? undecided : {};
    await tx.db
      .insert(webMention)
      .values({ ...whereOf(page), source, protocol, ...words, received: now, checked: now })
      .onConflictDoUpdate({
        target: [webMention.monthId, webMention.page, webMention.source],
        set: { ...words, checked: now, ...again },
      });
    tx.wake({ kind: 'month', id: page.monthId });
  });
}

/** Forgets a page elsewhere that is gone, or does not lead here any more. */
export async function forgetMention(ctx: Ctx, page: ClubPage, source: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const gone = await tx.db.delete(webMention).where(at(page, source)).returning();
    if (gone.length > 0) tx.wake({ kind: 'month', id: page.monthId });
  });
}

/** Notes that a known page elsewhere was asked for and did not answer: what was seen before stays. */
export async function noteUnreached(ctx: Ctx, page: ClubPage, source: string): Promise<void> {
  await ctx.db.update(webMention).set({ checked: ctx.clock.now() }).where(at(page, source));
}

const at = ({ monthId, page }: ClubPage, source: string) =>
  and(eq(webMention.monthId, monthId), eq(webMention.page, page), eq(webMention.source, source));

const whereOf = ({ monthId, page }: ClubPage) => ({ monthId, page });

async function waitingUnder({ db }: Tx, { monthId, page }: ClubPage): Promise<number> {
  const here = and(eq(webMention.monthId, monthId), eq(webMention.page, page));
  const [found] = await db
    .select({ many: count() })
    .from(webMention)
    .where(and(here, isNull(webMention.decision)));
  return found?.many ?? 0;
}

function sameWords(one: MentionWords, other: MentionWords): boolean {
  return (['kind', 'title', 'author', 'excerpt'] as const).every(
    (word) => one[word] === other[word],
  );
}

interface Due extends Record<string, unknown> {
  source: string;
  target: string;
  protocol: MentionProtocol;
}

/** The job of every minute: has shown pages looked at again a month after the last look, ten at a time. */
export async function recheckMentionsDue(services: Services, _data: object): Promise<void> {
  const { db, clock, jobs, config } = services;
  const due = new Date(clock.now().getTime() - 30 * day);
  const { rows } = await db.execute<Due>(sql`
    select w.source, w.protocol, ${config.origin} || '/' || c.slug || '/' || m.date
      || case when w.page = 'guestPost' then '/guest-post' else '' end as target
    from web_mention w join month m on m.id = w.month_id join club c on c.id = m.club_id
    where w.checked <= ${due} and w.decision = 'shown' order by w.checked limit 10`);
  for (const { source, target, protocol } of rows) {
    await jobs.forget(db, 'check-mention', { source, target });
    await jobs.send(db, 'check-mention', { source, target, protocol });
  }
}

/** The job of every hour: forgets what waited for a host, or lay put away, for as long as was promised. */
export async function forgetOldMentions({ db, clock }: Services): Promise<void> {
  const ago = (days: number) => new Date(clock.now().getTime() - days * day);
  const { decision, received, decided } = webMention;
  await db.delete(webMention).where(and(isNull(decision), lte(received, ago(keptDays.undecided))));
  await db.delete(webMention).where(and(eq(decision, 'away'), lte(decided, ago(keptDays.away))));
}
