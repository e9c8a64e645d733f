import type { Desk } from '../../../../write/writing-desk.ts';
import { beginGuestPost } from '#domain/club/guest-drafts.server.ts';
import { findMonthId } from '#domain/club/guest-posts.server.ts';

/** An id that nothing has. */
const nobodys = '0';

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
  // What is not there is refused where all others are refused: no answer tells which of them it is.
  const id = post && !('refused' in post) ? post.id : nobodys;
  return { key: { id }, here: `/${params.club}/${params.date}/guest-post/edit` };
}
