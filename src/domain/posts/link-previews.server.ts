import { and, eq, inArray, isNotNull, lte, ne, sql } from 'drizzle-orm';
import { preparePage, type PreparedPage } from './inner/link-pages.server.ts';
import { linkPreview, postLink } from './link-schema.server.ts';
import { media } from './media-schema.server.ts';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';
import { firstLink } from '#platform/text.server.ts';

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;
const often = { times: 60, seconds: 60 * 60 };

/** What a card under a post shows of the page that the post leads to. */
export interface LinkCard {
  url: string;
  title: string;
  description: string;
  provider: string;
  author: string;
  language: string | null;
  published: Date | null;
  /** A picture of ours: `/media/NAME`. */
  image: string | null;
  imageAlt: string;
  width: number | null;
  height: number | null;
  blurhash: string | null;
}

/** Hears of a post that was published or changed, and has its first link looked at soon. */
export async function lookAtLink(tx: Tx, { postId }: { postId: string }): Promise<void> {
  const [found] = await tx.db
    .select({ text: post.text, forAll: forAll(), before: postLink.url })
    .from(post)
    .leftJoin(postLink, eq(postLink.postId, post.id))
    .where(eq(post.id, postId));
  if (found && (found.before ?? (found.forAll && firstLink(found.text))))
    await tx.jobs.send(tx.db, 'preview-link', { postId });
}

/**
 * The job: finds the first link of a post that everybody may read, and what its page says of itself. The
 * links of all other posts are never followed: another server would learn of them.
 */
export async function previewLink(
  services: Services,
  { postId }: { postId: string },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const url = await persistLink(ctx, postId);
  if (!url || !(await claim(ctx, url))) return;
  try {
    await persistPage(ctx, url, await preparePage(services, url));
  } catch (fault) {
    // Whoever tries again finds it unclaimed.
    await ctx.db.update(linkPreview).set({ ends: ctx.clock.now() }).where(eq(linkPreview.url, url));
    throw fault;
  }
  await ctx.live.publish([{ kind: 'postChanged', id: postId }]);
}

/** Whether everybody may read a post, also those who are not signed in. */
const forAll = () => sql<boolean>`(${visibleTo(null)})`;

/** Writes down where a post leads, as it stands now; a post with files shows those, and no card. */
async function persistLink(ctx: Ctx, postId: string): Promise<string | undefined> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ authorId: post.authorId, text: post.text, forAll: forAll() })
      .from(post)
      .where(eq(post.id, postId))
      .for('key share');
    const files = found && (await tx.db.$count(media, eq(media.postId, postId)));
    const url = found?.forAll && files === 0 ? firstLink(found.text) : undefined;
    if (!found || !url) {
      await tx.db.delete(postLink).where(eq(postLink.postId, postId));
      return undefined;
    }
    await tx.db
      .insert(postLink)
      .values({ postId, url })
      .onConflictDoUpdate({ target: postLink.postId, set: { url } });
    return (await limited(tx, `previews of ${found.authorId}`, often)) ? undefined : url;
  });
}

/** Of many who find the same link at once, one looks; a page that was looked at lately is not looked at. */
async function claim({ db, clock }: Ctx, url: string): Promise<boolean> {
  const now = clock.now();
  const ends = new Date(now.getTime() + 5 * minuteMs);
  const taken = await db
    .insert(linkPreview)
    .values({ url, ends })
    .onConflictDoUpdate({
      target: linkPreview.url,
      set: { ends },
      setWhere: lte(linkPreview.ends, now),
    })
    .returning({ url: linkPreview.url });
  return taken.length > 0;
}

/** What was known stays for a day when a page does not answer any more. */
async function persistPage(ctx: Ctx, url: string, page: PreparedPage | undefined): Promise<void> {
  const now = ctx.clock.now();
  const ends = new Date(now.getTime() + (page ? 14 : 1) * dayMs);
  await inTransaction(ctx, async (tx) => {
    const known = eq(linkPreview.url, url);
    const [old] = await tx.db.select().from(linkPreview).where(known).for('update');
    const nothing = { state: old?.state === 'ready' ? ('ready' as const) : ('none' as const) };
    const set = page ? { ...page, state: 'ready' as const } : nothing;
    const rows = await tx.db
      .update(linkPreview)
      .set({ ...set, fetched: now, ends })
      .where(known)
      .returning();
    const [row] = rows;
    const loose = [old?.image, page?.image].filter((name) => name && name !== row?.image);
    if (loose.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names: loose });
  });
}

/**
 * The cards of posts, by the post's id. Whoever asks has found the posts through the predicate. Every timeline
 * asks, so the statement is prepared once; it sees what is committed.
 */
export async function cardsOfPosts(
  { pool }: Pick<Ctx, 'pool'>,
  postIds: readonly string[],
): Promise<Map<string, LinkCard>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await pool.query<LinkCard & { postId: string }>({
    name: 'cards-of-posts',
    text: `select l.post_id::text as "postId", p.url, p.title, p.description, p.provider, p.author, p.language,
        p.published, p.image, p.image_alt as "imageAlt", p.width, p.height, p.blurhash
      from post_link l join link_preview p on p.url = l.url
      where l.post_id = any($1::bigint[]) and p.state = 'ready'`,
    values: [postIds],
  });
  return new Map(rows.map(({ postId, ...card }) => [postId, card]));
}

/** Which of these pictures a preview shows. */
export async function previewsInUse({ db }: Pick<Ctx, 'db'>, names: string[]): Promise<string[]> {
  const rows = await db
    .select({ name: linkPreview.image })
    .from(linkPreview)
    .where(and(isNotNull(linkPreview.image), inArray(linkPreview.image, names)));
  return rows.map(({ name }) => name).filter((name) => name !== null);
}

/** Takes away what a person's links led to, unless somebody else leads there as well. */
export async function eraseLinks(
  { db, jobs }: Pick<Ctx, 'db' | 'jobs'>,
  personId: string,
): Promise<void> {
  const own = db.select({ id: post.id }).from(post).where(eq(post.authorId, personId));
  const links = await db
    .delete(postLink)
    .where(inArray(postLink.postId, own))
    .returning({ url: postLink.url });
  const urls = links.map(({ url }) => url);
  if (urls.length > 0) await forget({ db, jobs }, sql`url = any(${sql.param(urls)}::text[])`);
}

/** Previews to which no post leads any more go, with their pictures. */
export async function forgetLoosePreviews({ db, jobs, clock }: Services): Promise<void> {
  const hourAgo = new Date(clock.now().getTime() - 60 * minuteMs);
  await forget({ db, jobs }, sql`coalesce(fetched, ends) < ${hourAgo}`);
}

async function forget({ db, jobs }: Pick<Ctx, 'db' | 'jobs'>, which: ReturnType<typeof sql>) {
  const linked = sql`exists (select from ${postLink} l where l.url = ${linkPreview.url})`;
  const gone = await db
    .delete(linkPreview)
    .where(and(which, sql`not ${linked}`))
    .returning({ image: linkPreview.image });
  const names = gone.map(({ image }) => image).filter((name) => name !== null);
  if (names.length > 0) await jobs.send(db, 'remove-pictures', { names });
}

/** Whether a picture stands on a card: those are for everybody. */
export async function isOnCard({ db }: Pick<Ctx, 'db'>, name: string): Promise<boolean> {
  const shown = and(eq(linkPreview.image, name), ne(linkPreview.state, 'none'));
  return (
    (await db.select({ url: linkPreview.url }).from(linkPreview).where(shown).limit(1)).length > 0
  );
}
