import type { Tx } from '#platform/ctx.server.ts';
import { announce } from '#platform/events.server.ts';

/** What everybody may see of somebody is another now: pages are made anew, and other servers hear of it. */
export async function profileChanged(tx: Tx, personId: string): Promise<void> {
  tx.wake({ kind: 'person', id: personId });
  await announce(tx, 'profileChanged', { personId });
}
