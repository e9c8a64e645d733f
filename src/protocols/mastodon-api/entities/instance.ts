import { rulesOf } from './rule.ts';
import { longestAlt, mostBytes, mostMedia } from '#domain/posts/media-rules.ts';
import { mostPins } from '#domain/posts/marks.server.ts';
import { longestPost, pollBounds } from '#domain/posts/rules.ts';
import type { HouseSettings } from '#domain/house/rules.ts';
import { most } from '#domain/people/profile-rules.ts';
import { longest } from '#domain/people/rules.ts';

/** What is said of the place to apps. */
export interface Place {
  origin: string;
  version: string;
  settings: HouseSettings;
  contact: string;
  people: number;
  activeMonth: number;
  posts: number;
  vapidKey: string;
}

const statuses = {
  max_characters: longestPost,
  max_media_attachments: mostMedia,
  characters_reserved_per_url: 23,
};

const mediaAttachments = {
  supported_mime_types: [
    ...['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
    ...['video/mp4', 'video/quicktime', 'video/webm'],
    ...['audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/x-m4a', 'audio/ogg', 'audio/webm'],
    ...['audio/wav', 'audio/x-wav', 'audio/flac', 'audio/x-flac'],
  ],
  image_size_limit: mostBytes.image,
  image_matrix_limit: 40_000_000,
  video_size_limit: mostBytes.video,
  // Films are kept as they come.
  video_frame_rate_limit: 120,
  video_matrix_limit: 8_294_400,
};

const polls = {
  max_options: pollBounds.options.most,
  max_characters_per_option: pollBounds.characters,
  min_expiration: pollBounds.seconds.least,
  max_expiration: pollBounds.seconds.most,
};

const accounts = {
  max_display_name_length: longest.name,
  max_note_length: longest.bio,
  max_avatar_description_length: 0,
  max_header_description_length: 0,
  max_featured_tags: 10,
  max_pinned_statuses: mostPins,
  // Pronouns are one of them.
  max_profile_fields: most.links + 1,
  profile_field_name_limit: 40,
  profile_field_value_limit: 300,
};

/** Everybody here may be read by everybody; there is nothing from elsewhere. */
const feeds = { local: 'public', remote: 'disabled' };

/**
 * The place as clients read it now.
 * Source: https://docs.joinmastodon.org/entities/Instance/
 */
export function instanceOf(place: Place) {
  const { origin, settings, version, activeMonth, contact } = place;
  return {
    domain: new URL(origin).host,
    title: settings.name,
    version: versionOf(version),
    source_url: '',
    description: settings.about,
    wrapstodon: null,
    usage: { users: { active_month: activeMonth } },
    thumbnail: {
      url: `${origin}/icon-512.png`,
      blurhash: null,
      description: '',
      versions: { '@1x': `${origin}/icon-512.png`, '@2x': `${origin}/icon-512.png` },
    },
    icon: [180, 192, 512].map((size) => ({
      src: `${origin}/icon-${size}.png`,
      size: `${size}x${size}`,
    })),
    languages: settings.languages,
    configuration: configurationOf(place),
    registrations: registrationsOf(place),
    api_versions: { mastodon: 7, pocketfriends: 1 },
    contact: { email: contact, account: null },
    rules: rulesOf(settings.rules),
  };
}

function configurationOf({ origin, vapidKey }: Place) {
  return {
    urls: {
      streaming: streamingOf(origin),
      status: null,
      about: `${origin}/about`,
      privacy_policy: `${origin}/about/privacy`,
      terms_of_service: `${origin}/about/rules`,
    },
    vapid: { public_key: vapidKey },
    accounts,
    statuses,
    media_attachments: { ...mediaAttachments, description_limit: longestAlt },
    polls,
    translation: { enabled: false },
    timelines_access: {
      live_feeds: feeds,
      hashtag_feeds: feeds,
      trending_link_feeds: { local: 'disabled', remote: 'disabled' },
    },
    limited_federation: true,
  };
}

const closed = 'You need an invitation, from whoever looks after this place or from a member.';

function registrationsOf({ settings: { signUp, leastAge } }: Place) {
  return {
    enabled: signUp !== 'invitation',
    approval_required: signUp === 'approval',
    reason_required: signUp === 'approval',
    message: signUp === 'invitation' ? closed : null,
    min_age: leastAge,
    url: null,
  };
}

/**
 * The same as older clients read it.
 * Source: https://docs.joinmastodon.org/entities/V1_Instance/
 */
export function instanceV1Of(place: Place) {
  const { origin, settings, version, contact, people, posts } = place;
  return {
    uri: new URL(origin).host,
    title: settings.name,
    short_description: settings.about,
    description: settings.about,
    email: contact,
    version: versionOf(version),
    urls: { streaming_api: streamingOf(origin) },
    stats: { user_count: people, status_count: posts, domain_count: 0 },
    thumbnail: `${origin}/icon-512.png`,
    languages: settings.languages,
    registrations: settings.signUp !== 'invitation',
    approval_required: settings.signUp === 'approval',
    invites_enabled: true,
    configuration: {
      accounts: { max_featured_tags: accounts.max_featured_tags },
      statuses,
      media_attachments: mediaAttachments,
      polls,
    },
    contact_account: null,
    rules: rulesOf(settings.rules),
  };
}

/** Clients look for Mastodon's number first, and for ours in brackets. */
function versionOf(version: string): string {
  return `4.6.0 (compatible; PocketFriends ${version})`;
}

/** `https` is `wss`, `http` is `ws`; no path. */
function streamingOf(origin: string): string {
  return origin.replace(/^http/, 'ws');
}
