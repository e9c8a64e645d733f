import type { PageServerLoad } from './$types';
import { signedIn } from '../account.ts';
import { mattersFor } from './matters.ts';
import { findLeaving } from '#domain/leaving/leaving.server.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const asked = (event.url.searchParams.get('q') ?? '').slice(0, 100);
  const leaving = (await findLeaving(event.locals.ctx)) !== undefined;
  return { leaving, asked, groups: mattersFor(asked), handle: event.locals.ctx.viewer?.handle };
};
