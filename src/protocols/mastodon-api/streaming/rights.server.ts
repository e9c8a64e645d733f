import type { Audience, Reader } from './audience.server.ts';
import { listenerOf } from './token.server.ts';
import type { Wake } from '#platform/live.server.ts';
import type { Services } from '#platform/services.server.ts';

const sweepMs = 60_000;
const rights: readonly string[] = ['session', 'app', 'person'];

/** Looks again and again whether those who listen still may. */
export interface Rights {
  wake(wake: Wake): void;
  /** Looks at everybody: something may have been missed. */
  lookAtAll(): void;
  /** Until every look that has begun is over: what is told afterwards reaches nobody whose token died before. */
  settled(): Promise<unknown>;
  close(): void;
}

/**
 * A token that dies ends what was opened with it: at once when a wake says so, within a minute
 * otherwise. Who cannot be looked at is cut; they come back and are asked who they are.
 */
export function watchRights(services: Services, audience: Audience): Rights {
  const looks = new Set<Promise<void>>();
  const look = (readers: Iterable<Reader>) => {
    for (const reader of [...readers]) {
      const one = lookAt(services, reader).finally(() => looks.delete(one));
      looks.add(one);
    }
  };
  const sweep = setInterval(() => look(audience.all()), sweepMs);
  sweep.unref();
  return {
    wake({ kind, id }) {
      if (rights.includes(kind)) look(audience.of(id));
    },
    lookAtAll: () => look(audience.all()),
    settled: () => Promise.all(looks),
    close: () => clearInterval(sweep),
  };
}

async function lookAt(services: Services, reader: Reader): Promise<void> {
  // Others hear the same wake after us: first let them forget what they remember of tokens.
  await Promise.resolve();
  try {
    const who = await listenerOf(services, reader.token);
    if (typeof who === 'string') reader.end();
    else reader.who = who;
  } catch (fault) {
    services.log.warn({ err: fault }, 'a stream ends, since its token cannot be looked at');
    reader.end();
  }
}
