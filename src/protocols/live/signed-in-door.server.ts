import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveDoor } from './chat-stream.server.ts';
import { isOfAnotherPlace } from './own-place.server.ts';
import { signedInStreams } from './signed-in-streams.server.ts';
import { findSession } from '#domain/people/devices.server.ts';
import type { Services } from '#platform/services.server.ts';
import { openStreams, type StreamBounds, type StreamReader } from '#platform/sse.server.ts';

/** A door whose readers are known: each open stream, and whose it is. */
export interface SignedInDoor extends LiveDoor {
  readers: ReadonlyMap<StreamReader, string>;
  /** Writes the same to all of them. */
  tellAll(bytes: Buffer): void;
}

/**
 * Streams at one path for people who are signed in, each until its session ends. `greeting` is what a reader
 * is told first. A page of another place is 403, a guest 401.
 */
export function signedInDoor(
  services: Services,
  { path, bounds, greeting }: { path: string; bounds: StreamBounds; greeting?: Buffer },
): SignedInDoor {
  const { log, config } = services;
  const streams = openStreams(bounds);
  const signedIn = signedInStreams(services);
  const readers = new Map<StreamReader, string>();

  const follow = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const cookies = req.headers.cookie ?? null;
    const session = await findSession(services, cookies);
    if (!session) return void res.writeHead(401).end();
    if (req.socket.destroyed) return;
    const address = String(req.headers['x-pf-address'] ?? req.socket.remoteAddress);
    const closed = () => {
      if (!reader) return;
      readers.delete(reader);
      signedIn.forget(reader);
    };
    const reader: StreamReader | undefined = streams.accept(req, res, { address, closed });
    if (!reader) return;
    // Between the two looks the session may have ended.
    if (!(await signedIn.watch(reader, cookies))) return reader.end();
    if (!reader.open) return;
    readers.set(reader, session.personId);
    if (greeting) reader.write(greeting);
  };

  return {
    readers,
    tellAll(bytes) {
      for (const reader of readers.keys()) reader.write(bytes);
    },
    open(req, res, url) {
      if (url.pathname !== path) return false;
      if (req.method !== 'GET') return answer(res, 405);
      if (isOfAnotherPlace(req, config.origin)) return answer(res, 403);
      follow(req, res).catch((fault: unknown) => {
        log.warn({ err: fault, path }, 'a stream failed');
        if (res.headersSent) req.socket.destroy();
        else res.writeHead(503, { 'retry-after': '5' }).end();
      });
      return true;
    },
    close() {
      signedIn.close();
      streams.close();
    },
  };
}

function answer(res: ServerResponse, status: number): true {
  res.writeHead(status, status === 405 ? { allow: 'GET' } : {}).end();
  return true;
}
