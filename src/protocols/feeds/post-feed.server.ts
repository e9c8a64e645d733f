import type { Feed, FeedItem } from './feed.server.ts';
import { findClub } from '#domain/club/clubs.server.ts';
import { asHandle } from '#domain/people/handle.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { findProfile } from '#domain/people/profile.server.ts';
import { listForFeed } from '#domain/posts/for-feeds.server.ts';
import { tagOf } from '#domain/posts/rules.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { escapeHtml, shortLine } from '#platform/text.server.ts';

/** Posts as a feed, what it depends on, and whether search engines may list it. */
export interface PostFeed {
  feed: Feed;
  tags: string[];
  indexable: boolean;
}

/**
 * The posts of somebody who lets feed readers have them. As absent for everybody else as for a handle that nobody
 * has; `from` is the network address that asks, counted where nothing is found, so that nobody tries a list.
 */
export async function feedOfPerson(
  ctx: Ctx,
  part: string,
  from: string,
): Promise<PostFeed | undefined> {
  const handle = asHandle(part);
  if (!handle || (await guessesHandles(ctx, from))) return undefined;
  const person = await findProfile(ctx, handle);
  if (!person?.feed) {
    await noteWrongHandle(ctx, from);
    return undefined;
  }
  const posts = await listForFeed(ctx, { personId: person.id });
  const url = `${ctx.config.origin}/@${handle}`;
  const words = { title: person.name, description: person.bio || `Posts by ${person.name}` };
  return feedOf(ctx, { ...words, url, file: `${url}/feed` }, posts, person.indexable);
}

/** The posts with a club's hashtag, by people who let feed readers have theirs. */
export async function feedOfTag(ctx: Ctx, slug: string): Promise<PostFeed | undefined> {
  const club = await findClub(ctx, slug);
  const tag = club && tagOf(club.hashtag);
  if (!club || !tag) return undefined;
  const posts = await listForFeed(ctx, { tag });
  const url = `${ctx.config.origin}/tags/${encodeURIComponent(tag)}`;
  const words = { title: `#${club.hashtag}`, description: `Posts with #${club.hashtag}` };
  const file = `${ctx.config.origin}/${slug}/hashtag`;
  const made = feedOf(ctx, { ...words, url, file }, posts, false);
  return { ...made, tags: [...made.tags, `club:${club.id}`] };
}

/** `file` is the feed's own address, without its ending. */
function feedOf(
  { config }: Ctx,
  about: { title: string; description: string; url: string; file: string },
  posts: readonly PostView[],
  indexable: boolean,
): PostFeed {
  const items = posts.map((post) => itemOf(config.origin, post));
  const { file, ...words } = about;
  const updated = new Date(Math.max(0, ...items.map((item) => item.updated.getTime())));
  return {
    feed: { ...words, id: words.url, feedUrl: file, updated, items },
    tags: posts.flatMap(({ id }) => [`postChanged:${id}`, `postDeleted:${id}`]),
    indexable,
  };
}

function itemOf(origin: string, post: PostView): FeedItem {
  const url = `${origin}/@${post.author.handle}/${post.id}`;
  const [first = ''] = (post.contentNote || post.text).split('\n');
  return {
    id: url,
    url,
    title: shortLine(first, 80) || `A post by ${post.author.name}`,
    published: new Date(post.published),
    updated: new Date(post.updated ?? post.published),
    author: post.author.name,
    html: htmlOf(post, url),
  };
}

/** What its author covered stays covered; pictures and polls are a step away, where their words are beside them. */
function htmlOf(post: PostView, url: string): string {
  const link = (words: string) => `<p><a href="${escapeHtml(url)}">${words}</a></p>`;
  if (post.contentNote) return `<p>${escapeHtml(post.contentNote)}</p>${link('Read it')}`;
  const more = post.hasMedia || post.poll || post.quotedId;
  return post.html + (more ? link('There is more to it') : '');
}
