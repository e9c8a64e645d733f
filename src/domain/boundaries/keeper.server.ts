import { asc, eq } from 'drizzle-orm';
import { rulePackVersion } from './schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Which versions of rules somebody has published, and when. Of advice and answers nothing is ever kept. */
export async function exportFor(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
): Promise<{ published?: { pack: string; version: number; at: Date }[] }> {
  const { packKey: pack, number: version, published: at } = rulePackVersion;
  const published = await db
    .select({ pack, version, at })
    .from(rulePackVersion)
    .where(eq(rulePackVersion.publishedBy, personId))
    .orderBy(asc(at));
  return published.length > 0 ? { published } : {};
}

/** Takes a person's number out of the history of rules. The rules stay: they are the house's, and about nobody. */
export async function erase({ db }: Pick<Ctx, 'db'>, personId: string): Promise<void> {
  await db
    .update(rulePackVersion)
    .set({ publishedBy: null })
    .where(eq(rulePackVersion.publishedBy, personId));
}
