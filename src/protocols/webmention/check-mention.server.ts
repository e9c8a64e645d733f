import { readApart } from './read-apart.server.ts';
import { findOpenPage } from '#domain/mentions/club-pages.server.ts';
import { forgetMention, noteUnreached, persistMention } from '#domain/mentions/keep.server.ts';
import type { MentionWords } from '#domain/mentions/rules.ts';
import type { Claim } from '#domain/mentions/take.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What a look at a page elsewhere found. `unreached`: nothing was to be learned, for whatever reason. */
export type Seen = { words: MentionWords } | 'gone' | 'noLink' | 'unreached';

const options = {
  // JSON is read where it comes, and not asked for: there are blogs that, asked for any, leave their page out.
  accept: 'text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5, */*;q=0.1',
  deadlineMs: 8000,
  maxBytes: 1024 * 1024,
};

/** The job: looks at a page elsewhere, and again later when it does not answer. */
export async function checkMention(
  services: Services,
  claim: Claim & { tries?: number },
): Promise<void> {
  const { tries = 0, ...what } = claim;
  const ctx = { ...services, viewer: null };
  if ((await lookAt(ctx, what)) !== 'unreached' || tries >= 3) return;
  const startAfter = new Date(ctx.clock.now().getTime() + 10 * 60_000 * 6 ** tries);
  await ctx.jobs.send(ctx.db, 'check-mention', { ...what, tries: tries + 1 }, { startAfter });
}

/** Looks at a page elsewhere and keeps what it says, or forgets it: then it is gone, or leads here no more. */
export async function lookAt(ctx: Ctx, claim: Claim): Promise<Seen> {
  const { source, target, protocol } = claim;
  const seen = await prepareSource(ctx, claim);
  const page = await findOpenPage(ctx, target);
  if (!page) return 'noLink';
  if (seen === 'gone' || seen === 'noLink') await forgetMention(ctx, page, source);
  else if (seen === 'unreached') await noteUnreached(ctx, page, source);
  else await persistMention(ctx, page, { source, protocol, words: seen.words });
  return seen;
}

async function prepareSource(ctx: Ctx, { source, target }: Claim): Promise<Seen> {
  const answer = await ctx.fetcher.get(source, options);
  const no = whyNot(answer);
  if (no || 'refused' in answer) return no ?? 'unreached';
  const contentType = answer.headers['content-type'] ?? '';
  const words = await readApart({ body: answer.body, contentType, url: answer.url, target });
  return words ? { words } : 'noLink';
}

/** Perhaps tomorrow; whatever else is refused will be refused again. */
const silent: ReadonlySet<FetchRefused['refused']> = new Set(['network', 'tooSlow']);

function whyNot(answer: Fetched | FetchRefused): 'gone' | 'noLink' | 'unreached' | undefined {
  if ('refused' in answer) return silent.has(answer.refused) ? 'unreached' : 'noLink';
  if (answer.status === 404 || answer.status === 410) return 'gone';
  return answer.status === 200 ? undefined : 'unreached';
}
