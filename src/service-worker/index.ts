import { version } from '$app/env';
import { immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { mayKeep, tooMany } from './keep.ts';

/** What every page needs to be itself; replaced with each build. */
const dress = `dress-${version}`;
/** The pages that were read. enhance.js and sign-out.js delete it by this name. */
const readPages = 'read-pages';
const always = ['/offline.html', '/plain.css', '/enhance.js', '/icon.svg'];
const lasting = new Set(immutable.map(({ path }) => new URL(path, self.location.origin).pathname));
/** Windows that show a page from the device; enhance.js asks, to say so on the page. */
const shownKept = new Set<string>();
const styles = [...lasting].filter((path) => path.endsWith('.css'));

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(dress)
      .then((cache) => cache.addAll([...always, ...styles]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldDresses().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate')
    event.respondWith(pageFirstFromServer(request, event.resultingClientId));
  else if (lasting.has(url.pathname)) event.respondWith(keptOrFetched(request));
  else if (always.includes(url.pathname)) event.respondWith(fetchedOrKept(request));
});

self.addEventListener('message', (event) => {
  const asker = event.source;
  if (event.data === 'kept?' && asker instanceof Client && shownKept.has(asker.id))
    asker.postMessage('kept');
});

async function pageFirstFromServer(request: Request, shownIn: string): Promise<Response> {
  try {
    const response = await fetch(request);
    if (mayKeep(response)) await keepPage(request, response.clone());
    return response;
  } catch {
    const kept = await caches.match(request, { cacheName: readPages });
    if (kept) shownKept.add(shownIn);
    return kept ?? (await caches.match('/offline.html')) ?? Response.error();
  }
}

/** A cache lists its pages in the order they came, so a page read again moves to the end. */
async function keepPage(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(readPages);
  await cache.delete(request.url);
  await cache.put(request.url, response);
  for (const old of tooMany(await cache.keys())) await cache.delete(old);
}

/** Files whose name carries their content never change. */
async function keptOrFetched(request: Request): Promise<Response> {
  const cache = await caches.open(dress);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function fetchedOrKept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

async function dropOldDresses(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith('dress-') && name !== dress)
      .map((name) => caches.delete(name)),
  );
}
