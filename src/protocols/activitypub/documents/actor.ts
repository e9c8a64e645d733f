import { createPublicKey } from 'node:crypto';
import { context } from './context.ts';
import * as at from '#domain/federation/addresses.ts';
import type { OwnKey } from '#domain/federation/own-keys.server.ts';
import type { Author } from '#domain/posts/authors.server.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

/** What of somebody here every server may know. Never a role, a rule, or whom they know. */
export interface ActorFacts {
  author: Author;
  kind: 'Person' | 'Group' | 'Application';
  alsoKnownAs: readonly string[];
  movedTo: string | null;
  keys: { rsa: OwnKey; ed25519: OwnKey };
}

/** A person, a club or the place itself as an ActivityPub actor. https://www.w3.org/TR/activitypub/#actor-objects */
export function actorDocument(origin: string, facts: ActorFacts) {
  const { author, kind, keys, movedTo } = facts;
  const { handle } = author;
  const id = at.personUri(origin, handle);
  return {
    '@context': context,
    ...{ id, type: kind },
    preferredUsername: handle,
    webfinger: `${handle}@${new URL(origin).host}`,
    name: author.name,
    summary: htmlFromPlainText(author.bio),
    url: `${origin}/@${handle}`,
    inbox: at.inboxUri(origin, handle),
    outbox: at.outboxUri(origin, handle),
    followers: at.followersUri(origin, handle),
    following: at.followingUri(origin, handle),
    featured: at.featuredUri(origin, handle),
    ...(kind === 'Group' && { attributedTo: at.moderatorsUri(origin, handle) }),
    endpoints: { sharedInbox: at.sharedInboxUri(origin) },
    manuallyApprovesFollowers: author.locked,
    discoverable: author.discoverable,
    indexable: author.indexable,
    // The day is enough: a minute would say who came beside whom.
    published: `${author.published.slice(0, 10)}T00:00:00Z`,
    ...(facts.alsoKnownAs.length > 0 && { alsoKnownAs: facts.alsoKnownAs }),
    ...(movedTo && { movedTo }),
    ...pictureOf('icon', origin, author.avatar),
    ...pictureOf('image', origin, author.header),
    attachment: author.links.map(({ label, address }) => propertyOf(label, address)),
    publicKey: { id: at.rsaKeyUri(id), owner: id, publicKeyPem: keys.rsa.publicKey },
    assertionMethod: [
      {
        id: at.ed25519KeyUri(id),
        ...{ type: 'Multikey', controller: id },
        publicKeyMultibase: multibaseOf(keys.ed25519.publicKey),
      },
    ],
  };
}

function pictureOf(name: 'icon' | 'image', origin: string, file: string | null) {
  return file ? { [name]: { type: 'Image', url: `${origin}/media/${file}` } } : {};
}

/** A link on a profile, as Mastodon reads it: `rel="me"` says that the page is theirs as well. */
function propertyOf(name: string, address: string) {
  const href = escapeHtml(address);
  const value = `<a href="${href}" rel="me nofollow noopener noreferrer" translate="no">${href}</a>`;
  return { type: 'PropertyValue', name, value };
}

/** An Ed25519 key as a Multikey: https://www.w3.org/TR/cid-1.0/#Multikey, `z` for base58btc, 0xed01 before the key. */
export function multibaseOf(pem: string): string {
  const { x = '' } = createPublicKey(pem).export({ format: 'jwk' });
  return `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(x, 'base64url')]))}`;
}

const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58(bytes: Buffer): string {
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = (digits[Number(number % 58n)] ?? '') + text;
  return text;
}
