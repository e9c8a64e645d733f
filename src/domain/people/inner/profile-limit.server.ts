import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 60, seconds: 60 * 60 };

/** Counts one change of a profile, of whatever on it, and says whether it was one too many. */
export function profileChangesTooFast(ctx: Ctx, { personId }: Viewer): Promise<boolean> {
  return limited(ctx, `profile of ${personId}`, often);
}
