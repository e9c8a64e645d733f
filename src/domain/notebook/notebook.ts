import { Drawer, type Put } from './drawer.ts';
import type { Entry } from './entries.ts';
import { newEntryId, openEntry, ownKeyOf, ownerOf, sealEntry } from './seal.ts';
import type { Half, OwnKey } from './seal.ts';

/** An entry as it was read: where it lies, and which writing of it this is. */
export interface Kept<E extends Entry = Entry> {
  id: string;
  iv: Uint8Array;
  entry: E;
}

/** Why there is no notebook: no secure address, a browser that keeps nothing, nobody signed in, nobody reached. */
export type Refusal = 'insecure' | 'nothingKept' | 'signedOut' | 'unreached';

/** What a page wants to hear of a notebook that lies open: another tab has changed it, or it was taken away. */
export interface Ears {
  changed?: () => void;
  gone?: () => void;
}

/** One person's notebook on this device, open. Nothing that is done with it asks or tells anybody else. */
export class Notebook {
  readonly #drawer: Drawer;
  readonly #own: OwnKey;
  readonly #otherTabs = new BroadcastChannel('notebook');

  constructor(drawer: Drawer, own: OwnKey, changed?: () => void) {
    this.#drawer = drawer;
    this.#own = own;
    if (changed) this.#otherTabs.onmessage = changed;
  }

  /** Every entry, the newest first, and the names of those that this key does not open. */
  async read(): Promise<{ kept: Kept[]; unreadable: string[] }> {
    const [kept, unreadable]: [Kept[], string[]] = [[], []];
    for (const sealed of await this.#drawer.list(this.#own.owner)) {
      const entry = await openEntry(this.#own, sealed);
      if (entry) kept.push({ id: sealed.id, iv: sealed.iv, entry });
      else unreadable.push(sealed.id);
    }
    kept.sort((one, other) => other.entry.written.localeCompare(one.entry.written));
    return { kept, unreadable };
  }

  /** Keeps an entry, new or in the place of one that was read. What is not kept is left as it was. */
  async keep(entry: Entry, before?: Pick<Kept, 'id' | 'iv'>): Promise<Put> {
    const sealed = await sealEntry(this.#own, before?.id ?? newEntryId(), entry);
    const put = await this.#drawer.put(sealed, before?.iv);
    if (put === 'kept') this.#tell();
    return put;
  }

  /** Takes entries out for good. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#drawer.remove(ids);
    this.#tell();
  }

  /** Takes out everything of this person, also what cannot be opened. Others' entries stay. */
  async empty(): Promise<void> {
    await this.remove((await this.#drawer.list(this.#own.owner)).map(({ id }) => id));
  }

  close(): void {
    this.#otherTabs.close();
    this.#drawer.close();
  }

  #tell(): void {
    this.#otherTabs.postMessage('changed');
  }
}

let asking: Promise<Half | { refused: Refusal }> | undefined;

/** Asks the server for the half of whoever is signed in: once a page, whatever lies on the device. */
export function askForHalf(ask: typeof fetch = fetch): Promise<Half | { refused: Refusal }> {
  asking ??= ask('/notebook/key', { cache: 'no-store' }).then(
    async (answer) =>
      answer.ok ? ((await answer.json()) as Half) : { refused: refusedBy(answer.status) },
    () => ({ refused: 'unreached' as const }),
  );
  return asking;
}

function refusedBy(status: number): Refusal {
  return status === 401 ? 'signedOut' : 'unreached';
}

/**
 * Opens the notebook of somebody who is signed in, for their own page. The server is asked first, and whether or not
 * anything lies here.
 */
export async function openNotebook(
  person: string,
  ears: Ears = {},
): Promise<Notebook | { refused: Refusal }> {
  const half = await askForHalf();
  if ('refused' in half) return half;
  // In another tab somebody else has signed in since this page was made.
  if (half.person !== person) return { refused: 'signedOut' };
  // Browsers have no such keys where the address is not https.
  if (!globalThis.isSecureContext) return { refused: 'insecure' };
  try {
    const drawer = await Drawer.open(ears.gone);
    return new Notebook(drawer, await ownKeyOf(await drawer.deviceKey(), half), ears.changed);
  } catch {
    return { refused: 'nothingKept' };
  }
}

/** How many entries somebody has on this device, without opening any; none where nothing can be kept. */
export async function countEntriesOf(person: string): Promise<number> {
  try {
    const drawer = await Drawer.open();
    const device = await drawer.findDeviceKey();
    const count = device ? await drawer.count(await ownerOf(device, person)) : 0;
    drawer.close();
    return count;
  } catch {
    return 0;
  }
}
