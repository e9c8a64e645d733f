import type { ReadFile } from '../note-read.server.ts';
import { hostOf } from '../json.ts';
import { findPostRow } from '#domain/federation/post-rows.server.ts';
import { findPictureUrl } from '#domain/federation/remote-persons.server.ts';
import { viewerElsewhere } from '#domain/federation/remote-viewer.server.ts';
import {
  changePicture,
  maxPictureBytes,
  removeProfilePicture,
} from '#domain/people/profile-pictures.server.ts';
import { addMedia } from '#domain/posts/media.server.ts';
import { attachMedia } from '#domain/posts/media-of-posts.server.ts';
import { mostBytes } from '#domain/posts/media-rules.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

const often = { times: 600, seconds: 60 * 60 };
const accept = 'image/*, video/*, audio/*';

/**
 * The job `fetch-files`: brings the files of a post from another server here, drawn anew like everybody's, so that
 * no reader's device ever asks that server. What cannot be had is left out.
 */
export async function fetchFiles(
  services: Services,
  { postId, files }: { postId: string; files: readonly ReadFile[] },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const row = await findPostRow(ctx, postId);
  const viewer = row && (await viewerElsewhere(ctx, row.authorId));
  if (!viewer) return;
  const asAuthor: Ctx = { ...ctx, viewer };
  const ids: string[] = [];
  for (const file of files) ids.push(...(await bring(asAuthor, file)));
  if (ids.length === 0) return;
  await inTransaction(asAuthor, async (tx) => {
    const refused = await attachMedia(tx, { postId, ids });
    if (!refused) tx.wake({ kind: 'postChanged', id: postId });
  });
}

async function bring(ctx: Ctx, { url, alt }: ReadFile): Promise<string[]> {
  const bytes = await fetchFile(ctx, url, Math.max(...Object.values(mostBytes)));
  const added = bytes && (await addMedia(ctx, { bytes, alt }));
  return added && 'id' in added ? [added.id] : [];
}

/** The job `fetch-profile-picture`: the same for the pictures of a profile; one that is no more is taken away. */
export async function fetchProfilePicture(
  services: Services,
  { personId, which }: { personId: string; which: 'avatar' | 'header' },
): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  const found = await findPictureUrl(ctx, personId, which);
  if (!found) return;
  const asOwner: Ctx = { ...ctx, viewer: found.viewer };
  const bytes = found.url ? await fetchFile(asOwner, found.url, maxPictureBytes) : undefined;
  if (bytes) await changePicture(asOwner, which, bytes);
  else if (!found.url) await removeProfilePicture(asOwner, which);
}

async function fetchFile(ctx: Ctx, url: string, maxBytes: number): Promise<Buffer | undefined> {
  if (await limited(ctx, `files from ${hostOf(url)}`, often)) return undefined;
  const answer = await ctx.fetcher.get(url, { accept, maxBytes, deadlineMs: 30_000 });
  return 'refused' in answer || answer.status !== 200 ? undefined : answer.body;
}
