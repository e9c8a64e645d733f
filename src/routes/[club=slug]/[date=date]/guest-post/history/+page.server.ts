import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { dayWords, momentWords } from '#domain/club/guest-post-rules.ts';
import { findGuestPost, listEditions } from '#domain/club/guest-posts.server.ts';
import { compareTexts } from '#domain/club/text-differences.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const post = await findGuestPost(locals.ctx, params.club, params.date);
  if (!post) error(404, 'Not here');
  if (!url.search)
    locals.keep = { tags: [`month:${post.month.id}`, `club:${post.club.id}`], seconds: 60 };
  const editions = await listEditions(locals.ctx, post.id);
  const changes = editions.map((edition, at) => {
    const next = editions[at + 1] ?? post;
    return {
      number: edition.number,
      at: edition.until.toISOString(),
      words: momentWords(edition.until.toISOString()),
      by: edition.changedBy ?? `${post.authorName}, by the guest’s link`,
      title: edition.title === next.title ? undefined : [edition.title, next.title],
      paragraphs: compareTexts(edition.body, next.body),
    };
  });
  return {
    title: post.title,
    published: dayWords(post.published),
    here: `/${post.club.slug}/${post.month.date}/guest-post`,
    changes: changes.reverse(),
  };
};
