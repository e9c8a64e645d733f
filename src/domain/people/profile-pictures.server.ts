import { eq } from 'drizzle-orm';
import { profileChanged } from './inner/profile-changed.server.ts';
import { person } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';
import {
  isPictureName,
  type PictureRefused,
  type PictureShape,
  type PictureSize,
} from '#platform/storage.server.ts';

/** The two pictures of a profile. */
export const profilePictures = ['avatar', 'header'] as const;

/** One of them. */
export type ProfilePicture = (typeof profilePictures)[number];

/** The largest file that is taken, in bytes. */
export const maxPictureBytes = 10 * 1024 * 1024;

const often = { times: 20, seconds: 10 * 60 };
const shapes: Readonly<Record<ProfilePicture, PictureShape>> = {
  avatar: 'square',
  header: 'banner',
};

/** Whether the viewer may send a picture now; asked before a body of ten megabytes is read. */
export async function mayChangePicture(
  ctx: Ctx,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  if (!ctx.viewer) return { refused: 'gone' };
  const tooFast = await limited(ctx, `profile pictures of ${ctx.viewer.personId}`, often);
  return tooFast ? { refused: 'tooFast' } : undefined;
}

/**
 * Puts a picture on the viewer's profile, drawn anew and cut to its shape, so that nothing but the
 * pixels that are shown is ever stored. The one that was there goes, its files by a job. Refuses
 * `gone` to guests, and what is no picture.
 */
export async function changePicture(
  ctx: Ctx,
  which: ProfilePicture,
  bytes: Buffer,
): Promise<{ refused: 'gone' | PictureRefused['refused'] } | undefined> {
  if (!ctx.viewer) return { refused: 'gone' };
  const stored = await drawPicture(ctx, which, bytes);
  if ('refused' in stored) return stored;
  const refused = await put(ctx, which, stored.name).catch(async (fault: unknown) => {
    await ctx.storage.remove(stored.name);
    throw fault;
  });
  if (refused) await ctx.storage.remove(stored.name);
  return refused;
}

/** Draws a picture and stores it under a name that nothing leads to yet; `writePicture` or `remove` is next. */
export function drawPicture({ storage }: Ctx, which: ProfilePicture, bytes: Buffer) {
  return storage.savePicture(bytes, { shape: shapes[which], maxBytes: maxPictureBytes });
}

/** Takes a picture off the viewer's profile; its files go by a job. Refuses `gone` to guests. */
export async function removeProfilePicture(
  ctx: Ctx,
  which: ProfilePicture,
): Promise<{ refused: 'gone' } | undefined> {
  return put(ctx, which, null);
}

async function put(
  ctx: Ctx,
  which: ProfilePicture,
  name: string | null,
): Promise<{ refused: 'gone' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const refused = await writePicture(tx, viewer.personId, which, name);
    if (!refused) await profileChanged(tx, viewer.personId);
    return refused;
  });
}

/**
 * Puts a stored picture on a profile, or none, inside the transaction of the caller, who tells others of it. Refuses
 * `gone` for nobody.
 */
export async function writePicture(
  tx: Tx,
  personId: string,
  which: ProfilePicture,
  name: string | null,
): Promise<{ refused: 'gone' } | undefined> {
  const own = eq(person.id, personId);
  const [old] = await tx.db.select().from(person).where(own).for('update');
  if (!old) return { refused: 'gone' };
  await tx.db
    .update(person)
    .set({ [which]: name, updated: tx.clock.now() })
    .where(own);
  const names = [old[which]].filter((one) => one !== null);
  if (names.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names });
  return undefined;
}

/** A profile picture's file, which everybody may see; `indexable` says whether search engines may. */
export async function openProfilePicture(
  ctx: Ctx,
  { name, size }: { name: string; size: PictureSize },
) {
  if (!isPictureName(name)) return undefined;
  const { rows } = await ctx.pool.query<{ indexable: boolean }>({
    name: 'profile-picture',
    text: 'select indexable from person where avatar = $1 or header = $1',
    values: [name],
  });
  const [found] = rows;
  const file = found && (await ctx.storage.open(name, size));
  return file && { ...file, indexable: found.indexable };
}
