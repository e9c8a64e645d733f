import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { ownKey } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { seal } from '#platform/sealed.server.ts';

/** A pair of keys of somebody here: the public half as PEM (SPKI), the private half sealed (PKCS 8). */
export interface OwnKey {
  kind: 'rsa' | 'ed25519';
  publicKey: string;
  sealed: string;
}

/** What the private halves are sealed for: `unseal(secret, sealedFor, key.sealed)` is PEM. */
export const sealedFor = 'federation key';

const make = promisify(generateKeyPair);

/**
 * The keys of a person or club here, made the first time that anybody asks and kept from then on: other servers
 * remember them. RSA (2048 bits) signs requests, Ed25519 documents (FEP-521a). Not to be called in a transaction.
 */
export async function ownKeys(
  ctx: Pick<Ctx, 'db' | 'secret' | 'clock'>,
  personId: string,
): Promise<{ rsa: OwnKey; ed25519: OwnKey }> {
  const known = await findKeys(ctx, personId);
  if (known) return known;
  const pairs = [
    { kind: 'rsa' as const, ...(await make('rsa', { modulusLength: 2048 })) },
    { kind: 'ed25519' as const, ...(await make('ed25519')) },
  ];
  const created = ctx.clock.now();
  const rows = pairs.map(({ kind, publicKey, privateKey }) => ({
    ...{ personId, kind, created },
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sealed: sealPrivate(ctx.secret, privateKey),
  }));
  // Of two who make them at once the first one's are kept.
  await ctx.db.insert(ownKey).values(rows).onConflictDoNothing();
  const made = await findKeys(ctx, personId);
  if (!made) throw new Error('Keys were neither made nor found.');
  return made;
}

function sealPrivate(secret: string, key: KeyObject): string {
  return seal(secret, sealedFor, key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

async function findKeys({ db }: Pick<Ctx, 'db'>, personId: string) {
  const found = await db.select().from(ownKey).where(eq(ownKey.personId, personId));
  const rsa = found.find(({ kind }) => kind === 'rsa');
  const ed25519 = found.find(({ kind }) => kind === 'ed25519');
  return rsa && ed25519 && { rsa, ed25519 };
}
