import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { ownProfile, tooFast } from '../../own-profile.ts';
import { linkRows, placeOf, readLinks } from '#domain/people/profile-rules.ts';
import {
  askToCheck,
  changeLinks,
  listOwnLinks,
  type OwnLink,
} from '#domain/people/profile-links.server.ts';

export const load: PageServerLoad = async (event) => {
  const { handle } = await ownProfile(event);
  const { ctx } = event.locals;
  const { searchParams } = event.url;
  return {
    profile: `${ctx.config.origin}/@${handle}`,
    links: (await listOwnLinks(ctx)).map(shown),
    saved: searchParams.has('saved'),
    looking: momentIn(searchParams.get('looking')),
  };
};

function shown({ label, address, verified, checked }: OwnLink) {
  return {
    label,
    address,
    place: placeOf(address),
    verified: verified && dayWords(verified),
    checked: checked && moment(checked),
  };
}

/** A moment that an address names, if it is one. */
function momentIn(text: string | null) {
  const at = new Date(text ?? '');
  return Number.isFinite(at.getTime()) ? moment(at) : undefined;
}

function moment(at: Date): { at: string; words: string } {
  const words = at.toLocaleString('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return { at: at.toISOString(), words: `${words} UTC` };
}

const dayWords = (day: Date) =>
  day.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const here = '/settings/profile/links';

export const actions: Actions = {
  save: async ({ locals, request }) => {
    const rows = linkRows(await request.formData());
    const read = readLinks(rows, locals.ctx.config.allowedPeers);
    if ('faults' in read) return fail(400, { faults: read.faults, rows });
    const no = await changeLinks(locals.ctx, read.value);
    if (no?.refused === 'gone') error(401);
    if (no) return fail(429, { faults: { 'links-0-label': tooFast }, rows });
    redirect(303, `${here}?saved`);
  },
  check: async ({ locals, request }) => {
    const address = String((await request.formData()).get('address') ?? '');
    const asked = await askToCheck(locals.ctx, address);
    if ('looksAt' in asked) redirect(303, `${here}?looking=${asked.looksAt.toISOString()}`);
    if (asked.refused === 'tooFast') error(429);
    redirect(303, here);
  },
};
