import { findOpenPage } from './club-pages.server.ts';
import { pageAddress, webAddress, type MentionProtocol } from './rules.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What somebody elsewhere says: this page of theirs leads to that page of ours. */
export interface Claim {
  source: string;
  target: string;
  protocol: MentionProtocol;
}

/** Why a claim is not looked into. `target`: no page of a club that everybody may read, whatever else it is. */
export type ClaimRefused = 'source' | 'target' | 'same' | 'tooFast';

const hour = 3600;
const perAddress = { times: 60, seconds: hour };
const perHost = { times: 60, seconds: hour };
const together = { times: 1000, seconds: hour };

/**
 * Looks at a claim as far as that costs little: two web addresses, another place's page and one of ours that
 * everybody may read. Nothing is fetched. `from` is the network address that asks; it is counted, and kept
 * nowhere. Counted before the page is looked for, so that the limit tells nothing of it either.
 */
export async function weighClaim(
  ctx: Ctx,
  { source, target, protocol }: { source: unknown; target: unknown; protocol: MentionProtocol },
  from: string,
): Promise<Claim | { refused: ClaimRefused }> {
  const [there, here] = [webAddress(source), webAddress(target)];
  if (!there) return { refused: 'source' };
  if (!here) return { refused: 'target' };
  if (pageAddress(there) === pageAddress(here)) return { refused: 'same' };
  if (there.origin === ctx.config.origin) return { refused: 'source' };
  if (await tooFast(ctx, there.host, from)) return { refused: 'tooFast' };
  if (!(await findOpenPage(ctx, here.href))) return { refused: 'target' };
  return { source: pageAddress(there), target: here.href, protocol };
}

async function tooFast(ctx: Ctx, host: string, from: string): Promise<boolean> {
  const tries = [
    await limited(ctx, `mentions from ${from}`, perAddress),
    await limited(ctx, `mentions of ${host}`, perHost),
    await limited(ctx, 'mentions', together),
  ];
  return tries.includes(true);
}

/** Has the job look at the page elsewhere; who says the same ten times is looked at once. */
export async function lookLater(ctx: Ctx, claim: Claim): Promise<void> {
  const { source, target } = claim;
  await ctx.db.transaction(async (db) => {
    await ctx.jobs.forget(db, 'check-mention', { source, target });
    await ctx.jobs.send(db, 'check-mention', claim);
  });
}
