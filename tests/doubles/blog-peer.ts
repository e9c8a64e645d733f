import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PeerPage } from './institution-peer.ts';

/** Something that was sent to the peer. */
export interface Sent {
  path: string;
  type: string;
  body: string;
}

/** A loopback server that stands for somebody's blog: pages that are read, and endpoints that are written to. */
export interface BlogPeer {
  host: string;
  /** Everything that was posted so far. */
  sent: Sent[];
  /** Every path that was read so far. */
  asked: string[];
  put(path: string, page: PeerPage & { links?: string[] }): void;
  /** How a path answers to what is posted; 202 and nothing unless said otherwise. */
  answers(path: string, page: PeerPage): void;
  close(): Promise<void>;
}

/** Starts the peer on a free port. `links` of a page are `Link` headers, one each. */
export async function startBlogPeer(): Promise<BlogPeer> {
  const pages = new Map<string, PeerPage & { links?: string[] }>();
  const endpoints = new Map<string, PeerPage>();
  const sent: Sent[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '/', method } = request;
    if (method === 'POST') {
      const type = request.headers['content-type'] ?? '';
      sent.push({ path, type, body: await bodyOf(request) });
      const { status = 202, body = '' } = endpoints.get(path) ?? {};
      return void response.writeHead(status).end(body);
    }
    asked.push(path);
    const { status = 200, headers, body = '', links } = pages.get(path) ?? { status: 404 };
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (links) response.setHeader('link', links);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    sent,
    asked,
    put: (path, page) => void pages.set(path, page),
    answers: (path, page) => void endpoints.set(path, page),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
