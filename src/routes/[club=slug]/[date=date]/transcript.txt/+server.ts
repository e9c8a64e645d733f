import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { plainTranscriptOf } from '#domain/club/transcript.server.ts';

export const GET: RequestHandler = async ({ locals, params }) => {
  const found = await plainTranscriptOf(locals.ctx, params.club, params.date);
  if (!found) error(404, 'Not here');
  const { id, club } = found.month;
  locals.keep = { tags: [`month:${id}`, `chat:${id}`, `club:${club.id}`], seconds: 60 };
  return new Response(found.text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
