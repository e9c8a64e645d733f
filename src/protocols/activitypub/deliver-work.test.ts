import { expect, test } from 'vitest';
import { openInboxPeer } from '../../../tests/doubles/inbox-peer.ts';
import { openWorld } from '../../../tests/world.ts';
import { sendLater } from '#domain/federation/outgoing.server.ts';
import { inTransaction } from '#platform/ctx.server.ts';

test('what is written by a process that only serves pages is sent by the one that works', async () => {
  const bo = await openInboxPeer();
  const world = await openWorld({ working: true, env: { POCKETFRIENDS_PEERS: bo.host } });
  try {
    const sender = await world.aPerson({ handle: 'anna' });
    // Nothing but the rows and the job tells the worker.
    await inTransaction(world.as(sender), (tx) =>
      sendLater(tx, { sender, body: { id: 'urn:1' }, inboxes: [bo.inbox], forEverybody: true }),
    );
    await bo.count(1);
    expect(bo.arrived.map(({ id }) => id)).toEqual(['urn:1']);
  } finally {
    await world.close();
    await bo.close();
  }
}, 60_000);
