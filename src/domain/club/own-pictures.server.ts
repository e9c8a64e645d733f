import { and, desc, eq, lte, sql, type SQL } from 'drizzle-orm';
import { guestPost, picture } from './guest-schema.server.ts';
import { club, month } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A picture that somebody sent for a guest post; `used` when the text, or the published one, shows it. */
export interface OwnPicture {
  name: string;
  alt: string;
  width: number;
  height: number;
  used: boolean;
  /** Where the guest post is, or is going to be. */
  address: string;
}

/** The pictures that the viewer has sent for guest posts, the newest first; up to 300. None for guests. */
export async function listOwnPictures({ db, viewer }: Ctx): Promise<OwnPicture[]> {
  if (!viewer) return [];
  const { name, alt, width, height } = picture;
  const rows = await db
    .select({ name, alt, width, height, used: inText(), slug: club.slug, date: month.date })
    .from(picture)
    .innerJoin(guestPost, eq(guestPost.id, picture.guestPostId))
    .innerJoin(month, eq(month.id, guestPost.monthId))
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(picture.ownerId, viewer.personId))
    .orderBy(desc(picture.published), desc(picture.name))
    .limit(300);
  return rows.map(({ slug, date, used, ...rest }) => ({
    ...rest,
    used: used === true,
    address: `/${slug}/${date}/guest-post`,
  }));
}

/** Whether a text of its guest post shows a picture: the one being written, or the published one. */
function inText(): SQL<unknown> {
  return sql`(position(${picture.name} in ${guestPost.body}) > 0 or position(${picture.name} in ${guestPost.html}) > 0)`;
}

/**
 * Takes away a picture that the viewer sent, for everybody and at once; its files go soon after.
 * Refuses `gone` for any other picture, and `inUse` while a text shows it.
 */
export async function removeOwnPicture(
  ctx: Ctx,
  name: string,
): Promise<{ refused: 'gone' | 'inUse' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const own = and(eq(picture.name, name), eq(picture.ownerId, viewer.personId));
    const [found] = await tx.db
      .select({ used: inText() })
      .from(picture)
      .innerJoin(guestPost, eq(guestPost.id, picture.guestPostId))
      .where(own)
      .for('update');
    if (!found) return { refused: 'gone' as const };
    if (found.used === true) return { refused: 'inUse' as const };
    return void (await removeRows(tx, [name]));
  });
}

const dayMs = 24 * 60 * 60 * 1000;
const atOnce = 100;

/**
 * The job that takes away pictures which nobody put into a text: a day after they were sent, and a day
 * after the text was last saved, so that one who is still writing loses nothing.
 */
export async function removeUnusedPictures(services: Services, _data: object): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const dayAgo = new Date(ctx.clock.now().getTime() - dayMs);
  await inTransaction(ctx, async (tx) => {
    const unused = await tx.db
      .select({ name: picture.name })
      .from(picture)
      .innerJoin(guestPost, eq(guestPost.id, picture.guestPostId))
      .where(
        and(
          lte(picture.published, dayAgo),
          sql`coalesce(${guestPost.updated}, ${picture.published}) <= ${dayAgo}`,
          sql`not ${inText()}`,
        ),
      )
      .limit(atOnce)
      // A text that is being saved just now may be putting it in.
      .for('update', { skipLocked: true });
    await removeRows(
      tx,
      unused.map(({ name }) => name),
    );
  });
}

async function removeRows(tx: Tx, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const gone = sql`${picture.name} = any(${sql.param(names)}::text[])`;
  await tx.db.delete(picture).where(gone);
  await tx.jobs.send(tx.db, 'remove-pictures', { names });
}
