import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { believedCertificate } from './certificate.ts';
import { freePort } from '../site.ts';
import { openWorld, type World } from '../world.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';
import { openFront } from '#front.server.ts';
import { handClock } from '#platform/clock.server.ts';
import { setRunningServices } from '#platform/services.server.ts';

/** The names of the town. `a` and `b` are houses of ours; the canary may never be called. */
export const names = ['a.test', 'b.test', 'p1.test', 'p2.test', 'canary.test'] as const;
export type Name = (typeof names)[number];

/**
 * Servers that know each other by name over TLS, all on loopback: one port takes every connection and leads
 * it to whoever bears the name that it asks for. No hosts file, no port in an address, no right to port 443.
 */
export interface Town {
  clock: ReturnType<typeof handClock>;
  /** Whoever is to believe the certificate of the town, in a process of their own, has to believe this one. */
  authority: string;
  /** Where TLS is spoken. */
  port: number;
  /** Leads a name to a port of the local machine that speaks plain HTTP; to nothing without one. */
  lead(name: Name, port?: number): void;
  /** How many connections reached a name. */
  reached(name: Name): number;
  close(): Promise<void>;
}

/** A house of ours in the town: served, with a worker. */
export interface House extends World {
  name: Name;
  origin: string;
  /** Where it speaks plain HTTP. */
  port: number;
  /** Closes it, and opens it again on what it kept. */
  restart(): Promise<void>;
}

/** Opens a town in which nobody lives yet. */
export async function openTown(): Promise<Town> {
  const leads = new Map<string, number>();
  const counts = new Map<string, number>();
  const { authority, ...proof } = await believedCertificate([...names]);
  const server = createServer(proof, (socket) => {
    const name = String(socket.servername);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    passOn(socket, leads.get(name));
  }).listen(0, '127.0.0.1');
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  return {
    authority,
    clock: handClock(new Date('2026-11-22T12:00:00Z')),
    port: (server.address() as AddressInfo).port,
    lead: (name, port) => void (port ? leads.set(name, port) : leads.delete(name)),
    reached: (name) => counts.get(name) ?? 0,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function passOn(socket: TLSSocket, port: number | undefined): void {
  socket.on('error', () => {});
  if (!port) return void socket.destroy();
  const onward = connect(port, '127.0.0.1');
  onward.on('error', () => socket.destroy());
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
  socket.pipe(onward).pipe(socket);
}

/** Opens a house of ours under a name of the town. All of a town have one clock. */
export async function openHouse(
  town: Town,
  name: Name,
  env: Record<string, string> = {},
): Promise<House> {
  // Before there is a world: building holds the process up, and a transaction must not wait for it.
  buildWhenChanged(process.execPath);
  const origin = `https://${name}`;
  const port = await freePort();
  const world = await openWorld({
    working: true,
    clock: town.clock,
    remembersLog: true,
    env: {
      ...{ PORT: String(port), HOST: '127.0.0.1', POCKETFRIENDS_ORIGIN: origin },
      POCKETFRIENDS_PEERS: peersOf(town, name),
      ...env,
    },
  });
  let front = await serve(world);
  town.lead(name, port);
  const restart = async () => {
    await front.close();
    await world.reopen();
    front = await serve(world);
  };
  const closeWorld = world.close;
  const close = async () => {
    town.lead(name);
    await front.close();
    await closeWorld();
  };
  return Object.assign(world, { name, origin, port, restart, close });
}

async function serve({ services }: World) {
  setRunningServices(services);
  return openFront(services);
}

/** Everybody else of the town but the canary, as a house may call them. */
function peersOf(town: Town, own: Name): string {
  return names
    .filter((name) => name !== own && name !== 'canary.test')
    .map((name) => `${name}:443=127.0.0.1:${town.port}`)
    .join(',');
}
