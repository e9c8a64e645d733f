import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A letter that came to an inbox. */
export interface Arrived {
  path: string;
  headers: IncomingMessage['headers'];
  text: string;
  /** What was said: its `id`. */
  id: string;
}

/** Another server, as far as it takes what is sent to it. */
export interface InboxPeer {
  /** `host:port`, as the settings and the tables name it. */
  host: string;
  inbox: string;
  arrived: Arrived[];
  /** What it answers from now on: a status with headers, or nothing at all, ever. */
  answerWith(answer: number | 'silence' | ((arrived: Arrived) => number), headers?: object): void;
  /** Resolves when so many have arrived. */
  count(letters: number): Promise<void>;
  /** How many requests wait for their answer. */
  held(): number;
  /** Answers what it was silent about, with this status. */
  speak(status: number): void;
  close(): Promise<void>;
}

/** Opens one on a port of the local machine; on `0.0.0.0` it is at 127.0.0.1, 127.0.0.2, ... alike: many servers in one. */
export async function openInboxPeer(address = '127.0.0.1'): Promise<InboxPeer> {
  const arrived: Arrived[] = [];
  let answer: Parameters<InboxPeer['answerWith']>[0] = 202;
  let headers: object = {};
  const waiting: { letters: number; done: () => void }[] = [];
  const held: ServerResponse[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => void parts.push(part));
    req.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const { id = '' } = JSON.parse(text) as { id?: string };
      const letter = { path: req.url ?? '', headers: req.headers, text, id };
      arrived.push(letter);
      if (answer === 'silence') held.push(res);
      else
        res.writeHead(typeof answer === 'number' ? answer : answer(letter), { ...headers }).end();
      for (const { letters, done } of waiting) if (arrived.length >= letters) done();
    });
  });
  server.listen(0, address);
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    inbox: `http://${host}/inbox`,
    arrived,
    answerWith: (next, more = {}) => ([answer, headers] = [next, more]),
    count: (letters) =>
      new Promise((done) => {
        if (arrived.length >= letters) done();
        else waiting.push({ letters, done });
      }),
    held: () => held.length,
    speak: (status) => held.splice(0).forEach((res) => res.writeHead(status).end()),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
