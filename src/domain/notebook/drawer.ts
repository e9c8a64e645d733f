import { newDeviceKey, type Sealed } from './seal.ts';

/** What the drawer is called on the device; sign-out.js empties it by this name when somebody signs out. */
const name = 'notebook';

/** How putting an entry away went. `changed`: another tab has written or removed it since it was read. */
export type Put = 'kept' | 'changed' | 'full';

/**
 * The place on this device where sealed entries lie, of everybody who uses it, beside the device's half of the key.
 * It knows nothing of what is in them.
 */
export class Drawer {
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** Opens the drawer, and calls `gone` when it is taken away: by signing out in another tab, or by the browser. */
  static async open(gone: () => void = () => undefined): Promise<Drawer> {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('keys');
      opening.result.createObjectStore('entries', { keyPath: 'id' }).createIndex('owner', 'owner');
    };
    const db = await asked(opening);
    // Whoever signs out must not have to wait for this tab.
    db.onversionchange = () => {
      db.close();
      gone();
    };
    db.onclose = gone;
    return new Drawer(db);
  }

  /** The device's half of the key, if one was made. */
  findDeviceKey(): Promise<CryptoKey | undefined> {
    return asked<CryptoKey | undefined>(this.#store('keys', 'readonly').get('device'));
  }

  /** The device's half of the key. What lies here from before a new one is made can never be opened again, and goes. */
  async deviceKey(): Promise<CryptoKey> {
    const made = (await this.findDeviceKey()) ?? (await newDeviceKey());
    const work = this.#db.transaction(['keys', 'entries'], 'readwrite');
    const keys = work.objectStore('keys');
    // Another tab may have been faster.
    const key = await asked<CryptoKey | undefined>(keys.get('device'));
    if (!key) {
      keys.put(made, 'device');
      work.objectStore('entries').clear();
    }
    await finished(work);
    return key ?? made;
  }

  /** Everything that carries this mark. */
  list(owner: string): Promise<Sealed[]> {
    return asked<Sealed[]>(this.#store('entries', 'readonly').index('owner').getAll(owner));
  }

  /** How many carry this mark. */
  count(owner: string): Promise<number> {
    return asked(this.#store('entries', 'readonly').index('owner').count(owner));
  }

  /** Puts an entry away in the place of the writing that was `seen`, or as a new one where none was. */
  async put(sealed: Sealed, seen: Uint8Array | undefined): Promise<Put> {
    const store = this.#store('entries', 'readwrite');
    const before = await asked<Sealed | undefined>(store.get(sealed.id));
    if (String(before?.iv) !== String(seen)) return 'changed';
    store.put(sealed);
    try {
      await finished(store.transaction);
      return 'kept';
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === 'QuotaExceededError') return 'full';
      throw fault;
    }
  }

  /** Takes entries out. */
  async remove(ids: readonly string[]): Promise<void> {
    const store = this.#store('entries', 'readwrite');
    for (const id of ids) store.delete(id);
    await finished(store.transaction);
  }

  close(): void {
    this.#db.close();
  }

  #store(store: 'keys' | 'entries', mode: IDBTransactionMode): IDBObjectStore {
    return this.#db.transaction(store, mode).objectStore(store);
  }
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('The drawer is stuck.'));
  });
}

function finished(work: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    work.oncomplete = () => done();
    work.onabort = () => fail(work.error ?? new Error('The drawer is stuck.'));
  });
}
