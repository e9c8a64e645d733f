import type { Bearer } from '../tokens.server.ts';
import type { Services } from '#platform/services.server.ts';

const keptMs = 5000;
const mostKept = 10_000;
/** Kinds of news that may mean the end of a token, or another name or standing of whoever holds it. */
const ending = new Set(['session', 'app', 'person', 'house']);

/** Tokens that were found alive a moment ago. */
export interface BearerMemory {
  find(tokenHash: string): Bearer | undefined;
  /** Before a look-up; what it returns remembers the finding, unless news came while it was looked up. */
  begin(): (tokenHash: string, bearer: Bearer) => void;
}

const memories = new WeakMap<object, BearerMemory>();

/** What this process remembers of the tokens of a database. */
export function rememberBearers(pool: Services['pool'], live: Services['live']): BearerMemory {
  const known = memories.get(pool);
  if (known) return known;
  const memory = makeMemory(live);
  memories.set(pool, memory);
  return memory;
}

function makeMemory(live: Services['live']): BearerMemory {
  const kept = new Map<string, { bearer: Bearer; until: number }>();
  let news = 0;
  const forget = () => {
    news += 1;
    kept.clear();
  };
  live.hear(({ kind }) => {
    if (ending.has(kind)) forget();
  });
  live.onGap(forget);
  return {
    find(tokenHash) {
      const found = kept.get(tokenHash);
      return found && found.until > performance.now() ? found.bearer : undefined;
    },
    begin() {
      const before = news;
      return (tokenHash, bearer) => {
        if (news !== before) return;
        if (kept.size >= mostKept) kept.clear();
        kept.set(tokenHash, { bearer, until: performance.now() + keptMs });
      };
    },
  };
}
