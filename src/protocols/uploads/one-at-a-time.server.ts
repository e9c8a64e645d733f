import type { Context, MiddlewareHandler } from 'hono';
import type { Variables } from './media.server.ts';

type Own = Context<Variables>;

/**
 * Reads one body of the same sender at a time, and answers the others at once: while ten megabytes are
 * read and taken apart they cost several times that, and twenty together would take the memory.
 */
export function oneAtATime(
  senderOf: (c: Own) => string,
  busy: (c: Own) => Response,
): MiddlewareHandler<Variables> {
  const reading = new Set<string>();
  return async (c, next) => {
    const sender = senderOf(c);
    if (reading.has(sender)) return busy(c);
    reading.add(sender);
    try {
      await next();
    } finally {
      reading.delete(sender);
    }
  };
}
