import { eq } from 'drizzle-orm';
import { profileChanged } from './inner/profile-changed.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';
import type { PostingDefaults } from './posting-rules.ts';
import { writePosting } from './posting.server.ts';
import { writeLinks } from './profile-links.server.ts';
import {
  drawPicture,
  profilePictures,
  writePicture,
  type ProfilePicture,
} from './profile-pictures.server.ts';
import type { Found, LinkWords, ProfileWords } from './profile-rules.ts';
import { person } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { PictureRefused } from '#platform/storage.server.ts';

/** Everything that one request of an app may change of oneself. What is not named stays. */
export interface ProfileChange {
  words: Partial<Pick<ProfileWords, 'name' | 'pronouns' | 'bio'>>;
  found: Partial<Found>;
  locked?: boolean | undefined;
  links?: LinkWords[] | undefined;
  posting: Partial<PostingDefaults>;
  pictures: Partial<Record<ProfilePicture, Buffer>>;
}

/** Why nothing was changed; a picture is named. */
export type ProfileRefused =
  { refused: 'gone' | 'tooFast' } | (PictureRefused & { which: ProfilePicture });

/**
 * Changes the viewer's profile: all of what is asked, or nothing. Refuses `gone` to guests, more than
 * sixty changes of a profile an hour, and what is no picture.
 */
export async function changeWholeProfile(
  ctx: Ctx,
  change: ProfileChange,
): Promise<ProfileRefused | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  const drawn: Partial<Record<ProfilePicture, string>> = {};
  const forget = () => Promise.all(Object.values(drawn).map((name) => ctx.storage.remove(name)));
  for (const which of profilePictures) {
    const bytes = change.pictures[which];
    if (!bytes) continue;
    const stored = await drawPicture(ctx, which, bytes);
    if ('refused' in stored) {
      await forget();
      return { ...stored, which };
    }
    drawn[which] = stored.name;
  }
  return inTransaction(ctx, (tx) => write(tx, viewer.personId, change, drawn)).catch(
    async (fault: unknown) => {
      await forget();
      throw fault;
    },
  );
}

async function write(
  tx: Tx,
  personId: string,
  { words, found, locked, links, posting }: ProfileChange,
  drawn: Partial<Record<ProfilePicture, string>>,
): Promise<undefined> {
  const named = { ...words, ...found, ...(locked !== undefined && { locked }) };
  const own = eq(person.id, personId);
  await tx.db
    .update(person)
    .set({ ...named, updated: tx.clock.now() })
    .where(own);
  if (links) await writeLinks(tx, personId, links);
  await writePosting(tx, personId, posting);
  for (const which of profilePictures) {
    const name = drawn[which];
    if (name !== undefined) await writePicture(tx, personId, which, name);
  }
  await profileChanged(tx, personId);
}
