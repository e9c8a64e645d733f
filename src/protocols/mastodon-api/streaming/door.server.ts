import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { openAudience } from './audience.server.ts';
import { openEventSource } from './event-source.server.ts';
import { tellNews } from './news.server.ts';
import { queueWakes } from './queue.server.ts';
import { watchRights } from './rights.server.ts';
import { apiSources } from './api-sources.server.ts';
import type { Sources } from './sources.server.ts';
import { openSockets } from './web-socket.server.ts';
import type { Services } from '#platform/services.server.ts';
import { openStreams, usualBounds, type StreamBounds } from '#platform/sse.server.ts';

/** The streams of apps: `open` takes a request that is its own, `upgrade` a web socket; `close` ends all. */
export interface StreamingDoor {
  open(req: IncomingMessage, res: ServerResponse, url: URL): boolean;
  /** Whether a path is one that web sockets may be opened on. */
  upgrades(path: string): boolean;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  /** How many connections are open. */
  readonly count: number;
  close(): void;
}

const root = /^\/api\/v1\/streaming(?:\/(.*?))?\/?$/;
const perPerson = 20;

/**
 * Where apps hear what happens, as Mastodon's streaming API has it. Only the token counts, never a
 * cookie, so no page can listen in somebody's name, and any page may ask.
 */
export function streamingDoor(
  services: Services,
  sources: Sources = apiSources(services),
  bounds: StreamBounds = usualBounds,
): StreamingDoor {
  const { live, log } = services;
  const audience = openAudience();
  const rights = watchRights(services, audience);
  const listening = { services, audience, sources, perPerson };
  const streams = openStreams({ ...bounds, beat: ':thump\n\n' });
  const sockets = openSockets(listening, bounds);
  const queue = queueWakes(tellNews(audience, sources), { log, before: rights.settled });
  const deaf = live.hear((wake) => {
    rights.wake(wake);
    queue(wake);
  });
  live.onGap(rights.lookAtAll);

  return {
    open(req, res, url) {
      const path = root.exec(url.pathname)?.[1];
      if (path === undefined || req.method !== 'GET') return false;
      if (path === 'health') {
        res.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('OK');
        return true;
      }
      openEventSource(listening, streams, { req, res, url, path }).catch((fault: unknown) => {
        log.warn({ err: fault }, 'a stream failed');
        if (res.headersSent) req.socket.destroy();
        else res.writeHead(503, { 'retry-after': '5' }).end();
      });
      return true;
    },
    upgrades: (path) => root.test(path) && !root.exec(path)?.[1],
    upgrade: sockets.upgrade,
    get count() {
      return audience.count;
    },
    close() {
      deaf();
      rights.close();
      sockets.close();
      streams.close();
    },
  };
}
