import type { IncomingMessage, ServerResponse } from 'node:http';
import { mayHear, type Audience, type Reader } from './audience.server.ts';
import type { Sources } from './sources.server.ts';
import { streamAt } from './streams.ts';
import { listenerOf, tokenIn } from './token.server.ts';
import { faults, type FaultName } from './faults.ts';
import type { Services } from '#platform/services.server.ts';
import { eventBytes, type StreamReader, type Streams } from '#platform/sse.server.ts';

/** What both ways of listening are made of. */
export interface Listening {
  services: Services;
  audience: Audience;
  sources: Sources;
  /** How many connections one person may hold. */
  perPerson: number;
}

const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/**
 * One stream as server-sent events: `GET /api/v1/streaming/{path}`. Any page may ask, since only the
 * token counts. It ends with its token.
 */
export async function openEventSource(
  { services, audience, sources, perPerson }: Listening,
  streams: Streams,
  { req, res, url, path }: { req: IncomingMessage; res: ServerResponse; url: URL; path: string },
): Promise<void> {
  res.setHeader('access-control-allow-origin', '*');
  const refuse = (fault: FaultName) => {
    const { status, error } = faults[fault];
    res.writeHead(status, json).end(JSON.stringify({ error }));
  };
  const stream = streamAt(path, url.searchParams);
  const token = tokenIn(req, url);
  const who = await listenerOf(services, token);
  if (typeof who === 'string' || !token) return refuse(typeof who === 'string' ? who : 'invalid');
  if (stream === 'unknown') return refuse('gone');
  if (typeof stream === 'string') return refuse(stream);
  if (!mayHear({ who }, stream.needs)) return refuse('scope');
  if (stream.listId && !(await sources.ownsList(who.viewer, stream.listId))) return refuse('gone');
  if (audience.of(who.viewer.personId).size >= perPerson) return refuse('many');
  if (req.socket.destroyed) return;
  const reader: Reader = {
    token,
    who,
    streams: new Map(),
    tell: (_, { event, payload }) => line?.write(eventBytes({ name: event, data: payload ?? '' })),
    end: () => line?.end(),
  };
  const line: StreamReader | undefined = streams.accept(req, res, {
    address: String(req.headers['x-pf-address'] ?? req.socket.remoteAddress),
    closed: () => audience.go(reader),
  });
  if (!line) return;
  audience.come(reader);
  audience.follow(reader, stream);
  await lookOnce(services, reader);
}

/** The token may have died between the look and the listening, with nobody there to hear of it. */
export async function lookOnce(services: Services, reader: Reader): Promise<void> {
  const who = await listenerOf(services, reader.token);
  if (typeof who === 'string') reader.end();
}
