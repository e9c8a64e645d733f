import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Reader } from './audience.server.ts';
import { lookOnce, type Listening } from './event-source.server.ts';
import { faults, type FaultName } from './faults.ts';
import { hearMessages, subscribe } from './messages.server.ts';
import { wordsIn } from './streams.ts';
import { listenerOf, tokenIn } from './token.server.ts';
import type { StreamBounds } from '#platform/sse.server.ts';

const frameBytes = 4 * 1024;
const farewellMs = 2000;

/** All web sockets of a process. */
export interface Sockets {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  close(): void;
}

/**
 * Takes web sockets of apps: one carries many streams, which are asked for by message, the first perhaps
 * by the address. Small frames only, no compression; one that does not read or does not answer is cut.
 */
export function openSockets(listening: Listening, bounds: StreamBounds): Sockets {
  const { log } = listening.services;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: frameBytes,
    perMessageDeflate: false,
  });
  const alive = new WeakSet<WebSocket>();
  const heart = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, bounds.heartbeatMs);
  heart.unref();

  const take = (socket: WebSocket, reader: Reader, url: URL) => {
    const { services, audience } = listening;
    alive.add(socket);
    socket.on('pong', () => void alive.add(socket));
    socket.on('error', () => undefined);
    socket.once('close', () => audience.go(reader));
    audience.come(reader);
    hearMessages(listening, socket, reader);
    const asked = url.searchParams.get('stream');
    const first = asked
      ? subscribe(listening, socket, reader, { stream: asked, ...wordsIn(url.searchParams) })
      : undefined;
    Promise.all([first, lookOnce(services, reader)]).catch((fault: unknown) => {
      log.warn({ err: fault }, 'a stream failed');
      socket.terminate();
    });
  };
  const open = async (req: IncomingMessage, socket: Duplex, head: Buffer, url: URL) => {
    const { services, audience, perPerson } = listening;
    const token = tokenIn(req, url);
    const who = await listenerOf(services, token);
    if (typeof who === 'string' || !token)
      return refuseUpgrade(socket, typeof who === 'string' ? who : 'invalid');
    if (server.clients.size >= bounds.total) return refuseUpgrade(socket, 'full');
    if (audience.of(who.viewer.personId).size >= perPerson) return refuseUpgrade(socket, 'many');
    server.handleUpgrade(req, socket, head, (made) =>
      take(made, readerOf(made, { token, who, waiting: bounds.waiting }), url),
    );
  };

  return {
    upgrade(req, socket, head, url) {
      socket.on('error', () => undefined);
      open(req, socket, head, url).catch((fault: unknown) => {
        log.warn({ err: fault }, 'a stream failed');
        socket.destroy();
      });
    },
    close() {
      clearInterval(heart);
      for (const socket of server.clients) sayFarewell(socket, 1001);
      server.close();
    },
  };
}

function readerOf(
  socket: WebSocket,
  { token, who, waiting }: Pick<Reader, 'token' | 'who'> & { waiting: number },
): Reader {
  return {
    token,
    who,
    streams: new Map(),
    tell({ names }, { event, payload }) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > waiting) return socket.terminate();
      socket.send(JSON.stringify({ stream: names, event, ...(payload && { payload }) }));
    },
    end: () => sayFarewell(socket, 1008),
  };
}

/** Nothing is said to it from now on; who does not answer the farewell is cut. */
function sayFarewell(socket: WebSocket, why: number): void {
  socket.close(why);
  setTimeout(() => socket.terminate(), farewellMs).unref();
}

/** Refuses a handshake with the same words as every other request. */
function refuseUpgrade(socket: Duplex, fault: FaultName): void {
  const { status, error } = faults[fault];
  const body = JSON.stringify({ error });
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
