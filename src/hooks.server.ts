import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { findViewer } from '#domain/people/sign-in.server.ts';
import { keyOf } from './kept-key.server.ts';
import { runningServices } from '#platform/services.server.ts';
import { lookAttributes, readLook } from '#ui/look.ts';

/** Every page starts here: who asks, with what; and what may be kept of the answer. */
export const handle: Handle = async ({ event, resolve }) => {
  const services = runningServices();
  const mark = services.keptPages.mark();
  const viewer = await findViewer(services, event.request.headers.get('cookie'));
  event.locals.ctx = { ...services, viewer };
  const look = lookAttributes(readLook(event.cookies.get('look')));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%pocketfriends.look%', look),
    preload: ({ type }) => type === 'css' || type === 'js',
  });
  response.headers.set('cache-control', viewer ? 'private, no-store' : 'no-cache');
  return viewer ? response : keep(event, response, mark);
};

async function keep(event: RequestEvent, response: Response, mark: number): Promise<Response> {
  const { keep, ctx } = event.locals;
  const fit = event.request.method === 'GET' && response.status === 200;
  if (!keep || !fit || response.headers.has('set-cookie')) return response;
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  const key = keyOf(event.url, event.request.headers.get('cookie') ?? '');
  ctx.keptPages.keep(key, { status: 200, headers, body }, keep.tags, Date.now() + keep.seconds * 1000, mark);
  return new Response(body, { status: 200, headers: response.headers });
}

/** A fault is logged once, without data, under a number that the person can quote. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const id = randomUUID().slice(0, 8);
  if (status >= 500) {
    runningServices().log.error({ err: error, id, route: event.route.id, status }, 'a page failed');
  }
  return { message: status === 404 ? 'Not here' : 'Something broke', id };
};
