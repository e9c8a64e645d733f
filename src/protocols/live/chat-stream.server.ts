import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatRoom } from './chat-room.server.ts';
import { isOfAnotherPlace } from './own-place.server.ts';
import { signedInStreams } from './signed-in-streams.server.ts';
import { changesSince } from '#domain/club/chat.server.ts';
import type { Services } from '#platform/services.server.ts';
import {
  openStreams,
  usualBounds,
  type StreamBounds,
  type StreamReader,
} from '#platform/sse.server.ts';

/** Streams that stay open: `open` takes a request that is its own; `close` ends them all. */
export interface LiveDoor {
  open(req: IncomingMessage, res: ServerResponse, url: URL): boolean;
  close(): void;
}

const path = /^\/live\/chat\/([1-9]\d{0,17})$/;

/**
 * The chat's stream of changes: `GET /live/chat/{month}`, for everybody, as server-sent events whose
 * ids are the chat's revisions. A reader resumes by `Last-Event-ID`, or begins with `?since=`. A chat
 * that is not there, or is a draft, is 404. A page of another place is 403. The stream of somebody who
 * is signed in ends with their session, and they come back as a visitor.
 */
export function liveDoor(services: Services, bounds: StreamBounds = usualBounds): LiveDoor {
  const { live, log, config } = services;
  const streams = openStreams(bounds);
  const signedIn = signedInStreams(services);
  const rooms = new Map<string, ChatRoom>();
  const deaf = live.hear(({ kind, id }) => {
    if (kind === 'chat' || kind === 'month') rooms.get(id)?.wake();
  });
  live.onGap(() => {
    for (const room of rooms.values()) room.wake();
  });

  /** A chat with readers is known; many who ask for another at once share one look. */
  const asked = new Map<string, Promise<boolean>>();
  const isKnown = (monthId: string): Promise<boolean> | boolean => {
    if (rooms.has(monthId)) return true;
    const under = asked.get(monthId);
    if (under) return under;
    const found = isThere(services, monthId).finally(() => asked.delete(monthId));
    asked.set(monthId, found);
    return found;
  };
  const roomOf = (monthId: string): ChatRoom => {
    const known = rooms.get(monthId);
    if (known) return known;
    const read = (since: number | undefined) => changesSince(services, monthId, since);
    const room = new ChatRoom(read, (fault) => log.warn({ err: fault }, 'a chat stream waits'));
    rooms.set(monthId, room);
    return room;
  };
  const follow = async (req: IncomingMessage, res: ServerResponse, monthId: string, url: URL) => {
    const since = revisionOf(req.headers['last-event-id'] ?? url.searchParams.get('since'));
    if (!(await isKnown(monthId))) return void res.writeHead(404).end();
    if (req.socket.destroyed) return;
    const room = roomOf(monthId);
    const address = String(req.headers['x-pf-address'] ?? req.socket.remoteAddress);
    const closed = () => {
      if (reader) {
        room.leave(reader);
        signedIn.forget(reader);
      }
      if (room.idle) rooms.delete(monthId);
    };
    const reader: StreamReader | undefined = streams.accept(req, res, { address, closed });
    try {
      if (!reader) return;
      // Before anything is heard: whose session ends from now on hears no more.
      await signedIn.watch(reader, req.headers.cookie ?? null);
      if (reader.open) await room.join(reader, since);
    } finally {
      if (room.idle) rooms.delete(monthId);
    }
  };

  return {
    open(req, res, url) {
      const monthId = path.exec(url.pathname)?.[1];
      if (!monthId) return false;
      if (req.method !== 'GET') {
        res.writeHead(405, { allow: 'GET' }).end();
        return true;
      }
      if (isOfAnotherPlace(req, config.origin)) {
        res.writeHead(403).end();
        return true;
      }
      follow(req, res, monthId, url).catch((fault: unknown) => {
        log.warn({ err: fault }, 'a chat stream failed');
        if (res.headersSent) req.socket.destroy();
        else res.writeHead(503, { 'retry-after': '5' }).end();
      });
      return true;
    },
    close() {
      deaf();
      signedIn.close();
      streams.close();
    },
  };
}

async function isThere({ pool }: Services, monthId: string): Promise<boolean> {
  const { rows } = await pool.query({
    name: 'chat-known',
    text: `select 1 from month where id = $1 and state <> 'draft'`,
    values: [monthId],
  });
  return rows.length > 0;
}

function revisionOf(text: string | string[] | null | undefined): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
