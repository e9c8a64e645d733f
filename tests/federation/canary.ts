import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port of the local machine that nobody may call; it counts who does. */
export interface Canary {
  /** `127.0.0.1:PORT`. */
  host: string;
  port: number;
  calls(): number;
  close(): Promise<void>;
}

/** Opens one; whoever calls reads nothing. */
export async function openCanary(): Promise<Canary> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on('error', () => {}).destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  return { host: `127.0.0.1:${port}`, port, calls: () => calls, close };
}
