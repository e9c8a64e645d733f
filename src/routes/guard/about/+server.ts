import type { RequestHandler } from './$types';
import { aboutAuthor } from '#domain/posts/about-author.server.ts';

/**
 * What the guard on somebody's own device may know of them. It is asked for once, before a word is written, and
 * nothing of what is written comes here.
 */
export const GET: RequestHandler = async ({ locals }) =>
  Response.json(await aboutAuthor(locals.ctx), { headers: { 'cache-control': 'no-store' } });
