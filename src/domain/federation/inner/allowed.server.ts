import { hostOfUri } from '../hosts.ts';
import { readPeerRules } from '../peers.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** Those of these inboxes that something may be sent to, each once: none of this place, none of a blocked server. */
export async function allowedOf(tx: Tx, inboxes: readonly string[]): Promise<string[]> {
  const rules = await readPeerRules(tx);
  const own = new URL(tx.config.origin).host;
  return [...new Set(inboxes)].filter((inbox) => {
    const host = hostOfUri(inbox);
    return host !== undefined && host !== own && rules.allows(host);
  });
}
