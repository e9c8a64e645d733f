import { accountOf, profileAddress } from './account.ts';
import { pollEntityOf } from './poll.ts';
import { postUri } from '#domain/federation/addresses.ts';
import type { RemotePost } from '#domain/federation/remote-shown.server.ts';
import type { Author } from '#domain/posts/authors.server.ts';
import type { PostView } from '#domain/posts/view.ts';
import type { Visibility } from '#domain/posts/rules.ts';
import { escapeHtml } from '#platform/text.server.ts';

/** What stands around a post that other tables hold: media, link preview, filters that hit, the post it quotes. */
export interface Around {
  /** What it is called on the server that it came from. */
  elsewhere: RemotePost | null;
  /** Who its author is now that has moved away. */
  moved: Author | undefined;
  /** Own pages of those whom it names and who live elsewhere, by their handle. */
  pages: ReadonlyMap<string, string>;
  media: object[];
  card: object | null;
  filtered: object[];
  quote: object | null;
}

/** Who may read it, in Mastodon's words: friends are said as `private`, which apps show as a lock. */
export const visibilityOf: Readonly<Record<Visibility, string>> = {
  public: 'public',
  unlisted: 'unlisted',
  followers: 'private',
  friends: 'private',
  direct: 'direct',
};

/** The address of a post's page here. */
export function postAddress(
  origin: string,
  { author, id }: Pick<PostView, 'author' | 'id'>,
): string {
  return `${origin}/@${author.handle}/${id}`;
}

/**
 * A post as clients read it, every documented token there.
 * Source: https://docs.joinmastodon.org/entities/Status/
 */
export function statusOf(origin: string, view: PostView, around: Around) {
  const { elsewhere, pages } = around;
  return {
    id: view.id,
    created_at: view.published,
    edited_at: view.updated,
    in_reply_to_id: view.inReplyTo,
    in_reply_to_account_id: view.inReplyTo && view.repliedPersonId,
    sensitive: view.sensitive,
    spoiler_text: view.contentNote,
    visibility: visibilityOf[view.visibility],
    language: view.language,
    uri: elsewhere?.uri ?? postUri(origin, view.author.handle, view.id),
    url: elsewhere ? (elsewhere.page ?? elsewhere.uri) : postAddress(origin, view),
    replies_count: view.replies,
    reblogs_count: view.boosts,
    favourites_count: view.favourites,
    quotes_count: view.quotedBy,
    content: contentOf(origin, view, pages),
    // Told to its author when it is deleted, and by `source`.
    text: null as string | null,
    reblog: null as object | null,
    application: view.app,
    account: accountOf(origin, view.author, around.moved),
    media_attachments: around.media,
    mentions: view.mentions.map(({ id, handle }) => {
      const url = pages.get(handle) ?? profileAddress(origin, { handle });
      return { id, username: handle.split('@')[0] ?? '', acct: handle, url };
    }),
    tags: view.tags.map(({ tag, shown }) => ({
      name: shown,
      url: `${origin}/tags/${encodeURIComponent(tag)}`,
    })),
    emojis: [],
    tagged_collections: [],
    card: around.card,
    poll: view.poll && pollEntityOf(view.id, view.poll, view.own !== null),
    quote: around.quote,
    quote_approval: {
      automatic: automaticQuotes[view.quotes],
      manual: [],
      current_user: view.own?.mayQuote ? 'automatic' : 'denied',
    },
    ...ownOf(view),
    filtered: around.filtered,
  };
}

/** Apps know whom a link means by the address in `mentions`: for people elsewhere that is their own page. */
function contentOf(origin: string, { html }: PostView, pages: Around['pages']): string {
  return [...pages].reduce((text, [handle, page]) => {
    const here = escapeHtml(profileAddress(origin, { handle }));
    return text.replaceAll(`<a href="${here}"`, () => `<a href="${escapeHtml(page)}"`);
  }, html);
}

const automaticQuotes = { everyone: ['public'], followers: ['followers'], nobody: [] };

/** What the viewer did with it; absent where nobody is known. */
function ownOf({ own }: PostView) {
  if (!own) return {};
  return {
    favourited: own.favourited,
    reblogged: own.boosted,
    muted: own.threadMuted,
    bookmarked: own.bookmarked,
    pinned: own.pinned,
  };
}
