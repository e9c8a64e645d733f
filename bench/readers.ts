import { connect, type Socket } from 'node:net';
import { answerJobs } from './beside.ts';

/** Opens readers of a stream; waits for a mark to reach them all; sends them home. */
export type ReadersJob =
  | { open: number; port: number; host: string; path: string }
  | { await: string; patienceMs: number }
  | { close: true };

/** When the middle and the last reader had the mark (milliseconds of the machine's clock), and bytes each. */
export interface Reached {
  reached: number;
  middle: number;
  last: number;
  bytesEach: number;
}

const sockets: Socket[] = [];
let mark = '';
let round = 0;
let arrivals: number[] = [];
let bytes = 0;
let whenAll: () => void = () => undefined;

answerJobs<ReadersJob>((job) => {
  if ('open' in job) return openAll(job);
  if ('await' in job) return awaitMark(job.await, job.patienceMs);
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function openAll({
  open,
  ...to
}: {
  open: number;
  port: number;
  host: string;
  path: string;
}) {
  // A hundred at a time, as a listen queue takes them, from as many houses: streams of one are limited.
  for (let house = 1; sockets.length < open; house++) {
    const few = Math.min(100, open - sockets.length);
    await Promise.all(Array.from({ length: few }, () => openOne(to, `192.0.2.${house}`)));
  }
  return sockets.length;
}

function openOne(
  { port, host, path }: { port: number; host: string; path: string },
  address: string,
) {
  return new Promise<void>((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\nX-Forwarded-For: ${address}\r\n\r\n`;
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(head));
    socket.once('error', fail);
    socket.once('data', (text: string) => {
      if (!text.startsWith('HTTP/1.1 200')) fail(new Error(text.slice(0, 200)));
      else done();
    });
    let seenIn = 0;
    let tail = '';
    socket.on('data', (piece: string) => {
      let text = piece;
      bytes += text.length;
      if (mark && seenIn !== round && (tail + text).includes(mark)) {
        seenIn = round;
        text = '';
        arrivals.push(clock());
        if (arrivals.length === sockets.length) whenAll();
      }
      tail = text.slice(-100);
    });
    socket.on('close', () => {
      const place = sockets.indexOf(socket);
      if (place >= 0) sockets.splice(place, 1);
    });
    sockets.push(socket);
  });
}

/** The job is answered when all have the mark or patience ends; what came before does not count. */
async function awaitMark(text: string, patienceMs: number): Promise<Reached> {
  [mark, arrivals, bytes] = [text, [], 0];
  round += 1;
  const all = new Promise<void>((done) => (whenAll = done));
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((done) => (timer = setTimeout(done, patienceMs)));
  await Promise.race([all, patience]);
  clearTimeout(timer);
  return {
    reached: arrivals.length,
    middle: arrivals[Math.floor(arrivals.length / 2)] ?? 0,
    last: arrivals.at(-1) ?? 0,
    bytesEach: bytes / Math.max(1, sockets.length),
  };
}

function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
