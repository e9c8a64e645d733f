import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { provedLogin, setCookies, signedIn } from '../../account.ts';
import { refusalWords } from './refusal-words.ts';
import { readAsking, type Asking } from '#domain/apps/asking.server.ts';
import { giveLeave, listGrants } from '#domain/apps/grants.server.ts';
import { soundsLikeHouse } from '#domain/apps/name-rules.ts';
import { destinationOf, outOfBand, withAnswer } from '#domain/apps/redirect-rules.ts';
import { leaveWords } from '#domain/apps/scope-words.ts';
import { within } from '#domain/apps/scopes.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { withNext } from '#domain/people/next.ts';
import { signOut } from '#domain/people/sign-in.server.ts';

export const load: PageServerLoad = async (event) => {
  const asking = await askingOf(event);
  const { ctx } = event.locals;
  // Only an app's wish to have the person looked at anew; what guards them is the yes itself.
  const anew =
    event.url.searchParams.get('force_login') === 'true' && event.request.method === 'GET';
  await (anew ? provedLogin(event) : signedIn(event));
  const here = event.url.pathname + event.url.search;
  if (!ctx.viewer) redirect(303, withNext('/welcome', here));
  const { app, scopes, redirectUri } = asking;
  const held = (await listGrants(ctx)).find(({ appId }) => appId === app.id);
  const { name: house } = await readSettings(ctx);
  return {
    app: { name: app.name, website: app.website && new URL(app.website).host },
    house,
    handle: ctx.viewer.handle,
    leave: leaveWords(scopes),
    to: destinationOf(redirectUri),
    pretends: soundsLikeHouse(app.name, house),
    before: held && (within(scopes, held.scopes) ? ('same' as const) : ('more' as const)),
  };
};

/** The app's question; one that cannot be put to anybody ends here, on a page of ours. */
async function askingOf({ locals, url }: RequestEvent): Promise<Asking> {
  const asking = await readAsking(locals.ctx, url.searchParams);
  if (!('refused' in asking)) return asking;
  const { refused, back } = asking;
  error(400, { message: refusalWords[refused], ...(back && { back }) });
}

/** Only the answer `yes` gives anything; `other` signs out, so that somebody else can be asked. */
export const actions: Actions = {
  default: async (event) => {
    const { locals, request, url, cookies } = event;
    const asking = await askingOf(event);
    const said = (await request.formData()).get('answer');
    const here = url.pathname + url.search;
    if (said === 'other') {
      setCookies(cookies, await signOut(locals.ctx, request.headers.get('cookie')));
      redirect(303, withNext('/sign-in', here));
    }
    const login = await signedIn(event);
    if (said !== 'yes') return answerTo(event, asking, { error: 'access_denied' });
    const given = await giveLeave(locals.ctx, asking, login);
    if ('refused' in given) redirect(303, withNext('/welcome', here));
    return answerTo(event, asking, given);
  },
};

/** Sends the answer to the app's own address, or shows it when there is none. Our name goes with it (RFC 9207). */
function answerTo(
  { locals }: RequestEvent,
  { redirectUri, state }: Asking,
  given: { code: string } | { error: string },
) {
  if (redirectUri === outOfBand) return { code: 'code' in given ? given.code : null };
  const answer = { ...given, state, iss: locals.ctx.config.origin };
  redirect(303, withAnswer(redirectUri, answer), { external: true });
}
