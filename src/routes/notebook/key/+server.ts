import { keyHalfOf } from '#domain/notebook/key-half.server.ts';
import type { RequestHandler } from './$types';

/** The half of a notebook's key that is the server's, for whoever is signed in. It stays in the page that asks. */
export const GET: RequestHandler = ({ locals }) => {
  const half = keyHalfOf(locals.ctx);
  const headers = { 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' };
  return Response.json(half, { status: half ? 200 : 401, headers });
};
