import { error, json, type RequestHandler } from '@sveltejs/kit';
import { findVersion } from '#domain/boundaries/in-force.server.ts';

/** A published version of a pack, compiled: what a page fetches in order to advise on the device. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const pack = await findVersion(locals.ctx, params.pack ?? '', Number(params.version));
  if (!pack) error(404);
  locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  return json(pack);
};
