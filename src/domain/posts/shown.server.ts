import { findAuthors, type Author } from './authors.server.ts';
import { audienceSign } from './audience-words.ts';
import { placesOf } from './inner/places.server.ts';
import { filtersHitting, type FilterHit } from './filter-hits.server.ts';
import type { FilterAction, FilterContext } from './filter-rules.ts';
import { cardsOfPosts, type LinkCard } from './link-previews.server.ts';
import { mediaOfPosts } from './media-of-posts.server.ts';
import type { MediaView } from './media.server.ts';
import { readPosts } from './read.server.ts';
import type { Filtered, Moment, ShownLine, ShownMedia, ShownPerson, ShownPost } from './shown.ts';
import type { LineView, PostView } from './view.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * Posts as pages show them, with files, cards, whom they answer and where they stand read in a statement each for all. What
 * the viewer's filters say of this place is said beside each; `hidden` ones are for the caller to leave out.
 */
export async function shownPosts(
  ctx: Ctx,
  posts: readonly PostView[],
  place?: FilterContext,
): Promise<ShownPost[]> {
  const ids = posts.map(({ id }) => id);
  const answered = posts.flatMap(({ repliedPersonId }) => repliedPersonId ?? []);
  const quotes = posts.flatMap((one) => (one.quoteRevoked ? [] : (one.quotedId ?? [])));
  const [media, cards, people, places, quoted, hits] = await Promise.all([
    mediaOfPosts(ctx, ids),
    cardsOfPosts(ctx, ids),
    findAuthors(ctx, answered),
    placesOf(ctx, posts),
    readPosts(ctx, [...new Set(quotes)]),
    place ? filtersHitting(ctx, posts) : new Map<string, FilterHit[]>(),
  ]);
  const now = ctx.clock.now();
  return posts.map((post) => {
    const shown = shownPost(ctx, post, now);
    const filtered = shown.mine || !place ? none : filteredBy(hits.get(post.id) ?? [], place);
    return {
      ...shown,
      sensitive: shown.sensitive || filtered.blurred,
      filtered,
      answering: personOf(people.get(post.repliedPersonId ?? '')),
      place: places.get(post.id) ?? null,
      quoted: post.quoteRevoked ? null : shownQuote(quoted.find(({ id }) => id === post.quotedId)),
      media: (media.get(post.id) ?? []).map(shownMedia),
      card: shownCard(cards.get(post.id)),
    };
  });
}

/** Lines of a timeline as pages show them; what a filter hides in this place is left out. */
export async function shownLines(
  ctx: Ctx,
  lines: readonly LineView[],
  place?: FilterContext,
): Promise<ShownLine[]> {
  const views = lines.map(({ post }) => post);
  const posts = await shownPosts(ctx, views, place);
  return lines.flatMap(({ id, boost }, at) => {
    const post = posts[at];
    if (!post || post.filtered.hidden) return [];
    return [{ id, post, booster: personOf(boost?.author) }];
  });
}

const none: Filtered = { hidden: false, blurred: false, by: [] };

function filteredBy(hits: readonly FilterHit[], place: FilterContext): Filtered {
  const here = hits.map(({ filter }) => filter).filter(({ context }) => context.includes(place));
  const acts = (wanted: FilterAction) => here.filter(({ action }) => action === wanted);
  return {
    hidden: acts('hide').length > 0,
    blurred: acts('blur').length > 0,
    by: acts('warn').map(({ title }) => title),
  };
}

function shownPost(ctx: Ctx, post: PostView, now: Date): ShownPost {
  const { id, author, visibility, localOnly, html, text, contentNote, sensitive, language } = post;
  const { inReplyTo, repliesFrom, folded, tags, replies, boosts, favourites, own, poll } = post;
  return {
    ...{ id, visibility, localOnly, html, text, contentNote, sensitive, language },
    ...{ inReplyTo, repliesFrom, folded, tags, replies, boosts, favourites, own },
    href: `/@${author.handle}/${id}`,
    author: { handle: author.handle, name: author.name, avatar: author.avatar },
    mine: author.id === ctx.viewer?.personId,
    audience: audienceSign(post, author.name),
    published: moment(post.published, now),
    updated: post.updated === null ? null : moment(post.updated, now),
    answering: null,
    place: null,
    quoted: null,
    media: [],
    filtered: none,
    card: null,
    poll: poll && { ...poll, endWords: moment(poll.ends, now).words },
    boostable: (visibility === 'public' || visibility === 'unlisted') && !localOnly,
  };
}

function personOf(author: Author | undefined): ShownPerson | null {
  return author ? { handle: author.handle, name: author.name, avatar: author.avatar } : null;
}

const longestQuote = 240;

function shownQuote(post: PostView | undefined): ShownPost['quoted'] {
  if (!post) return null;
  const { id, contentNote, text } = post;
  const { handle, name, avatar } = post.author;
  const all = contentNote || text;
  const words = all.length > longestQuote ? `${all.slice(0, longestQuote).trimEnd()}…` : all;
  return { id, href: `/@${handle}/${id}`, author: { handle, name, avatar }, words };
}

function shownMedia({ id, kind, name, width, height, small, alt }: MediaView): ShownMedia {
  const src = `/media/${name}`;
  return { id, kind, src, small: small ? `${src}?size=small` : null, width, height, alt };
}

function shownCard(card: LinkCard | undefined): ShownPost['card'] {
  if (!card) return null;
  const { url, title, description, provider, image, imageAlt: alt } = card;
  return { url, title, description, provider, image: image && `/media/${image}`, alt };
}

const day = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const steps: [number, string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** A moment in words: how long ago within a week, else the day and its time in UTC. */
function moment(at: string, now: Date): Moment {
  const seconds = (now.getTime() - Date.parse(at)) / 1000;
  if (seconds < 60 && seconds > -60) return { at, words: 'just now' };
  const step = steps.find(([size]) => seconds >= size);
  if (!step || seconds > 7 * 86_400 || seconds < 0)
    return { at, words: `${day.format(new Date(at))} UTC` };
  const many = Math.floor(seconds / step[0]);
  return { at, words: `${many} ${step[1]}${many === 1 ? '' : 's'} ago` };
}
