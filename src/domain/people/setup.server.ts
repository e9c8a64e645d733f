import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { operator, setupLink } from './schema.server.ts';
import type { Services } from '#platform/services.server.ts';

type Parts = Pick<Services, 'db' | 'config'>;

/** The one-time set-up link, made on the very first start; nothing once it was made or there is an operator. */
export async function firstSetupLink(services: Parts): Promise<string | undefined> {
  const { rows } = await services.db.execute<{ known: boolean }>(
    sql`select exists (select from ${operator}) or exists (select from ${setupLink}) as known`,
  );
  return rows[0]?.known ? undefined : newSetupLink(services);
}

/** A fresh set-up link; earlier ones stop working. */
export async function newSetupLink({ db, config }: Parts): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await db.transaction(async (tx) => {
    await tx.delete(setupLink);
    await tx.insert(setupLink).values({ tokenHash: hashOf(token) });
  });
  return `${config.origin}/setup/${token}`;
}

/** Tokens are kept as SHA-256: a stolen backup opens no door. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
