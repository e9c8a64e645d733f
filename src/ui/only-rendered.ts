const marked = new WeakSet<object>();

/**
 * Says of a load's data that its page ships no script of SvelteKit's (`csr = false`). SvelteKit would
 * write all of it down as JavaScript for the browser and then leave that out: a fifth of what a long
 * page costs. Whoever fetches the data itself, on the way here from a page with script, still gets it.
 */
export function onlyRendered<T extends object>(event: { isDataRequest: boolean }, data: T): T {
  if (!event.isDataRequest) marked.add(data);
  return data;
}

/** Whether data was marked so. */
export function isOnlyRendered(thing: unknown): boolean {
  return typeof thing === 'object' && thing !== null && marked.has(thing);
}
