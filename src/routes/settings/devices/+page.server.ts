import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { dayWords } from '../../day-words.ts';
import { endDevice, endOtherDevices, listDevices } from '#domain/people/devices.server.ts';

const by = {
  password: 'by password',
  passkey: 'by passkey',
  letter: 'by a letter',
  recovery: 'by a recovery code',
  outside: 'by an account elsewhere',
  setup: 'when this place was set up',
} as const;

export const load: PageServerLoad = async (event) => {
  const devices = await listDevices(event.locals.ctx, await signedIn(event));
  return {
    devices: devices.map(({ method, since, seen, ...device }) => ({
      ...device,
      since: dayWords(since),
      seen: dayWords(seen),
      by: by[method],
    })),
    ended: event.url.searchParams.get('ended'),
  };
};

// Signing out protects, and somebody who has just lost a phone is in a hurry: no proof is asked for.
export const actions: Actions = {
  end: async (event) => {
    const login = await signedIn(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const answer = await endDevice(event.locals.ctx, login, id.slice(0, 100));
    if (answer) error(404);
    redirect(303, '/settings/devices?ended=one');
  },
  others: async (event) => {
    await endOtherDevices(event.locals.ctx, await signedIn(event));
    redirect(303, '/settings/devices?ended=others');
  },
};
