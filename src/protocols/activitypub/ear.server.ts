import { hear } from './hear.server.ts';
import {
  listHostsToHear,
  noteHeard,
  noteUnheard,
  takeToHear,
  type ToHear,
} from '#domain/federation/heard.server.ts';
import type { Services } from '#platform/services.server.ts';

/** How many servers are listened to at once. */
const mostHosts = 64;

/**
 * Acts on what other servers have said: for each of them in the order in which it came, and for one without waiting
 * for another, so that a server that is slow to say who its people are holds up nobody else. What waits are rows;
 * a process that dies leaves them to the next.
 */
class Ear {
  readonly #services: Services;
  readonly #open = new Map<string, { again: boolean }>();
  readonly #waiting = new Set<string>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Something came from this server. */
  listenTo(host: string): void {
    const open = this.#open.get(host);
    if (open) open.again = true;
    else if (this.#open.size >= mostHosts) this.#waiting.add(host);
    else void this.#listen(host);
  }

  async #listen(host: string): Promise<void> {
    const state = { again: true };
    this.#open.set(host, state);
    try {
      while (state.again) {
        state.again = false;
        const taken = await takeToHear(this.#services, host);
        for (const one of taken) await this.#actOn(one);
        state.again ||= taken.length > 0;
      }
    } catch (fault) {
      this.#services.log.warn({ err: fault }, 'what a server said was not heard yet');
    } finally {
      this.#open.delete(host);
      const [next] = this.#waiting;
      if (next) {
        this.#waiting.delete(next);
        this.listenTo(next);
      }
    }
  }

  async #actOn(activity: ToHear): Promise<void> {
    try {
      await hear(this.#services, activity);
      await noteHeard(this.#services, activity.uri);
    } catch (fault) {
      this.#services.log.warn({ err: fault }, 'an activity is tried again later');
      await noteUnheard(this.#services, activity);
    }
  }
}

const ears = new WeakMap<object, Ear>();

/** Begins to listen, in a process that works. */
export function openEar(services: Services): void {
  const ear = earOf(services);
  services.live.hear(({ kind, id }) => void (kind === 'heard' && ear.listenTo(id)));
}

/** The job of every minute: what is due again, and what was left by a process that died. */
export async function hearWaiting(services: Services): Promise<void> {
  const ear = earOf(services);
  for (const host of await listHostsToHear(services)) ear.listenTo(host);
}

function earOf(services: Services): Ear {
  const known = ears.get(services.pool) ?? new Ear(services);
  ears.set(services.pool, known);
  return known;
}
