import { and, asc, eq } from 'drizzle-orm';
import { longest, maxPictureBytes, pictureLine } from './guest-post-rules.ts';
import { takePen, type NoPen, type WritingKey } from './inner/writing.server.ts';
import { picture } from './guest-schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';
import { limited } from '#platform/limit.server.ts';
import { isPictureName, type PictureRefused, type PictureSize } from '#platform/storage.server.ts';
import { plainText } from '#platform/text.server.ts';

export type { WritingKey } from './inner/writing.server.ts';

/** A picture of a guest post; sizes in pixels of the large form. */
export interface Picture {
  name: string;
  alt: string;
  width: number;
  height: number;
}

/** Why a picture is not taken. `noAlt`: nobody has said what is on it. */
export type PictureRefusal =
  'tooMany' | 'noAlt' | 'tooLong' | 'notText' | PictureRefused['refused'];

const mostPictures = 30;

/**
 * Whether whoever asks may add pictures here; asked before a body of ten megabytes is read. `tooFast`
 * after forty in ten minutes.
 */
export async function mayAddPicture(
  ctx: Ctx,
  key: WritingKey,
): Promise<{ guestPostId: string; slug: string; date: string; tooFast: boolean } | NoPen> {
  const pen = await takePen(ctx, key);
  if ('refused' in pen) return pen;
  const { id } = pen.post;
  const tooFast = await limited(ctx, `picture:${id}`, { times: 40, seconds: 600 });
  return { guestPostId: id, slug: pen.club.slug, date: pen.month.date, tooFast };
}

/**
 * Keeps a picture for a guest post, drawn anew so that nothing but its pixels stays. It needs words for
 * those who do not see it, up to 500 characters. Refuses what `takePen` refuses, more than thirty.
 */
export async function addPicture(
  ctx: Ctx,
  key: WritingKey,
  { bytes, alt }: { bytes: Buffer; alt: unknown },
): Promise<{ added: Picture } | NoPen | { refused: PictureRefusal }> {
  const pen = await takePen(ctx, key);
  if ('refused' in pen) return pen;
  const words = plainText(alt, { maxGraphemes: longest.alt });
  if (typeof words !== 'string') return words;
  if (!words) return { refused: 'noAlt' };
  if ((await ctx.db.$count(picture, eq(picture.guestPostId, pen.post.id))) >= mostPictures)
    return { refused: 'tooMany' };
  const stored = await ctx.storage.savePicture(bytes, { maxBytes: maxPictureBytes });
  if ('refused' in stored) return stored;
  const { name, width, height } = stored;
  const ownerId = ctx.viewer?.personId ?? null;
  await ctx.db.insert(picture).values({
    name,
    guestPostId: pen.post.id,
    ownerId,
    alt: words,
    width,
    height,
    published: ctx.clock.now(),
  });
  return { added: { name, alt: words, width, height } };
}

/** The pictures of a guest post, in the order in which they came. */
export async function picturesOf({ db }: Pick<Ctx, 'db'>, guestPostId: string): Promise<Picture[]> {
  return db
    .select({ name: picture.name, alt: picture.alt, width: picture.width, height: picture.height })
    .from(picture)
    .where(eq(picture.guestPostId, guestPostId))
    .orderBy(asc(picture.published), asc(picture.name))
    .limit(mostPictures);
}

/**
 * Takes a picture away, for everybody and at once; the files go soon after. Refuses what `takePen`
 * refuses, and `inUse` while the published text shows it: take it out of the text first.
 */
export async function removePicture(
  ctx: Ctx,
  key: WritingKey,
  name: string,
): Promise<{ removed: true } | NoPen | { refused: 'inUse' }> {
  return inTransaction(ctx, async (tx) => {
    const pen = await takePen(tx, key, { lock: true });
    if ('refused' in pen) return pen;
    if (!isPictureName(name)) return { refused: 'gone' };
    if (pen.post.published && pen.post.html.includes(name)) return { refused: 'inUse' };
    const [gone] = await tx.db
      .delete(picture)
      .where(and(eq(picture.name, name), eq(picture.guestPostId, pen.post.id)))
      .returning({ name: picture.name });
    if (!gone) return { refused: 'gone' };
    await tx.jobs.send(tx.db, 'remove-pictures', { names: [gone.name] });
    tx.wake({ kind: 'month', id: pen.month.id });
    return { removed: true };
  });
}

/** The job that removes the files of pictures whose rows are gone. */
export async function removePictureFiles(
  { storage }: Services,
  { names }: { names: string[] },
): Promise<void> {
  for (const name of names) await storage.remove(name);
}

/**
 * A picture's file for whoever may see it: everybody once its guest post is published, before that only
 * those who may write it (by account, or by the link) and whoever sent it. Undefined for everything else.
 */
export async function openPicture(
  ctx: Ctx,
  { name, size, token }: { name: string; size: PictureSize; token?: string | undefined },
) {
  if (!isPictureName(name)) return undefined;
  const { rows } = await ctx.pool.query<{ id: string; open: boolean; owner: string | null }>({
    name: 'picture',
    text: `select g.id::text, g.published is not null and m.state <> 'draft' as open, p.owner_id::text as owner
      from picture p join guest_post g on g.id = p.guest_post_id join month m on m.id = g.month_id
      where p.name = $1`,
    values: [name],
  });
  const [found] = rows;
  if (!found) return undefined;
  const own = found.owner !== null && found.owner === ctx.viewer?.personId;
  if (!found.open && !own && !(await mayWrite(ctx, found.id, token))) return undefined;
  const file = await ctx.storage.open(name, size);
  return file && { ...file, forAll: found.open };
}

async function mayWrite(ctx: Ctx, id: string, token: string | undefined): Promise<boolean> {
  const byRight = await takePen(ctx, { id });
  if (!('refused' in byRight)) return true;
  if (!token) return false;
  const byLink = await takePen(ctx, { token });
  return !('refused' in byLink) && byLink.post.id === id;
}

/** The line of Markdown for each picture whose line is not in the text yet. */
export function linesNotUsed(pictures: readonly Picture[], body: string): string[] {
  return pictures.filter(({ name }) => !body.includes(name)).map(pictureLine);
}

/** Gives every picture of ours in a text its size, so that the page does not jump, and a small form for phones. */
export function withSizes(html: string, pictures: readonly Picture[]): string {
  const known = new Map(pictures.map((one) => [one.name, one]));
  return html.replaceAll(/<img src="\/media\/([0-9a-f]{32}\.webp)"/g, (tag, name: string) => {
    const one = known.get(name);
    if (!one) return tag;
    const small = Math.round(one.width * Math.min(1, 640 / Math.max(one.width, one.height)) || 1);
    if (small >= one.width) return `${tag} width="${one.width}" height="${one.height}"`;
    const set = `/media/${name}?size=small ${small}w, /media/${name} ${one.width}w`;
    return `${tag} srcset="${set}" sizes="(max-width: 42rem) 92vw, 40rem" width="${one.width}" height="${one.height}"`;
  });
}

/** Lets the pictures of a draft be seen by a guest who has nothing but the link. */
export function withLink(html: string, token: string): string {
  return html.replaceAll(
    /(\/media\/[0-9a-f]{32}\.webp)(\?size=small)?/g,
    (_, path: string, size = '') => `${path}${size ? `${size}&amp;` : '?'}link=${token}`,
  );
}
