import { and, eq, gt, sql } from 'drizzle-orm';
import { wakesOf } from './clockwork.server.ts';
import { dutiesOf, mayCurate } from './duties.server.ts';
import {
  findPaperByDoi,
  findPaperByPmid,
  findPapersByTitle,
  type PaperDesk,
  type PaperRefused,
} from './inner/paper-sources.server.ts';
import { findForCurator } from './months.server.ts';
import { parseDoi, parsePmid, type Paper } from './paper.ts';
import { month, paper, paperLookup } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What was found: one paper, or some that may be meant by a title. */
export type PapersFound = { paper: Paper } | { proposals: Paper[] };

/**
 * Looks a paper up by what a curator pasted: a DOI, a PubMed number, or a title. Asks the sources, so it
 * never stands inside a transaction; keeps nothing but their answers. Refuses `gone` to whoever may not
 * curate the club; `notFound`, `unreachable` and `tooFast` as the sources do.
 */
export async function preparePaper(
  ctx: Ctx,
  clubId: string,
  input: string,
): Promise<PapersFound | PaperRefused | { refused: 'gone' }> {
  if (!mayCurate(ctx.viewer, await dutiesOf(ctx, clubId))) return { refused: 'gone' };
  const asker = ctx.viewer?.personId ?? '';
  if (await limited(ctx, `paper:${asker}`, { times: 60, seconds: 600 }))
    return { refused: 'tooFast' };
  const desk = deskOf(ctx);
  if (parseDoi(input)) return one(await findPaperByDoi(desk, input));
  if (parsePmid(input)) return one(await findPaperByPmid(desk, input));
  const proposals = await findPapersByTitle(desk, input);
  return 'refused' in proposals ? proposals : { proposals };
}

function one(found: Paper | PaperRefused): { paper: Paper } | PaperRefused {
  return 'refused' in found ? found : { paper: found };
}

function deskOf({ db, fetcher, config, clock }: Ctx): PaperDesk {
  return {
    fetcher,
    sources: config.papers,
    contact: config.contact,
    clock,
    cache: {
      async get(key) {
        const [kept] = await db
          .select()
          .from(paperLookup)
          .where(and(eq(paperLookup.key, key), gt(paperLookup.expires, clock.now())));
        return kept?.value;
      },
      async set(key, value, ttlSeconds) {
        const expires = new Date(clock.now().getTime() + ttlSeconds * 1000);
        await db
          .insert(paperLookup)
          .values({ key, value, expires })
          .onConflictDoUpdate({ target: paperLookup.key, set: { value, expires } });
      },
    },
  };
}

const mostReadings = 20;

/**
 * Saves a paper: the month's own at place 0, a reading at its place or, with `next`, after the others.
 * A place that is taken is written over. Refuses `gone` to whoever may not curate, `tooMany` after
 * twenty readings.
 */
export async function persistPaper(
  ctx: Ctx,
  monthId: string,
  place: number | 'next',
  input: { paper: Paper; note: string },
): Promise<{ position: number } | { refused: 'gone' | 'tooMany' }> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db.update(month).set({ updated: tx.clock.now() }).where(eq(month.id, monthId));
    const position = place === 'next' ? await nextPlace(tx, monthId) : place;
    if (position > mostReadings) return { refused: 'tooMany' };
    const values = rowOf(input.paper, input.note);
    await tx.db
      .insert(paper)
      .values({ monthId, position, ...values })
      .onConflictDoUpdate({ target: [paper.monthId, paper.position], set: values });
    await announce(tx, 'monthChanged', { monthId });
    for (const wake of wakesOf(monthId, found.clubId)) tx.wake(wake);
    return { position };
  });
}

async function nextPlace(tx: Tx, monthId: string): Promise<number> {
  const [last] = await tx.db
    .select({ position: sql<number>`coalesce(max(${paper.position}), 0)::int` })
    .from(paper)
    .where(eq(paper.monthId, monthId));
  return (last?.position ?? 0) + 1;
}

/** A paper as its row; what is not known is null, so that saving again forgets what was there. */
export function rowOf(known: Paper, note: string) {
  return {
    doi: known.doi ?? null,
    pmid: known.pmid ?? null,
    title: known.title,
    authors: known.authors,
    journal: known.journal ?? null,
    year: known.year ?? null,
    volume: known.volume ?? null,
    issue: known.issue ?? null,
    pages: known.pages ?? null,
    publisher: known.publisher ?? null,
    abstract: known.abstract ?? [],
    openAccessUrl: known.openAccessUrl ?? null,
    licence: known.licence ?? null,
    source: known.source,
    note,
  };
}

/** Takes the paper or a reading away. Refuses `gone` to whoever may not curate the club. */
export async function removePaper(
  ctx: Ctx,
  monthId: string,
  position: number,
): Promise<{ removed: true } | { refused: 'gone' }> {
  const found = await findForCurator(ctx, monthId);
  if (!found) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await tx.db.delete(paper).where(and(eq(paper.monthId, monthId), eq(paper.position, position)));
    await tx.db.update(month).set({ updated: tx.clock.now() }).where(eq(month.id, monthId));
    await announce(tx, 'monthChanged', { monthId });
    for (const wake of wakesOf(monthId, found.clubId)) tx.wake(wake);
    return { removed: true };
  });
}
