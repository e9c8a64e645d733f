import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../account.ts';
import { findWork } from '#domain/people/work.server.ts';

/** All that the server puts into the pages of a notebook: whose it is, and whether they work in health care. */
export async function ownerOfNotebook(event: RequestEvent) {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const work = await findWork(ctx, ctx.viewer.personId);
  return { person: ctx.viewer.handle, professional: work !== undefined };
}
