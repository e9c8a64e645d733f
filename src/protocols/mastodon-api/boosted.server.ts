import type { Call } from './route.ts';
import { findBoostLine } from '#domain/posts/boosts.server.ts';

type Answer = (call: Call) => Promise<Response>;

/**
 * Answers as of the boosted post where an app names the boost: to other servers of this kind a boost is a
 * post of its own, and apps use either number.
 */
export function orBoosted(answer: Answer): Answer {
  return async (call) => {
    const said = await answer(call);
    if (said.status !== 404) return said;
    const line = await findBoostLine(call.ctx, call.params['id'] ?? '');
    return line ? answer({ ...call, params: { ...call.params, id: line.post.id } }) : said;
  };
}
