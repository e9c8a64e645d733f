import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { readLook, writeLook } from '#ui/look.ts';

export const load: PageServerLoad = ({ url }) => ({ saved: url.searchParams.has('saved') });

const year = 365 * 24 * 60 * 60;

// The look belongs to the device and needs no account, so it lives in a cookie of its own.
export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const form = await request.formData();
    const calm = form.get('calm') === 'calm' ? 'calm' : 'usual';
    const look = readLook(`${form.get('theme')}.${form.get('text')}.${calm}`);
    const secure = locals.ctx.config.origin.startsWith('https:');
    cookies.set('look', writeLook(look), { path: '/', sameSite: 'lax', secure, maxAge: year });
    redirect(303, '/settings/look?saved');
  },
};
