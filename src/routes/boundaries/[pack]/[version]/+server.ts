import { error, json, type RequestHandler } from '@sveltejs/kit';
import { findVersion } from '#domain/boundaries/in-force.server.ts';

/** A published version of a pack, compiled: what a page fetches in order to advise on the device. */
export const GET: RequestHandler = async ({ locals, params }) => {
  // One address for each: `1.0` and `0x1` would be kept as pages of their own.
  const number = /^[1-9]\d{0,6}$/.test(params.version ?? '') ? Number(params.version) : 0;
  const pack = await findVersion(locals.ctx, params.pack ?? '', number);
  if (!pack) error(404);
  locals.keep = { tags: ['boundaries:all'], seconds: 300 };
  return json(pack);
};
