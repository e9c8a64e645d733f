import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#platform/services.server.ts';

/** Streams that stay open: `open` takes a request that is its own; `close` ends them all. */
export interface LiveDoor {
  open(req: IncomingMessage, res: ServerResponse, url: URL): boolean;
  close(): void;
}

/** The chat's stream of changes. */
export function liveDoor(_services: Services): LiveDoor {
  return { open: () => false, close: () => undefined };
}
