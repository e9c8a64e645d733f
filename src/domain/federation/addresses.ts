/** What people, posts and their collections of this place are called on the wire. Handles and ids never change. */

/** A person, or a club, of this place. */
export const personUri = (origin: string, handle: string) => `${origin}/users/${handle}`;
export const inboxUri = (origin: string, handle: string) => `${personUri(origin, handle)}/inbox`;
export const outboxUri = (origin: string, handle: string) => `${personUri(origin, handle)}/outbox`;
export const followersUri = (origin: string, handle: string) =>
  `${personUri(origin, handle)}/followers`;
/** Those of them who live on the server that asks. */
export const partOfFollowersUri = (origin: string, handle: string) =>
  `${personUri(origin, handle)}/followers_synchronization`;
export const followingUri = (origin: string, handle: string) =>
  `${personUri(origin, handle)}/following`;
export const featuredUri = (origin: string, handle: string) =>
  `${personUri(origin, handle)}/featured`;

/** Who moderates a club. */
export const moderatorsUri = (origin: string, handle: string) =>
  `${personUri(origin, handle)}/moderators`;

/** The inbox that everybody here shares. */
export const sharedInboxUri = (origin: string) => `${origin}/inbox`;

/** The place itself, as it signs what it fetches: a handle that nobody can have. */
export const houseHandle = 'house';

/** A post of this place. */
export const postUri = (origin: string, handle: string, postId: string) =>
  `${personUri(origin, handle)}/statuses/${postId}`;

/** The word of somebody here that the post of this number may quote theirs. */
export const quoteUri = (origin: string, handle: string, quotingId: string) =>
  `${personUri(origin, handle)}/quotes/${quotingId}`;

/** The chat of a club's month, as calendars have it. Dates change; the month's number does not. */
export const eventUri = (origin: string, handle: string, monthId: string) =>
  `${personUri(origin, handle)}/events/${monthId}`;

/** Whose event is at an address, and of which month; nothing for any other. */
export function eventOfUri(origin: string, uri: string) {
  if (!uri.startsWith(`${origin}/users/`)) return undefined;
  const path = uri.slice(origin.length);
  const [, handle, monthId] =
    /^\/users\/([a-z0-9_-]{1,60})\/events\/([1-9]\d{0,17})$/.exec(path) ?? [];
  return handle && monthId ? { handle, monthId } : undefined;
}

/** That somebody of this place shows a post on. */
export const boostUri = (origin: string, handle: string, boostId: string) =>
  `${personUri(origin, handle)}/boosts/${boostId}`;

/** The key of a person's that proves requests (RSA), and the one that proves documents (Ed25519). */
export const rsaKeyUri = (uri: string) => `${uri}#main-key`;
export const ed25519KeyUri = (uri: string) => `${uri}#ed25519-key`;

/** What everybody is called: https://www.w3.org/TR/activitypub/#public-addressing. */
export const everybody = 'https://www.w3.org/ns/activitystreams#Public';

/** The handle in the address of a person of this place; nothing for any other address. */
export function handleOfUri(origin: string, uri: string): string | undefined {
  return partsOf(origin, uri)?.handle;
}

/** The id in the address of a post of this place; nothing for any other address. */
export function postIdOfUri(origin: string, uri: string): string | undefined {
  return partsOf(origin, uri)?.postId;
}

function partsOf(origin: string, uri: string) {
  if (!uri.startsWith(`${origin}/users/`)) return undefined;
  const path = uri.slice(origin.length);
  const [, handle, postId] =
    /^\/users\/([a-z0-9_-]{1,60})(?:\/statuses\/([1-9]\d{0,17}))?$/.exec(path) ?? [];
  return handle ? { handle, postId } : undefined;
}

/** The asking of one of ours to follow somebody elsewhere, by that person's number here. */
export const followUri = (origin: string, handle: string, followeeId: string) =>
  `${personUri(origin, handle)}/follows/${followeeId}`;

/** Who asked to follow whom, by the address of the asking; nothing for any other. */
export function followOfUri(
  origin: string,
  uri: string,
): { followerUri: string; followeeId: string } | undefined {
  if (!uri.startsWith(`${origin}/users/`)) return undefined;
  const [, handle, followeeId] =
    /^\/users\/([a-z0-9_-]{1,60})\/follows\/([1-9]\d{0,17})(?:#\d{1,16})?$/.exec(
      uri.slice(origin.length),
    ) ?? [];
  return handle && followeeId ? { followerUri: personUri(origin, handle), followeeId } : undefined;
}
