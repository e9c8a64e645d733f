import { and, eq, inArray, sql } from 'drizzle-orm';
import { post } from './schema.server.ts';
import type { About, Role } from '#domain/guard/finding.ts';
import { placeIn } from '#domain/guard/look.ts';
import { hostsOfWork } from '#domain/people/credentials.server.ts';
import { person, personRole } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const days = 30;
const mostPosts = 20;
const mostLetters = 10_000;

/**
 * What the privacy guard may know of the viewer: as whom they write, where their page says that they work, and
 * what they wrote lately for more than a few people. For themselves alone; guests are nobody in particular.
 * `except` is the post that is looked at.
 */
export async function aboutAuthor(ctx: Ctx, except?: string): Promise<About> {
  const { viewer } = ctx;
  if (!viewer) return { role: 'other' };
  const { personId } = viewer;
  const own = ctx.db.select({ bio: person.bio }).from(person).where(eq(person.id, personId));
  const [employer] = await hostsOfWork({ ...ctx, viewer: null }, personId);
  const town = placeIn((await own)[0]?.bio ?? '');
  return {
    role: await roleOf(ctx, personId),
    profile: { ...(town && { town }), ...(employer && { employer }) },
    recent: await recentOf(ctx, personId, except),
  };
}

/** Who treats others is read most closely, also where they are ill themselves; then a patient's own story counts. */
async function roleOf({ db }: Ctx, personId: string): Promise<Role> {
  const rows = await db
    .select({ role: personRole.role })
    .from(personRole)
    .where(eq(personRole.personId, personId));
  const said = new Set(rows.map(({ role }) => role));
  if (said.has('professional') || said.has('student')) return 'professional';
  if (said.has('patient')) return 'patient';
  return said.has('carer') ? 'carer' : 'other';
}

async function recentOf(ctx: Ctx, personId: string, except = '0'): Promise<string[]> {
  const since = new Date(ctx.clock.now().getTime() - days * 24 * 60 * 60 * 1000);
  const rows = await ctx.db
    .select({ text: post.text })
    .from(post)
    .where(
      and(
        eq(post.authorId, personId),
        inArray(post.visibility, ['public', 'unlisted', 'followers', 'friends']),
        sql`${post.published} > ${since} and ${post.id} <> ${except}`,
      ),
    )
    .orderBy(sql`${post.id} desc`)
    .limit(mostPosts);
  let left = mostLetters;
  return rows.map(({ text }) => text).filter(({ length }) => (left -= length) >= 0);
}
