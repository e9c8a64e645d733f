import type { Ctx } from './ctx.server.ts';

/** What was found on another server, by its number here. */
export type FoundElsewhere = { personId: string } | { postId: string };

/**
 * Looks on other servers for a person or a post by handle or address. Set by whoever opens the house: areas and
 * doors ask through it without knowing how servers talk. `fresh`: their server is asked, whatever is known.
 */
export type Elsewhere = (
  ctx: Ctx,
  sought: string,
  options?: { fresh?: boolean },
) => Promise<FoundElsewhere | undefined>;

/** Of a house that knows no others. */
export const nowhere: Elsewhere = async () => undefined;
