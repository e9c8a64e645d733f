import type { LayoutServerLoad } from './$types';
import { readSettings } from '#domain/house/settings.server.ts';
import { readLook } from '#ui/look.ts';

export const load: LayoutServerLoad = async ({ locals, cookies, url }) => {
  const { viewer } = locals.ctx;
  const { name } = await readSettings(locals.ctx);
  return {
    viewer: viewer && { handle: viewer.handle, name: viewer.name, operator: viewer.operator },
    place: { name },
    look: readLook(cookies.get('look')),
    path: url.pathname,
  };
};
