import { createServer } from 'node:http';
import { openWorld, type World } from './world.ts';
import { buildWhenChanged } from '../scripts/ready.mjs';
import { openFront } from '#front.server.ts';
import { setRunningServices } from '#platform/services.server.ts';

/** The real front over a world: built pages, streams, feeds; jobs too when the world is working. */
export interface Site {
  origin: string;
  close(): Promise<void>;
}

/** A world that is served on a port of its own, with its worker running. */
export interface ServedWorld extends World {
  origin: string;
}

/** Opens a working world that knows its own address, and serves it. `close` closes both. */
export async function openWorldWithSite(
  options: Parameters<typeof openWorld>[0] = {},
): Promise<ServedWorld> {
  // Before there is a world: building holds the process up, and a transaction must not wait for it.
  buildWhenChanged(process.execPath);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const own = { PORT: String(port), HOST: '127.0.0.1', POCKETFRIENDS_ORIGIN: origin };
  const world = await openWorld({ working: true, ...options, env: { ...own, ...options.env } });
  const site = await openSite(world);
  return {
    ...world,
    origin,
    close: async () => {
      await site.close();
      await world.close();
    },
  };
}

/** Serves a world at the origin of its settings. Builds the pages first unless they are up to date. */
export async function openSite(world: World): Promise<Site> {
  buildWhenChanged(process.execPath);
  setRunningServices(world.services);
  const front = await openFront(world.services);
  return { origin: world.services.config.origin, close: front.close };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
