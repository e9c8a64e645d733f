import type { BrowserContext, Page } from 'playwright-core';

/** Every byte that lies in the notebook's drawer on this device, as text in two readings; empty where there is none. */
export function drawerOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error ?? new Error('It is stuck.'));
      });
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === 'notebook')) return '';
    const db = await asked(indexedDB.open('notebook'));
    const found: string[] = [];
    const read = (value: unknown): void => {
      if (value instanceof ArrayBuffer) return read(new Uint8Array(value));
      if (value instanceof Uint8Array)
        for (const how of ['latin1', 'utf-16le']) found.push(new TextDecoder(how).decode(value));
      else if (value instanceof CryptoKey) found.push(`key ${value.extractable}`);
      else if (typeof value === 'object' && value !== null)
        for (const [name, one] of Object.entries(value)) {
          found.push(name);
          read(one);
        }
      else found.push(String(value));
    };
    for (const name of db.objectStoreNames) {
      const store = db.transaction(name).objectStore(name);
      found.push(name, ...(await asked(store.getAllKeys())).map(String));
      for (const value of await asked<unknown[]>(store.getAll())) read(value);
    }
    db.close();
    return found.join('\n');
  });
}

/** Turns one bit of every sealed entry on this device. */
export function bendDrawer(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done) => (request.onsuccess = () => done(request.result)));
    const db = await asked(indexedDB.open('notebook'));
    const store = db.transaction('entries', 'readwrite').objectStore('entries');
    for (const entry of await asked<{ sealed: ArrayBuffer }[]>(store.getAll())) {
      const bytes = new Uint8Array(entry.sealed);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      store.put({ ...entry, sealed: bytes.buffer });
    }
    await new Promise((done) => (store.transaction.oncomplete = done));
    db.close();
  });
}

/** Everything that a browser asks for from now on: address, headers and body of each request, the worker's too. */
export function listenTo(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('request', (request) =>
    sent.push(
      [
        request.method(),
        request.url(),
        JSON.stringify(request.headers()),
        request.postData() ?? '',
      ].join(' '),
    ),
  );
  return sent;
}
