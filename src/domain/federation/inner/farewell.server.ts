import { eq } from 'drizzle-orm';
import { everybody, personUri } from '../addresses.ts';
import { sealedFor } from '../own-keys.server.ts';
import { ownKey, told } from '../schema.server.ts';
import { allowedOf } from './allowed.server.ts';
import { layDown } from './lay-down.server.ts';
import { proved } from './proved.server.ts';
import type { Tx } from '#platform/ctx.server.ts';
import { unseal } from '#platform/sealed.server.ts';

/**
 * Asks every server that was told anything of a person to forget them, as they are erased here. It carries the
 * key that signs it, which is forgotten with the last server that has it; whoever has no keys never told anything. Keys that cannot be opened any
 * more, because the place has another secret now, prove nothing to anybody: that must not keep somebody here.
 */
export async function sayFarewell(
  tx: Tx,
  { personId, handle }: { personId: string; handle: string },
): Promise<void> {
  const keys = await tx.db.select().from(ownKey).where(eq(ownKey.personId, personId));
  const sealedKey = keys.find(({ kind }) => kind === 'rsa')?.sealed;
  const sealed = keys.find(({ kind }) => kind === 'ed25519')?.sealed;
  if (!sealedKey || !sealed || !opens(tx, sealed) || !opens(tx, sealedKey)) return;
  const informed = await tx.db
    .selectDistinct({ inbox: told.inbox })
    .from(told)
    .where(eq(told.personId, personId));
  const senderUri = personUri(tx.config.origin, handle);
  const body = {
    '@context': [
      'https://www.w3.org/ns/activitystreams',
      'https://w3id.org/security/data-integrity/v1',
    ],
    ...{ id: `${senderUri}#delete`, type: 'Delete', actor: senderUri },
    ...{ to: [everybody], object: senderUri },
  };
  const inboxes = await allowedOf(
    tx,
    informed.map(({ inbox }) => inbox),
  );
  await layDown(tx, {
    senderUri,
    sealedKey,
    inboxes,
    body: proved(tx, { senderUri, sealed, body }),
  });
}

function opens({ secret }: Tx, sealed: string): boolean {
  try {
    return unseal(secret, sealedFor, sealed) !== '';
  } catch {
    return false;
  }
}
