import { setTimeout } from 'node:timers/promises';
import { runLane } from './lane.server.ts';
import { forgetSent } from '#domain/federation/deliveries.server.ts';
import { claimPeers, type Lease } from '#domain/federation/leases.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * How many servers are written to at once, and how many of them may be such that failed last or never took
 * anything: servers that are silent for ten seconds each must leave room for those that answer.
 */
export const lanesAtOnce = { all: 320, doubtful: 256 };

const headStartMs = 500;

/** The lanes of this process: one for each server that it is writing to. Lives as long as the house is open. */
export class Office {
  readonly #services: Services;
  readonly #open = new Map<string, Lease>();
  readonly #running = new Set<Promise<void>>();
  readonly #sent = new Set<string>();
  #calls = 0;
  #full = false;
  #closing = false;
  #claiming: Promise<void> | undefined;
  #others: Promise<void> | undefined;

  constructor(services: Services) {
    this.#services = services;
    services.uponClose(async () => {
      this.#closing = true;
      await this.quiet();
    });
  }

  /** Opens a lane to every server that something waits for. Done when they are open, not when all is sent. */
  open(): Promise<void> {
    this.#calls += 1;
    this.#claiming ??= this.#claim().finally(() => (this.#claiming = undefined));
    return this.#claiming;
  }

  /** Waits until nothing is on its way. */
  async quiet(): Promise<void> {
    while (this.#claiming || this.#running.size > 0)
      await Promise.allSettled([this.#claiming, ...this.#running]);
  }

  /** Those that took the last one have theirs before the letters to all others are signed, which costs most. */
  async #claim(): Promise<void> {
    for (let seen = -1; seen !== this.#calls && !this.#closing;) {
      seen = this.#calls;
      const sure = (await this.#take(0)).map((lease) => this.#start(lease));
      this.#others ??= this.#keep(this.#claimOthers(sure)).finally(
        () => (this.#others = undefined),
      );
    }
  }

  async #claimOthers(sure: readonly Promise<void>[]): Promise<void> {
    const late = setTimeout(headStartMs, undefined, { ref: false });
    await Promise.race([Promise.allSettled(sure), late]);
    for (let seen = -1; seen !== this.#calls && !this.#closing;) {
      seen = this.#calls;
      for (const lease of await this.#take(lanesAtOnce.doubtful)) void this.#start(lease);
    }
  }

  /** Takes leases as there is room; of doubtful servers so many that no more than `doubtful` are written to. */
  async #take(doubtful: number): Promise<Lease[]> {
    const busy = [...this.#open.values()];
    const all = lanesAtOnce.all - busy.length;
    const room = Math.max(0, doubtful - busy.filter((lease) => lease.doubtful).length);
    const leases = all > 0 ? await claimPeers(this.#services, { all, doubtful: room }) : [];
    for (const lease of leases) this.#open.set(lease.host, lease);
    if (doubtful > 0) this.#full = leases.length >= Math.min(all, room);
    return leases;
  }

  #start(lease: Lease): Promise<void> {
    const { log } = this.#services;
    const running = this.#run(lease).catch((fault: unknown) =>
      log.warn({ err: fault }, 'a server was not written to'),
    );
    return this.#keep(running);
  }

  /** Whoever closes the house waits for it. */
  #keep(work: Promise<void>): Promise<void> {
    const kept = work.finally(() => this.#running.delete(kept));
    this.#running.add(kept);
    return kept;
  }

  async #run(lease: Lease): Promise<void> {
    let looked = this.#calls;
    await runLane(this.#services, lease, {
      looking: () => (looked = this.#calls),
      closing: () => this.#closing,
      sent: (outgoingId) => void this.#sent.add(outgoingId),
    }).finally(() => this.#open.delete(lease.host));
    await this.#tidy();
    // While the lane held its lease, others were sent away; and many may wait for want of room.
    const room = this.#open.size <= lanesAtOnce.all / 2;
    if (looked !== this.#calls || (this.#full && room)) await this.open();
  }

  async #tidy(): Promise<void> {
    if (this.#open.size > 0 && this.#sent.size < 50) return;
    const ids = [...this.#sent];
    this.#sent.clear();
    if (ids.length > 0) await forgetSent(this.#services, ids);
  }
}
