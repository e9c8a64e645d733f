import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { findOwnProfile, type OwnProfile } from '#domain/people/profile.server.ts';

/** The profile of whoever is signed in; one who has none yet chooses a handle first. */
export async function ownProfile(event: RequestEvent): Promise<OwnProfile> {
  await signedIn(event);
  const profile = await findOwnProfile(event.locals.ctx);
  if (!profile) redirect(303, '/welcome');
  return profile;
}

/** What is said when somebody changes their profile more than sixty times an hour. */
export const tooFast =
  'That was a lot in a short time. What you typed is still here. Please wait a while and save it again.';
