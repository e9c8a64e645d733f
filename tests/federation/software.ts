import type { Stranger } from './stranger.ts';

/** What a server says that it runs: https://nodeinfo.diaspora.software */
export function runs(stranger: Stranger, name: string): void {
  const rel = 'http://nodeinfo.diaspora.software/ns/schema/2.1';
  const href = `${stranger.origin}/nodeinfo/2.1`;
  stranger.serve(`${stranger.origin}/.well-known/nodeinfo`, { links: [{ rel, href }] });
  stranger.serve(href, { version: '2.1', software: { name, version: '1' } });
}
