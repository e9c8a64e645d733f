import { fieldsOf } from './account.ts';
import type { OwnProfile } from '#domain/people/profile.server.ts';

/**
 * One's own profile as it was typed, for editing.
 * Source: https://docs.joinmastodon.org/entities/Profile/
 */
export function profileOf(origin: string, profile: OwnProfile) {
  const picture = (name: string | null) => (name === null ? null : `${origin}/media/${name}`);
  const { avatar, header } = profile;
  return {
    id: profile.id,
    display_name: profile.name,
    note: profile.bio,
    fields: fieldsOf(profile),
    avatar: picture(avatar),
    avatar_static: picture(avatar),
    avatar_description: '',
    header: picture(header),
    header_static: picture(header),
    header_description: '',
    locked: profile.locked,
    bot: false,
    hide_collections: !profile.showsFollows,
    discoverable: profile.discoverable,
    indexable: profile.indexable,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    attribution_domains: [],
    featured_tags: [],
  };
}
