import { z } from 'zod';
import { waitToBeLetIn } from '../admissions.server.ts';
import { admission } from '../arriving-schema.server.ts';
import { standingOf } from '../arriving.server.ts';
import { enter } from '../persons.server.ts';
import type { Tx } from '#platform/ctx.server.ts';

/** What somebody said in an app that they sign up with: a handle, words to the operator, and the app's key. */
export const AppWish = z.object({ handle: z.string(), words: z.string(), key: z.string() });
/** What `AppWish` reads. */
export type AppWish = z.infer<typeof AppWish>;

/**
 * Called when a sign-up by an app was confirmed by whoever made it, right after the login was made: gives it
 * the person they asked for, or lets them wait for the operator. The app hears of it when they are in, by
 * whichever way; where the handle is taken meanwhile, they choose another on the web.
 */
export async function honourWish(tx: Tx, loginId: string, wish: AppWish): Promise<void> {
  const { handle, words, key } = wish;
  const standing = await standingOf(tx, loginId);
  if (standing === 'asks') return void (await waitToBeLetIn(tx, loginId, words, key));
  const now = tx.clock.now();
  await tx.db
    .insert(admission)
    .values({ loginId, words: '', asked: now, admitted: now, wish: key })
    .onConflictDoUpdate({ target: admission.loginId, set: { wish: key } });
  const said = { bio: '', roles: [], zone: 'UTC', transcript: false };
  await enter(tx, loginId, { handle, name: handle, ...said });
}
