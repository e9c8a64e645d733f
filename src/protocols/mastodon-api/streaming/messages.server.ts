import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { mayHear, type Reader } from './audience.server.ts';
import type { Listening } from './event-source.server.ts';
import { faults, type FaultName } from './faults.ts';
import { streamOf } from './streams.ts';

const mostStreams = 20;
const mostMessages = 120;
const minuteMs = 60_000;

const Words = z.object({
  stream: z.string().max(100),
  tag: z.string().max(200).optional(),
  list: z.coerce.string().max(20).optional(),
});
const Message = Words.extend({ type: z.enum(['subscribe', 'unsubscribe']) });

type Asked = z.infer<typeof Words>;

/** Does what an app asks over its socket, one thing after the other. Too many messages in a minute end it. */
export function hearMessages(listening: Listening, socket: WebSocket, reader: Reader): void {
  let count = 0;
  let since = 0;
  let doing = Promise.resolve();
  socket.on('message', (data: RawData, binary: boolean) => {
    const now = performance.now();
    if (now - since > minuteMs) [count, since] = [0, now];
    if (++count > mostMessages) return socket.close(1008);
    const message = binary ? undefined : Message.safeParse(parse(String(data))).data;
    doing = doing
      .then(() => obey(listening, socket, reader, message))
      .catch((fault: unknown) => {
        listening.services.log.warn({ err: fault }, 'a stream failed');
        socket.terminate();
      });
  });
}

function obey(
  listening: Listening,
  socket: WebSocket,
  reader: Reader,
  message: z.infer<typeof Message> | undefined,
): Promise<void> | void {
  if (!message) return refuse(socket, 'words');
  if (message.type === 'unsubscribe') return leave(listening, socket, reader, message);
  return subscribe(listening, socket, reader, message);
}

/** Begins a stream on a socket. What stands against it is said in a frame; the socket stays open. */
export async function subscribe(
  { audience, sources }: Listening,
  socket: WebSocket,
  reader: Reader,
  asked: Asked,
): Promise<void> {
  const stream = streamOf(asked.stream, asked);
  if (typeof stream === 'string') return refuse(socket, stream);
  if (!mayHear(reader, stream.needs)) return refuse(socket, 'scope');
  if (stream.listId && !(await sources.ownsList(reader.who.viewer, stream.listId)))
    return refuse(socket, 'gone');
  if (!reader.streams.has(stream.key) && reader.streams.size >= mostStreams)
    return refuse(socket, 'many');
  audience.follow(reader, stream);
}

function leave({ audience }: Listening, socket: WebSocket, reader: Reader, asked: Asked): void {
  const stream = streamOf(asked.stream, asked);
  if (typeof stream === 'string') return refuse(socket, stream);
  audience.leave(reader, stream.key);
}

function refuse(socket: WebSocket, fault: FaultName): void {
  const { status, error } = faults[fault];
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ error, status }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
