import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { personUri } from './addresses.ts';
import { listFollowersHere } from './moves.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Who of one server follows somebody here, by what that server calls them; `origin` is the server's. */
export async function listFollowersAt(
  { db }: Pick<Ctx, 'db'>,
  { handle, origin }: { handle: string; origin: string },
): Promise<string[]> {
  const { rows } = await db.execute<{ uri: string }>(sql`
    select r.uri from person p join follow f on f.followee_id = p.id and f.away
      join remote_person r on r.person_id = f.follower_id
    where p.handle = ${handle} and p.host is null and r.gone is null and starts_with(r.uri, ${`${origin}/`})
    order by r.uri`);
  return rows.map(({ uri }) => uri);
}

/** The same the other way round: who of this place follows somebody of another server. */
export async function listFollowerUrisHere(
  ctx: Pick<Ctx, 'db' | 'config'>,
  personId: string,
): Promise<string[]> {
  const viewers = await listFollowersHere(ctx, personId);
  return viewers.map(({ handle }) => personUri(ctx.config.origin, handle));
}

/** FEP-8fcf: the digests of all of them, laid over each other, so that their order does not matter; hexadecimal. */
export function digestOfFollowers(uris: readonly string[]): string {
  const sum = Buffer.alloc(32);
  for (const uri of new Set(uris)) {
    const digest = createHash('sha256').update(uri).digest();
    for (const [at, byte] of digest.entries()) sum[at] = (sum[at] ?? 0) ^ byte;
  }
  return sum.toString('hex');
}
