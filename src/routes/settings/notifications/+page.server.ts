import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { signedIn } from '../../account.ts';
import { momentWords } from '../../day-words.ts';
import {
  changeNotificationSettings,
  readNotificationSettings,
} from '#domain/notifications/policy.server.ts';
import { settingsIn, type SettingsForm } from '#domain/notifications/settings-form.ts';

const hour = 60 * 60 * 1000;

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  if (!ctx.viewer) redirect(303, '/welcome');
  const { quietUntil, ...settings } = await readNotificationSettings(ctx);
  return {
    settings,
    quiet: quietUntil && momentWords(quietUntil),
    saved: event.url.searchParams.has('saved'),
  };
};

function quietOf({ quiet }: SettingsForm, now: Date): { quietUntil?: Date | null } {
  if (quiet === 'as') return {};
  return { quietUntil: quiet === 'off' ? null : new Date(now.getTime() + quiet * hour) };
}

export const actions: Actions = {
  default: async (event) => {
    await signedIn(event);
    const { ctx } = event.locals;
    const said = settingsIn(await event.request.formData());
    const { policy, quietClub, pushSaysWords } = said;
    const changes = { ...policy, quietClub, pushSaysWords, ...quietOf(said, ctx.clock.now()) };
    const no = await changeNotificationSettings(ctx, changes);
    if (no) error(401);
    redirect(303, '/settings/notifications?saved');
  },
};
