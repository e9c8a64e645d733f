import { eq, sql } from 'drizzle-orm';
import { isOnCard } from './link-previews.server.ts';
import { media } from './media-schema.server.ts';
import { post } from './schema.server.ts';
import { visibleTo } from './visible.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import {
  isPictureName,
  isRecordingName,
  type OpenRecording,
  type PictureSize,
} from '#platform/storage.server.ts';

/** A file on its way out: a picture whole, a recording by parts. */
export type OpenMedia = {
  contentType: string;
  /** Whether everybody may read its post: only then may a browser keep it. */
  forAll: boolean;
  /** Whether search engines may show it. */
  indexable: boolean;
} & ({ picture: Buffer<ArrayBuffer> } | { recording: OpenRecording });

/**
 * A file of a post, planned post or card. Apps load pictures without saying who they are, so its name, 128
 * random bits that only readers of the post are told, is the right to see it. When the post is deleted, or
 * the file refused, it is absent at once, but to whoever sent it and may yet write the post anew.
 */
export async function openMedia(
  ctx: Ctx,
  { name, size }: { name: string; size: PictureSize },
): Promise<OpenMedia | undefined> {
  if (!isPictureName(name) && !isRecordingName(name)) return undefined;
  const found = await find(ctx, name);
  if (!found) return openCardPicture(ctx, name, size);
  if (found.state === 'refused') return undefined;
  const deleted = found.postId === null && found.attached !== null;
  if (deleted && found.ownerId !== ctx.viewer?.personId) return undefined;
  const { contentType, forAll } = found;
  const about = { contentType, forAll, indexable: forAll && found.indexable };
  const picture = await ctx.storage.open(name, size);
  if (picture) return { ...about, picture: picture.bytes };
  const recording = await ctx.storage.openRecording(name);
  return recording && { ...about, recording };
}

async function find({ db }: Ctx, name: string) {
  const { ownerId, postId, attached, state, contentType } = media;
  const forAll = sql<boolean>`coalesce(${visibleTo(null)}, false)`;
  const { indexable } = person;
  const rows = await db
    .select({ ownerId, postId, attached, state, contentType, forAll, indexable })
    .from(media)
    .innerJoin(person, eq(person.id, media.ownerId))
    .leftJoin(post, eq(post.id, media.postId))
    .where(eq(media.name, name));
  return rows[0];
}

async function openCardPicture(
  ctx: Ctx,
  name: string,
  size: PictureSize,
): Promise<OpenMedia | undefined> {
  if (!(await isOnCard(ctx, name))) return undefined;
  const picture = await ctx.storage.open(name, size);
  if (!picture) return undefined;
  const { bytes, contentType } = picture;
  return { picture: bytes, contentType, forAll: true, indexable: false };
}
