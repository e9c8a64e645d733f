import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the institution answers at one path; HTML and 200 unless said otherwise. */
export interface PeerPage {
  body?: string | Buffer;
  status?: number;
  headers?: Record<string, string>;
  /** What is sent in its place to whoever takes JSON of any kind, as blogs do that federate. */
  document?: object;
}

/** A loopback server that stands for the site of a hospital or a university. */
export interface InstitutionPeer {
  /** `127.0.0.1:port`, the peer to allow. */
  host: string;
  port: number;
  /** Every path that was asked for so far. */
  asked: string[];
  /** Puts a page there; without one the path answers 404 again. */
  put(path: string, page?: PeerPage): void;
  close(): Promise<void>;
}

/** Starts the peer on a free port, without any page. */
export async function startInstitutionPeer(): Promise<InstitutionPeer> {
  const pages = new Map<string, PeerPage>();
  const asked: string[] = [];
  const server = createServer(({ url = '/', headers: { accept = '' } }, response) => {
    asked.push(url);
    const page = pages.get(url);
    if (page?.document && /json/.test(accept)) {
      response.writeHead(200, { 'content-type': 'application/activity+json' });
      return void response.end(JSON.stringify(page.document));
    }
    const headers = { 'content-type': 'text/html; charset=utf-8', ...page?.headers };
    response.writeHead(page ? (page.status ?? 200) : 404, headers).end(page?.body ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    asked,
    put: (path, page) => void (page ? pages.set(path, page) : pages.delete(path)),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A staff page with a link to somebody's profile, as a web editor would write it. */
export function staffPage(profile: string): PeerPage {
  return {
    body: `<!doctype html><title>Our team</title><h1>Imaging</h1>
      <p>One of us also talks with patients: <a href="${profile}">see their profile</a>.</p>`,
  };
}
