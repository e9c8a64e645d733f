import type { KnownServer } from '#domain/federation/peer-desk.server.ts';

const words: Record<string, string> = {
  network: 'it could not be reached',
  tooSlow: 'it did not answer in ten seconds',
  address: 'its address is not a public one',
  redirects: 'it sent us somewhere else',
  tooLarge: 'its answer was too long',
  scheme: 'its address is none that we use',
  port: 'its address is none that we use',
  nobody: 'whoever wrote is not here any more',
  key: 'a key could not be opened: has POCKETFRIENDS_SECRET changed?',
  '401': 'it did not believe our signature, or does not want us',
  '403': 'it does not want letters from us',
  '404': 'the inbox is not there',
  '410': 'the inbox is gone',
  '429': 'it asked us to slow down',
};

/** What went wrong last with a server, in plain words. */
export function faultWords(fault: string): string {
  const status = /^5\d\d$/.test(fault) ? `it had trouble of its own (${fault})` : undefined;
  return words[fault] ?? status ?? `it said ${fault}`;
}

/** How it stands with a server, in a few words. */
export function stateWords({ blocked, stopped, failures }: KnownServer): string {
  if (blocked) return 'Blocked';
  if (stopped) return 'Stopped by you';
  return failures > 0 ? 'Rests, and is tried again' : 'Well';
}

/** What is looked for by its name, as far as a name of a server can be long; no name holds NUL. */
export function nameIn(asked: URLSearchParams, field: string): string {
  return (asked.get(field) ?? '').replaceAll('\0', '').slice(0, 253);
}
