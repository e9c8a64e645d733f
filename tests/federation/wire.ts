import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Town } from './town.ts';

/** What came back over the wire, read to its end. */
export interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  text: string;
  /** The body as JSON; an empty object when it is none. */
  // The shape of an answer is what tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

/** How something is asked. `host` in the headers takes the place of the name in the URL. */
export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export const activityJson = 'application/activity+json';

/** Asks a server of the town by TLS; what is asked for is sent as it is written. */
export async function ask(town: Town, url: string, asking: Asking = {}): Promise<Answered> {
  const { hostname, host, pathname, search } = new URL(url);
  const { method = 'GET', body } = asking;
  const sent = request({
    ...{ host: '127.0.0.1', port: town.port, servername: hostname, agent: false },
    ...{ method, path: pathname + search },
    headers: {
      host,
      accept: activityJson,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      ...asking.headers,
    },
  });
  const answered = once(sent, 'response');
  sent.end(body);
  const [answer] = (await answered) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const text = bytes.toString();
  const { headers, statusCode: status = 0 } = answer;
  return { status, headers, bytes, text, json: asJson(text) };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
