import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signedIn } from '../../account.ts';
import type { Login } from '#domain/people/sign-in.server.ts';
import { findWork, type Work } from '#domain/people/work.server.ts';

/** The login and the work of whoever says that they are a professional; others are told how to say so. */
export async function professional(event: RequestEvent): Promise<{ login: Login; work: Work }> {
  const login = await signedIn(event);
  const { ctx } = event.locals;
  const work = ctx.viewer ? await findWork(ctx, ctx.viewer.personId) : undefined;
  if (!work) redirect(303, '/settings/work');
  return { login, work };
}

/** What is said when somebody asks for more than a day's worth. */
export const tooFast =
  'That was a lot for one day. What you typed is still here. Please try again tomorrow.';

/** What is said when so many checks of a kind stand that there is no room for one more. */
export const enough = 'Five of these stand on your page already. Take one back to make room.';
