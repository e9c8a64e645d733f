import { countPeople, type PeopleCounts } from '#domain/apps/counts.server.ts';
import { countPosts, type PostCounts } from '#domain/posts/counts.server.ts';
import type { Services } from '#platform/services.server.ts';

/** What may be said of how much goes on here: tens only, and below ten nothing. */
export interface Figures {
  people: PeopleCounts;
  posts: PostCounts;
}

type Parts = Pick<Services, 'pool' | 'clock'>;
const lasts = 10 * 60 * 1000;
const known = new WeakMap<object, { figures: Promise<Figures>; until: number }>();

/** The figures of the place. Counted anew every ten minutes: apps ask on every start. */
export function readFigures(services: Parts): Promise<Figures> {
  const now = services.clock.now().getTime();
  const kept = known.get(services.pool);
  if (kept && now < kept.until) return kept.figures;
  const figures = count(services);
  known.set(services.pool, { figures, until: now + lasts });
  figures.catch(() => known.delete(services.pool));
  return figures;
}

async function count(services: Parts): Promise<Figures> {
  return { people: await countPeople(services), posts: await countPosts(services) };
}
