import { createServer, type ServerResponse } from 'node:http';
import { answerJobs } from './beside.ts';

/** What to serve from now on: one answer to everything, or a stream and the piece that each `POST` sends. */
export type BareJob =
  { status: number; headers: Record<string, string>; body: string } | { streamBytes: number };

// The limit: Node's own server with nothing to do but to send. Each job is answered with its port.
let page: { status: number; headers: Record<string, string>; body: Buffer } = {
  status: 200,
  headers: {},
  body: Buffer.alloc(0),
};
let piece: Buffer = Buffer.alloc(0);
const readers = new Set<ServerResponse>();

const server = createServer((req, res) => {
  if (req.url?.startsWith('/live/')) {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.flushHeaders();
    readers.add(res);
    res.on('close', () => readers.delete(res));
    return;
  }
  if (req.method === 'POST') {
    req.resume();
    if (piece.length > 0) for (const reader of readers) reader.write(piece);
  }
  res.writeHead(page.status, { ...page.headers, 'content-length': page.body.length });
  res.end(page.body);
});
const listening = new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

answerJobs<BareJob>(async (job) => {
  await listening;
  if ('streamBytes' in job) piece = streamPiece(job.streamBytes);
  else page = { ...job, headers: ownHeaders(job.headers), body: Buffer.from(job.body, 'base64') };
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
});

/** Ends with the mark that readers wait for. */
function streamPiece(bytes: number): Buffer {
  const end = 'bench-mark\n\n';
  return Buffer.from(`data: ${'x'.repeat(Math.max(0, bytes - end.length - 6))}${end}`);
}

function ownHeaders(headers: Record<string, string>): Record<string, string> {
  const hop = /^(connection|keep-alive|transfer-encoding|content-length|date)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.test(name)));
}
