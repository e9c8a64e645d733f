import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { provedOperator } from '../../../../account.ts';
import { exportRules } from '#domain/federation/peer-lists.server.ts';

/** A whole list as a file, in the shape that Mastodon exports and imports. */
export const GET: RequestHandler = async (event) => {
  await provedOperator(event);
  const rule = event.url.searchParams.get('rule') === 'allow' ? 'allow' : 'block';
  const text = await exportRules(event.locals.ctx, rule);
  if (typeof text !== 'string') error(404);
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="domain_${rule}s.csv"`,
      'cache-control': 'no-store',
    },
  });
};
