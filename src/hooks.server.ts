import { randomUUID } from 'node:crypto';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { findViewer } from '#domain/people/sign-in.server.ts';
import { openToApps } from './app-window.ts';
import { keyOf, lookIn } from './kept-key.server.ts';
import { hideSecretAddress } from './secret-address.server.ts';
import { runningServices } from '#platform/services.server.ts';
import { lookAttributes, readLook } from '#ui/look.ts';

/** Every page starts here: who asks, with what; and what may be kept of the answer. */
export const handle: Handle = async ({ event, resolve }) => {
  const services = runningServices();
  const mark = services.keptPages.mark();
  const viewer = await findViewer(services, event.request.headers.get('cookie'));
  event.locals.ctx = { ...services, viewer };
  // An action of this name is no form of ours; SvelteKit would take it for a fault.
  if (event.url.searchParams.has('/default')) error(404);
  const here = ownPage(event.url);
  if (here) redirect(301, here);
  refuseBrokenForms(event.request);
  const look = lookAttributes(readLook(event.cookies.get('look')));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%pocketfriends.look%', look),
    preload: ({ type }) => type === 'css' || type === 'js',
  });
  if (response.headers.get('cache-control') !== 'no-store')
    response.headers.set(
      'cache-control',
      cacheControl(viewer !== null, event.locals.keep !== undefined),
    );
  hideSecretAddress(event, response.headers);
  openToApps(event.url, response.headers);
  return viewer ? response : keep(event, response, mark);
};

/** Where a page stands that was asked for as other servers call it: `/@anna@this.place/12` is `/@anna/12`. */
function ownPage({ host, pathname, search }: URL): string | undefined {
  const [, name, typed, rest = ''] = /^\/(@\w{1,64})@([^/]{1,260})(\/.*)?$/.exec(pathname) ?? [];
  if (!name || typed?.toLowerCase() !== host) return undefined;
  return `/${name.toLowerCase()}${rest}${search}`;
}

/**
 * A body that is no form, or holds NUL, which no keyboard types and no database keeps, is the sender's
 * fault, not ours: 400 instead of a broken page.
 */
function refuseBrokenForms(request: Request): void {
  const read = request.formData.bind(request);
  request.formData = async () => {
    const form = await read().catch((fault: unknown) => {
      if (fault instanceof TypeError) error(400, 'Broken form');
      throw fault;
    });
    for (const pair of form)
      if (pair.some((part) => typeof part === 'string' && part.includes('\0')))
        error(400, 'Broken form');
    return form;
  };
}

/** What somebody reads in public may stay on their device until they sign out; all else of theirs may not. */
function cacheControl(signedIn: boolean, publicReading: boolean): string {
  if (!signedIn) return 'no-cache';
  return publicReading ? 'private, no-cache' : 'private, no-store';
}

async function keep(event: RequestEvent, response: Response, mark: number): Promise<Response> {
  const { keep, ctx } = event.locals;
  const look = lookIn(event.request.headers.get('cookie') ?? '');
  // The data of a page has the page's address here, and a cookie can be written so that Kit reads
  // another look in it than the front does: neither may be shown to the next visitor.
  const page = !event.isDataRequest && look === (event.cookies.get('look') ?? '');
  const fit = page && event.request.method === 'GET' && response.status === 200;
  const secret = response.headers.get('cache-control') === 'no-store';
  if (!keep || !fit || secret || response.headers.has('set-cookie')) return response;
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  ctx.keptPages.keep(
    keyOf(event.url, look),
    { status: 200, headers, body },
    keep.tags,
    Date.now() + keep.seconds * 1000,
    mark,
  );
  return new Response(body, { status: 200, headers: response.headers });
}

/** A fault is logged once, without data, under a number that the person can quote. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return {};
  const id = randomUUID().slice(0, 8);
  runningServices().log.error({ err: error, id, route: event.route.id }, 'a page failed');
  return { message: 'Something broke', id };
};
