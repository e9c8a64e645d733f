import type { ArchiveParts } from './archive-zip.server.ts';

/** The part of an archive that other servers can read: ActivityStreams 2.0, ids as the addresses here. */
const context = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/v1',
  {
    toot: 'http://joinmastodon.org/ns#',
    schema: 'http://schema.org#',
    discoverable: 'toot:discoverable',
    indexable: 'toot:indexable',
    PropertyValue: 'schema:PropertyValue',
    value: 'schema:value',
    alsoKnownAs: { '@id': 'as:alsoKnownAs', '@type': '@id' },
  },
] as const;

const everybody = 'https://www.w3.org/ns/activitystreams#Public';

/** Who they are, as an actor. Without a key: it belongs to the server, and opens doors. */
export function actorOf({ origin, handle, areas, pictures }: ArchiveParts) {
  const { profile, links } = areas.people;
  const id = `${origin}/@${handle}`;
  const pictured = (name: string | null | undefined) =>
    pictures.some((one) => one.name === name)
      ? { type: 'Image', mediaType: 'image/webp', url: `media/${name}` }
      : undefined;
  return {
    '@context': context,
    id,
    type: 'Person',
    preferredUsername: handle,
    name: profile?.name,
    summary: profile?.bio,
    url: id,
    published: profile?.published,
    discoverable: profile?.discoverable,
    indexable: profile?.indexable,
    alsoKnownAs: profile?.alsoKnownAs,
    movedTo: profile?.movedTo ?? undefined,
    attachment: links?.map(({ label, address }) => ({
      type: 'PropertyValue',
      name: label,
      value: address,
    })),
    icon: pictured(profile?.avatar),
    image: pictured(profile?.header),
    outbox: 'outbox.json',
  };
}

/** Everything they published, oldest first: what they said as notes, their guest posts as articles. */
export function outboxOf(parts: ArchiveParts) {
  const items = [...notesOf(parts), ...articlesOf(parts)];
  const orderedItems = items.sort((a, b) => a.published.getTime() - b.published.getTime());
  return {
    '@context': context,
    id: 'outbox.json',
    type: 'OrderedCollection',
    totalItems: orderedItems.length,
    orderedItems,
  };
}

function notesOf({ origin, handle, areas }: ArchiveParts) {
  const places = new Map(areas.club.answers.map((line) => [line.postId, line]));
  return areas.posts.map((post) => {
    const place = places.get(post.id);
    const url = place && `${origin}/${place.club}/${place.date}/transcript#answer-${place.number}`;
    return create(`${origin}/@${handle}`, {
      id: `${origin}/posts/${post.id}`,
      type: 'Note',
      url,
      inReplyTo: post.inReplyTo && `${origin}/posts/${post.inReplyTo}`,
      content: post.html,
      source: { content: post.text, mediaType: 'text/plain' },
      published: post.published,
      updated: post.updated ?? undefined,
      ...audience(`${origin}/@${handle}`, post.visibility),
    });
  });
}

function articlesOf({ origin, handle, areas }: ArchiveParts) {
  return areas.club.guestPosts.flatMap((post) => {
    if (!post.published) return [];
    const address = `${origin}/${post.club}/${post.date}/guest-post`;
    return create(`${origin}/@${handle}`, {
      id: address,
      type: 'Article',
      url: address,
      name: post.title,
      content: post.html.replaceAll('src="/media/', `src="${origin}/media/`),
      source: { content: post.body, mediaType: 'text/markdown' },
      published: post.published,
      updated: post.updated ?? undefined,
      ...audience(`${origin}/@${handle}`, 'public'),
    });
  });
}

interface Said {
  id: string;
  type: 'Note' | 'Article';
  published: Date;
  to: string[];
  cc: string[];
}

function create<What extends Said>(actor: string, object: What) {
  const { published, to, cc } = object;
  const whole = { ...object, attributedTo: actor };
  return { id: `${object.id}#create`, type: 'Create', actor, published, to, cc, object: whole };
}

function audience(actor: string, visibility: string): { to: string[]; cc: string[] } {
  const followers = `${actor}/followers`;
  if (visibility === 'public') return { to: [everybody], cc: [followers] };
  if (visibility === 'unlisted') return { to: [followers], cc: [everybody] };
  return { to: visibility === 'direct' ? [] : [followers], cc: [] };
}
