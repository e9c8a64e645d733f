import type { LayoutServerLoad } from './$types';
import { readLook } from '#ui/look.ts';

export const load: LayoutServerLoad = ({ locals, cookies, url }) => {
  const { viewer } = locals.ctx;
  return {
    viewer: viewer && { handle: viewer.handle, name: viewer.name, operator: viewer.operator },
    place: { name: 'Pocket Friends' },
    look: readLook(cookies.get('look')),
    path: url.pathname,
  };
};
