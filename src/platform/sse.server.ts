import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bounds of a process's streams. */
export interface StreamBounds {
  total: number;
  perAddress: number;
  /** Bytes that may wait for a slow reader; beyond it is cut, and comes back where it was. */
  waiting: number;
  heartbeatMs: number;
  /** What is sent as a heartbeat: a comment, which readers skip. */
  beat?: string;
}

/** The bounds that the house uses. An address may be a whole hospital. */
export const usualBounds: StreamBounds = {
  total: 4000,
  perAddress: 200,
  waiting: 256 * 1024,
  heartbeatMs: 25_000,
};

/** One open stream. */
export interface StreamReader {
  write(bytes: Buffer): void;
  end(): void;
  readonly open: boolean;
}

/** All open streams of a process. */
export interface Streams {
  /** Opens a stream as the answer to a request; or answers 429 or 503 itself. */
  accept(
    req: IncomingMessage,
    res: ServerResponse,
    about: { address: string; closed: () => void },
  ): StreamReader | undefined;
  readonly count: number;
  close(): void;
}

/**
 * One event as it goes over the wire, encoded once for all readers. `data` is one line.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventBytes(event: { id?: string; name?: string; data: string }): Buffer {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  return Buffer.from(`${id}${name}data: ${event.data}\n\n`);
}

/**
 * Keeps streams within bounds: each is written to without waiting for it, one that does not read is
 * cut, and each is told its own random pause before it comes back, so that a restart does not bring
 * all of them at once.
 */
export function openStreams(bounds: StreamBounds): Streams {
  const readers = new Set<StreamReader>();
  const byAddress = new Map<string, number>();
  const beat = Buffer.from(bounds.beat ?? ':\n\n');
  const heart = setInterval(() => {
    for (const reader of readers) reader.write(beat);
  }, bounds.heartbeatMs);
  heart.unref();

  const refuse = (res: ServerResponse, status: number) => {
    res.writeHead(status, { 'retry-after': String(10 + Math.floor(Math.random() * 50)) }).end();
    return undefined;
  };
  return {
    get count() {
      return readers.size;
    },
    accept(req, res, { address, closed }) {
      const here = byAddress.get(address) ?? 0;
      if (here >= bounds.perAddress) return refuse(res, 429);
      if (readers.size >= bounds.total) return refuse(res, 503);
      const reader = openReader(req, res, bounds.waiting, () => {
        readers.delete(reader);
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
        closed();
      });
      readers.add(reader);
      byAddress.set(address, here + 1);
      return reader;
    },
    close() {
      clearInterval(heart);
      for (const reader of [...readers]) reader.end();
    },
  };
}

function openReader(
  req: IncomingMessage,
  res: ServerResponse,
  waiting: number,
  closed: () => void,
): StreamReader {
  const { socket } = req;
  let open = true;
  // Without chunks the body ends with the connection, and one buffer fits every socket as it is.
  res.useChunkedEncodingByDefault = false;
  res.shouldKeepAlive = false;
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  res.flushHeaders();
  socket.setNoDelay(true);
  socket.write(`retry: ${2000 + Math.floor(Math.random() * 6000)}\n\n`);
  socket.once('close', () => {
    open = false;
    closed();
  });
  // A reader who leaves in the middle of a write is no fault.
  socket.on('error', () => undefined);
  return {
    get open() {
      return open;
    },
    write(bytes) {
      if (!open || socket.destroyed) return;
      if (socket.writableLength > waiting) return void socket.destroy();
      socket.write(bytes);
    },
    end() {
      if (open) socket.end();
    },
  };
}
