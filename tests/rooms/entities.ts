/** What may stand under a key of an answer. */
export type Shape =
  | 'text'
  | 'id'
  | 'instant'
  | 'day'
  | 'number'
  | 'whole'
  | 'truth'
  | 'address'
  | 'anything'
  | { maybe: Shape }
  | { optional: Shape }
  | { list: Shape }
  | { named: Shape }
  | { keys: Readonly<Record<string, Shape>> }
  | (() => Shape);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const simple: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  id: (value) => typeof value === 'string' && value !== '',
  instant: (value) => typeof value === 'string' && instant.test(value),
  day: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  number: (value) => typeof value === 'number',
  whole: (value) => Number.isInteger(value),
  truth: (value) => typeof value === 'boolean',
  address: (value) => typeof value === 'string' && URL.canParse(value),
  anything: () => true,
};

/** What is wrong with an answer, a line each, by where it stands. */
export function faultsOf(value: unknown, shape: Shape, at = '$'): string[] {
  if (typeof shape === 'function') return faultsOf(value, shape(), at);
  if (typeof shape === 'string')
    return simple[shape]?.(value) ? [] : [`${at} is ${JSON.stringify(value)} and not ${shape}`];
  if ('maybe' in shape) return value === null ? [] : faultsOf(value, shape.maybe, at);
  if ('optional' in shape) return value === undefined ? [] : faultsOf(value, shape.optional, at);
  if ('list' in shape)
    return Array.isArray(value)
      ? value.flatMap((one, place) => faultsOf(one, shape.list, `${at}[${place}]`))
      : [`${at} is no list`];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at} is ${JSON.stringify(value)} and no body`];
  const inside = new Map<string, unknown>(Object.entries(value));
  if ('named' in shape)
    return [...inside].flatMap(([key, one]) => faultsOf(one, shape.named, `${at}.${key}`));
  return Object.entries(shape.keys).flatMap(([key, one]) =>
    faultsOf(inside.get(key), one, `${at}.${key}`),
  );
}

const keys = (entries: Readonly<Record<string, Shape>>): Shape => ({ keys: entries });
const maybe = (shape: Shape): Shape => ({ maybe: shape });
const optional = (shape: Shape): Shape => ({ optional: shape });
const list = (shape: Shape): Shape => ({ list: shape });

const approval = keys({ automatic: list('text'), manual: list('text'), current_user: 'text' });
const field = keys({ name: 'text', value: 'text', verified_at: maybe('instant') });
const accountKeys: Readonly<Record<string, Shape>> = {
  ...{ id: 'id', username: 'text', acct: 'text', url: 'address', uri: 'address' },
  ...{ display_name: 'text', note: 'text', avatar: 'address', avatar_static: 'address' },
  ...{ avatar_description: 'text', header: 'address', header_static: 'address' },
  ...{ header_description: 'text', locked: 'truth', fields: list(field), emojis: list('anything') },
  ...{ bot: 'truth', group: 'truth', discoverable: maybe('truth'), indexable: 'truth' },
  ...{ noindex: 'truth', moved: maybe('anything'), memorial: 'truth', suspended: 'truth' },
  ...{ limited: 'truth', created_at: 'instant', last_status_at: maybe('day') },
  ...{ statuses_count: 'whole', followers_count: 'whole', following_count: 'whole' },
  ...{ hide_collections: maybe('truth'), show_media: 'truth', show_media_replies: 'truth' },
  ...{ show_featured: 'truth', roles: list('anything'), feature_approval: approval },
};
const account = keys(accountKeys);
const role = keys({
  ...{ id: 'id', name: 'text', color: 'text', permissions: 'text', highlighted: 'truth' },
  collection_limit: 'whole',
});
const source = keys({
  ...{ attribution_domains: list('text'), note: 'text', fields: list(field), privacy: 'text' },
  ...{ sensitive: 'truth', language: 'text', follow_requests_count: 'whole' },
  ...{ hide_collections: maybe('truth'), discoverable: maybe('truth'), indexable: 'truth' },
  quote_policy: 'text',
});
const media = keys({
  ...{ id: 'id', type: 'text', url: maybe('address'), preview_url: maybe('address') },
  ...{ remote_url: maybe('address'), description: maybe('text'), blurhash: maybe('text') },
  meta: maybe(
    keys({
      focus: optional(keys({ x: 'number', y: 'number' })),
      original: optional('anything'),
    }),
  ),
});
const poll = keys({
  ...{ id: 'id', expires_at: maybe('instant'), expired: 'truth', multiple: 'truth' },
  ...{ votes_count: 'whole', voters_count: maybe('whole'), emojis: list('anything') },
  ...{ voted: optional('truth'), own_votes: optional(list('whole')) },
  options: list(keys({ title: 'text', votes_count: maybe('whole') })),
});
const card = keys({
  ...{ url: 'address', title: 'text', description: 'text', type: 'text', author_name: 'text' },
  ...{ author_url: 'text', provider_name: 'text', provider_url: 'text', html: 'text' },
  ...{ width: 'whole', height: 'whole', image: maybe('address'), embed_url: 'text' },
  ...{ blurhash: maybe('text'), missing_attribution: maybe('truth') },
  published_at: maybe('instant'),
  authors: list(keys({ name: 'text', url: 'text', account: maybe(account) })),
});
const filterKeyword = keys({ id: 'id', keyword: 'text', whole_word: 'truth' });
const filterStatus = keys({ id: 'id', status_id: 'id' });
const filter = keys({
  ...{ id: 'id', title: 'text', context: list('text'), expires_at: maybe('instant') },
  ...{ filter_action: 'text', keywords: list(filterKeyword), statuses: list(filterStatus) },
});
const filterResult = keys({
  ...{ filter, keyword_matches: maybe(list('text')), status_matches: maybe(list('id')) },
});
const quote = keys({
  state: 'text',
  quoted_status: optional(maybe(() => status)),
  quoted_status_id: optional(maybe('id')),
});
const status: Shape = keys({
  ...{ id: 'id', uri: 'address', url: maybe('address'), created_at: 'instant', account },
  ...{ content: 'text', text: maybe('text'), visibility: 'text', sensitive: 'truth' },
  ...{ spoiler_text: 'text', media_attachments: list(media), emojis: list('anything') },
  application: maybe(keys({ name: 'text', website: maybe('address') })),
  mentions: list(keys({ id: 'id', username: 'text', url: 'address', acct: 'text' })),
  tags: list(keys({ name: 'text', url: 'address' })),
  ...{ reblogs_count: 'whole', favourites_count: 'whole', quotes_count: 'whole' },
  ...{ replies_count: 'whole', in_reply_to_id: maybe('id'), in_reply_to_account_id: maybe('id') },
  ...{ reblog: maybe(() => status), poll: maybe(poll), card: maybe(card) },
  ...{ language: maybe('text'), edited_at: maybe('instant'), quote: maybe(quote) },
  ...{ quote_approval: approval, filtered: list(filterResult), tagged_collections: list('id') },
  ...{ favourited: optional('truth'), reblogged: optional('truth'), muted: optional('truth') },
  ...{ bookmarked: optional('truth'), pinned: optional('truth') },
});
const notification = keys({
  ...{ id: 'id', type: 'text', group_key: 'text', created_at: 'instant', account },
  status: maybe(status),
});
const group = keys({
  ...{ group_key: 'text', notifications_count: 'whole', type: 'text' },
  ...{ most_recent_notification_id: 'id', page_min_id: 'id', page_max_id: 'id' },
  ...{ latest_page_notification_at: 'instant', sample_account_ids: list('id') },
  status_id: maybe('id'),
});
const summary = keys({ pending_requests_count: 'whole', pending_notifications_count: 'whole' });
const tag = keys({
  ...{ id: 'id', name: 'text', url: 'address', following: optional('truth') },
  featuring: optional('truth'),
  history: list(keys({ day: 'text', uses: 'text', accounts: 'text' })),
});
const rule = keys({ id: 'id', text: 'text', hint: 'text', translations: { named: 'anything' } });
const statusLimits = keys({
  ...{ max_characters: 'whole', max_media_attachments: 'whole' },
  characters_reserved_per_url: 'whole',
});
const mediaKeys: Readonly<Record<string, Shape>> = {
  ...{ supported_mime_types: list('text'), image_size_limit: 'whole' },
  ...{ image_matrix_limit: 'whole', video_size_limit: 'whole', video_frame_rate_limit: 'whole' },
  video_matrix_limit: 'whole',
};
const pollLimits = keys({
  ...{ max_options: 'whole', max_characters_per_option: 'whole', min_expiration: 'whole' },
  max_expiration: 'whole',
});
const access = keys({ local: 'text', remote: 'text' });
const configuration = keys({
  urls: keys({
    ...{ streaming: 'address', status: maybe('address'), about: 'address' },
    ...{ privacy_policy: maybe('address'), terms_of_service: maybe('address') },
  }),
  vapid: keys({ public_key: 'text' }),
  accounts: keys({
    ...{ max_display_name_length: 'whole', max_note_length: 'whole', max_featured_tags: 'whole' },
    ...{ max_avatar_description_length: 'whole', max_header_description_length: 'whole' },
    ...{ max_pinned_statuses: 'whole', max_profile_fields: 'whole' },
    ...{ profile_field_name_limit: 'whole', profile_field_value_limit: 'whole' },
  }),
  ...{ statuses: statusLimits, polls: pollLimits, translation: keys({ enabled: 'truth' }) },
  media_attachments: keys({ ...mediaKeys, description_limit: 'whole' }),
  timelines_access: keys({
    ...{ live_feeds: access, hashtag_feeds: access, trending_link_feeds: access },
  }),
  limited_federation: 'truth',
});
const instance = keys({
  ...{ domain: 'text', title: 'text', version: 'text', source_url: 'text', description: 'text' },
  ...{ wrapstodon: maybe('text'), usage: keys({ users: keys({ active_month: 'whole' }) }) },
  thumbnail: keys({ url: 'address', description: 'text', blurhash: maybe('text') }),
  icon: list(keys({ src: 'address', size: 'text' })),
  ...{ languages: list('text'), configuration, api_versions: { named: 'whole' } },
  registrations: keys({
    ...{ enabled: 'truth', approval_required: 'truth', message: maybe('text') },
    ...{ min_age: maybe('whole'), reason_required: maybe('truth'), url: maybe('address') },
  }),
  ...{ contact: keys({ email: 'text', account: maybe(account) }), rules: list(rule) },
});
const olderInstance = keys({
  ...{ uri: 'text', title: 'text', short_description: 'text', description: 'text' },
  ...{ email: 'text', version: 'text', urls: keys({ streaming_api: 'address' }) },
  stats: keys({ user_count: 'whole', status_count: 'whole', domain_count: 'whole' }),
  ...{ thumbnail: maybe('address'), languages: list('text'), registrations: 'truth' },
  ...{ approval_required: 'truth', invites_enabled: 'truth', contact_account: maybe(account) },
  rules: list(rule),
  configuration: keys({
    ...{ accounts: keys({ max_featured_tags: 'whole' }), statuses: statusLimits },
    ...{ media_attachments: keys(mediaKeys), polls: pollLimits },
  }),
});
const application = keys({
  ...{ id: 'id', name: 'text', website: maybe('address'), scopes: list('text') },
  ...{ redirect_uris: list('text'), redirect_uri: 'text', vapid_key: 'text' },
});
const alerts = keys({
  ...{ mention: 'truth', status: 'truth', reblog: 'truth', follow: 'truth', poll: 'truth' },
  ...{ follow_request: 'truth', favourite: 'truth', update: 'truth', 'admin.sign_up': 'truth' },
  'admin.report': 'truth',
});

/** Every entity as https://docs.joinmastodon.org/entities/ documents it, by our short names. */
export const entities = {
  ...{ account, application, card, filter, filterKeyword, filterStatus, group, instance, media },
  ...{ notification, olderInstance, poll, rule, status, tag, list, keys, filterResult },
  ownAccount: keys({ ...accountKeys, source, role }),
  mutedAccount: keys({ ...accountKeys, mute_expires_at: maybe('instant') }),
  newApplication: keys({
    ...{ id: 'id', name: 'text', website: maybe('address'), scopes: list('text') },
    ...{ redirect_uris: list('text'), client_id: 'text', client_secret: 'text' },
    client_secret_expires_at: 'whole',
  }),
  token: keys({ access_token: 'text', token_type: 'text', scope: 'text', created_at: 'whole' }),
  relationship: keys({
    ...{ id: 'id', following: 'truth', showing_reblogs: 'truth', notifying: 'truth' },
    ...{ languages: maybe(list('text')), followed_by: 'truth', blocking: 'truth' },
    ...{ blocked_by: 'truth', muting: 'truth', muting_notifications: 'truth' },
    ...{ muting_expires_at: maybe('instant'), requested: 'truth', requested_by: 'truth' },
    ...{ domain_blocking: 'truth', endorsed: 'truth', note: 'text' },
  }),
  context: keys({ ancestors: list(status), descendants: list(status) }),
  conversation: keys({
    ...{ id: 'id', unread: 'truth', accounts: list(account), last_status: maybe(status) },
  }),
  grouped: keys({
    ...{ accounts: list(account), statuses: list(status), notification_groups: list(group) },
  }),
  policy: keys({
    ...{ for_not_following: 'text', for_not_followers: 'text', for_new_accounts: 'text' },
    ...{ for_private_mentions: 'text', for_limited_accounts: 'text', summary },
  }),
  olderPolicy: keys({
    ...{ filter_not_following: 'truth', filter_not_followers: 'truth', summary },
    ...{ filter_new_accounts: 'truth', filter_private_mentions: 'truth' },
  }),
  request: keys({
    ...{ id: 'id', created_at: 'instant', updated_at: 'instant', account },
    ...{ notifications_count: 'text', last_status: maybe(status) },
  }),
  featuredTag: keys({
    ...{ id: 'id', name: 'text', url: 'address', statuses_count: 'text' },
    last_status_at: maybe('day'),
  }),
  listOfPeople: keys({ id: 'id', title: 'text', replies_policy: 'text', exclusive: 'truth' }),
  olderFilter: keys({
    ...{ id: 'id', phrase: 'text', context: list('text'), expires_at: maybe('instant') },
    ...{ irreversible: 'truth', whole_word: 'truth' },
  }),
  markers: {
    named: keys({ last_read_id: 'id', version: 'whole', updated_at: 'instant' }),
  },
  scheduled: keys({
    ...{ id: 'id', scheduled_at: 'instant', media_attachments: list(media) },
    params: keys({
      ...{ text: 'text', poll: maybe('anything'), media_ids: maybe(list('id')) },
      ...{ sensitive: maybe('truth'), spoiler_text: maybe('text'), visibility: 'text' },
      ...{ in_reply_to_id: maybe('id'), language: maybe('text'), application_id: maybe('id') },
      ...{ scheduled_at: maybe('instant'), idempotency: maybe('text'), with_rate_limit: 'truth' },
    }),
  }),
  edit: keys({
    ...{ content: 'text', spoiler_text: 'text', sensitive: 'truth', created_at: 'instant' },
    ...{ account, media_attachments: list(media), emojis: list('anything') },
    poll: optional(keys({ options: list(keys({ title: 'text' })) })),
    quote: optional(maybe(quote)),
  }),
  statusSource: keys({ id: 'id', text: 'text', spoiler_text: 'text' }),
  announcement: keys({
    ...{ id: 'id', content: 'text', starts_at: maybe('instant'), ends_at: maybe('instant') },
    ...{ all_day: 'truth', published_at: 'instant', updated_at: 'instant', read: 'truth' },
    ...{ mentions: list('anything'), statuses: list('anything'), tags: list('anything') },
    ...{ emojis: list('anything'), reactions: list('anything') },
  }),
  report: keys({
    ...{ id: 'id', action_taken: 'truth', action_taken_at: maybe('instant'), category: 'text' },
    ...{ comment: 'text', forwarded: 'truth', created_at: 'instant', target_account: account },
    ...{ status_ids: maybe(list('id')), collection_ids: maybe(list('id')) },
    rule_ids: maybe(list('id')),
  }),
  search: keys({ accounts: list(account), statuses: list(status), hashtags: list(tag) }),
  subscription: keys({
    ...{ id: 'id', endpoint: 'address', standard: 'truth', server_key: 'text', alerts },
    policy: 'text',
  }),
  preferences: keys({
    ...{ 'posting:default:visibility': 'text', 'posting:default:sensitive': 'truth' },
    ...{ 'posting:default:language': maybe('text'), 'reading:expand:media': 'text' },
    'reading:expand:spoilers': 'truth',
  }),
  profile: keys({
    ...{ id: 'id', display_name: 'text', note: 'text', fields: list(field) },
    ...{ avatar: maybe('address'), avatar_static: maybe('address'), avatar_description: 'text' },
    ...{ header: maybe('address'), header_static: maybe('address'), header_description: 'text' },
    ...{ locked: 'truth', bot: 'truth', hide_collections: maybe('truth'), indexable: 'truth' },
    ...{ discoverable: maybe('truth'), show_media: 'truth', show_media_replies: 'truth' },
    ...{ show_featured: 'truth', attribution_domains: list('text') },
  }),
  familiar: keys({ id: 'id', accounts: list(account) }),
  activity: keys({ week: 'text', statuses: 'text', logins: 'text', registrations: 'text' }),
  description: keys({ updated_at: 'instant', content: 'text' }),
  terms: keys({
    ...{ effective_date: 'day', effective: 'truth', content: 'text', succeeded_by: maybe('day') },
  }),
} as const;
