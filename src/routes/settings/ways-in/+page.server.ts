import type { PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { listProviders } from '#domain/people/providers.server.ts';
import { findWaysIn } from '#domain/people/ways-in.server.ts';

export const load: PageServerLoad = async (event) => {
  const login = await signedIn(event);
  const ways = await findWaysIn(event.locals.ctx, login);
  const offered = (await listProviders(event.locals.ctx)).length > 0;
  return { email: login.email, ways, showsOutside: offered || ways.outside > 0 };
};
