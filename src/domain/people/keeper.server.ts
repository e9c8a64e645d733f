import { eq, inArray, or } from 'drizzle-orm';
import { eraseLogin, exportLogin } from './inner/keep-login.server.ts';
import { eraseProfile, exportProfile } from './inner/keep-profile.server.ts';
import { person } from './schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** Everything this area keeps about a person, for themselves. Secrets, hashes and tokens are left out. */
export async function exportFor(ctx: Pick<Ctx, 'db'>, personId: string) {
  const [own] = await ctx.db.select().from(person).where(eq(person.id, personId));
  if (!own) return { profile: undefined, links: [] };
  const { loginId, ...profile } = own;
  return {
    profile,
    ...(await exportProfile(ctx, personId)),
    ...(loginId && (await exportLogin(ctx, loginId))),
  };
}

/**
 * Erases a person: profile, roles, links, credentials, consents, invitations, pictures, login with all
 * ways in and sessions, proofs, letters. Their handle is never given again. Called last, after what
 * other areas keep of them.
 */
export async function erase(tx: Tx, personId: string): Promise<void> {
  const loginId = await eraseProfile(tx, personId);
  if (loginId) await eraseLogin(tx, loginId, personId);
  tx.wake({ kind: 'person', id: personId });
  tx.wake({ kind: 'session', id: personId });
}

/** Which of these pictures stand on somebody's page; all others of them are not this area's. */
export async function picturesInUse({ db }: Pick<Ctx, 'db'>, names: string[]): Promise<string[]> {
  const rows = await db
    .select({ avatar: person.avatar, header: person.header })
    .from(person)
    .where(or(inArray(person.avatar, names), inArray(person.header, names)));
  return rows.flatMap(({ avatar, header }) => [avatar, header]).filter((name) => name !== null);
}
