import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { MentionedPage } from './rules.ts';
import { findGuestPost } from '#domain/club/guest-posts.server.ts';
import { findMonth, type Month } from '#domain/club/months.server.ts';
import { club, month } from '#domain/club/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

/** A page of a month as everybody may read it: where it is, its own words, and a mark that changes with them. */
export interface TellingPage {
  page: MentionedPage;
  source: string;
  html: string;
  version: string;
}

/** The pages of a month that everybody may read now, whoever asks: none of a draft. */
export async function openPagesOf(ctx: Ctx, monthId: string): Promise<TellingPage[]> {
  const [place] = await ctx.db
    .select({ slug: club.slug, date: month.date })
    .from(month)
    .innerJoin(club, eq(club.id, month.clubId))
    .where(eq(month.id, monthId));
  if (!place) return [];
  const visitor = { ...ctx, viewer: null };
  const found = await findMonth(visitor, place.slug, place.date);
  if (!found) return [];
  const source = `${ctx.config.origin}/${place.slug}/${place.date}`;
  const html = htmlOf(found);
  const pages: TellingPage[] = [{ page: 'month', source, html, version: markOf(html) }];
  const post = await findGuestPost(visitor, place.slug, place.date);
  if (!post) return pages;
  const version = markOf(`${post.title}\n${post.body}`);
  return [
    ...pages,
    { page: 'guestPost', source: `${source}/guest-post`, html: post.html, version },
  ];
}

/** The words and links that a month's curators wrote, as its page shows them. */
function htmlOf({ theme, summary, plainSummary, paper, readings }: Month): string {
  const papers = [paper, ...readings].filter((one) => one !== undefined);
  const links = papers.flatMap(({ doi, openAccessUrl, title }) => [
    `<p>${escapeHtml(title)}</p>`,
    doi ? `<a href="${escapeHtml(`https://doi.org/${doi}`)}"></a>` : '',
    openAccessUrl ? `<a href="${escapeHtml(openAccessUrl)}"></a>` : '',
  ]);
  return [
    `<h1>${escapeHtml(theme)}</h1>`,
    htmlFromPlainText(summary),
    htmlFromPlainText(plainSummary),
    ...links,
  ].join('');
}

function markOf(words: string): string {
  return createHash('sha256').update(words).digest('base64url');
}
