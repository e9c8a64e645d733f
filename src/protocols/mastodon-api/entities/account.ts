import { quotersToClients, visibilityToClients } from './posting.ts';
import { roleOf } from './role.ts';
import { personUri } from '#domain/federation/addresses.ts';
import type { PostingDefaults } from '#domain/people/posting-rules.ts';
import type { Author } from '#domain/posts/authors.server.ts';
import type { OwnProfile, Profile } from '#domain/people/profile.server.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

/** The address of somebody's page here. */
export function profileAddress(origin: string, { handle }: Pick<Profile, 'handle'>): string {
  return `${origin}/@${handle}`;
}

/** The address of somebody's picture; the place's own sign for those who have none. */
export function pictureOf(origin: string, { avatar }: Pick<Profile, 'avatar'>): string {
  return avatar ? `${origin}/media/${avatar}` : `${origin}/icon-192.png`;
}

/**
 * A person as clients read them. Every documented token is there; the day of arrival stands for the moment. `moved` is
 * who they are now, after they moved away; where these have moved to is not said with it.
 * Source: https://docs.joinmastodon.org/entities/Account/
 */
export function accountOf(origin: string, author: Author, moved?: Author) {
  return { ...oneAccountOf(origin, author), moved: moved ? oneAccountOf(origin, moved) : null };
}

function oneAccountOf(origin: string, author: Author) {
  const [username = ''] = author.handle.split('@');
  const picture = pictureOf(origin, author);
  // Clients know by this name that there is no header.
  const header = `${origin}/${author.header ? `media/${author.header}` : 'missing.png'}`;
  return {
    id: author.id,
    username,
    acct: author.handle,
    url: author.page ?? profileAddress(origin, author),
    uri: author.uri ?? personUri(origin, author.handle),
    display_name: author.name,
    note: htmlFromPlainText(author.bio),
    avatar: picture,
    avatar_static: picture,
    avatar_description: '',
    header,
    header_static: header,
    header_description: '',
    locked: author.locked,
    fields: fieldsOf(author).map(({ name, value, verified_at }) => ({
      name,
      value: linked(value),
      verified_at,
    })),
    emojis: [],
    bot: author.kind === 'service' || author.kind === 'application',
    group: author.kind === 'group',
    discoverable: author.discoverable,
    noindex: !author.indexable,
    indexable: author.indexable,
    hide_collections: !author.showsFollows,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    feature_approval: { automatic: [], manual: [], current_user: 'denied' },
    moved: null,
    memorial: false,
    suspended: false,
    limited: false,
    roles: [],
    created_at: `${author.published.slice(0, 10)}T00:00:00.000Z`,
    last_status_at: author.lastDay,
    statuses_count: author.posts,
    followers_count: author.followers,
    following_count: author.following,
  };
}

/** What only the person themselves is told. */
export interface OwnSide {
  profile: OwnProfile;
  requests: number;
  operator: boolean;
  posting: PostingDefaults;
}

/**
 * The same for the person themselves, with what only they are told.
 * Source: https://docs.joinmastodon.org/entities/Account/#CredentialAccount
 */
export function credentialAccountOf(
  origin: string,
  author: Author,
  { moved, ...own }: OwnSide & { moved?: Author | undefined },
) {
  const { discoverable, indexable, bio, showsFollows } = own.profile;
  return {
    ...accountOf(origin, author, moved),
    source: {
      privacy: visibilityToClients(own.posting.visibility),
      sensitive: own.posting.sensitive,
      language: own.posting.language ?? '',
      note: bio,
      fields: fieldsOf(author),
      follow_requests_count: own.requests,
      hide_collections: !showsFollows,
      discoverable,
      indexable,
      attribution_domains: [],
      quote_policy: quotersToClients(own.posting.quotes),
    },
    role: roleOf(own.operator),
  };
}

/** What stands beside a name: pronouns first, then links. */
export function fieldsOf({ pronouns, links }: Pick<Author | Profile, 'pronouns' | 'links'>) {
  const said = pronouns ? [{ name: 'Pronouns', value: pronouns, verified_at: null }] : [];
  const led = links.map(({ label, address, verified }: (Author | Profile)['links'][number]) => ({
    name: label,
    value: address,
    verified_at: verified === null ? null : new Date(verified).toISOString(),
  }));
  return [...said, ...led];
}

function linked(value: string): string {
  const words = escapeHtml(value);
  if (!/^https?:\/\//.test(value)) return words;
  return `<a href="${words}" rel="me nofollow noopener noreferrer" target="_blank">${words}</a>`;
}
