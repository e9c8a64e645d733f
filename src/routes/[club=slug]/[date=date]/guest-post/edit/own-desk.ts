import { error } from '@sveltejs/kit';
import type { Desk } from '../../../../write/writing-desk.ts';
import { beginGuestPost } from '#domain/club/guest-drafts.server.ts';
import { findMonthId } from '#domain/club/guest-posts.server.ts';

/** Where somebody writes by a duty, or by a link that their account has accepted. */
export async function ownDesk({
  locals,
  params,
}: {
  locals: App.Locals;
  params: { club: string; date: string };
}): Promise<Desk> {
  const monthId = await findMonthId(locals.ctx, params.club, params.date);
  const post = monthId ? await beginGuestPost(locals.ctx, monthId) : undefined;
  if (!post || 'refused' in post) error(404, 'Not here');
  return { key: { id: post.id }, here: `/${params.club}/${params.date}/guest-post/edit` };
}
