import { createPublicKey } from 'node:crypto';
import {
  hostOf,
  isObject,
  listOf,
  sameOrigin,
  textOf,
  typesOf,
  uriOf,
  urisOf,
  type Json,
} from './json.ts';
import type { RemoteProfile } from '#domain/federation/remote-persons.server.ts';
import { plainText } from '#platform/text.server.ts';
import { textFromHtml } from './html-text.server.ts';

const kinds: Readonly<Record<string, RemoteProfile['kind']>> = {
  Person: 'person',
  Group: 'group',
  Service: 'service',
  Application: 'application',
  Organization: 'organization',
};
const mostAliases = 10;

/**
 * What an actor's document says, made fit to be kept. Nothing when it is none, or when what it names is not its
 * own: inbox, key and followers are of its id's origin. `handle` is what WebFinger has confirmed.
 */
export function readActor(document: Json, handle: string): RemoteProfile | undefined {
  const uri = uriOf(document);
  const kind = typesOf(document)
    .map((type) => kinds[type])
    .find(Boolean);
  const inbox = uriOf(document['inbox']);
  if (!uri || !kind || !inbox || !sameOrigin(inbox, uri)) return undefined;
  const ownUri = (value: unknown) => {
    const found = uriOf(value);
    return found && sameOrigin(found, uri) ? found : null;
  };
  const endpoints = document['endpoints'];
  return {
    ...{ uri, handle, kind, inbox },
    host: handle.slice(handle.lastIndexOf('@') + 1),
    name: cut(textOf(document['name']) ?? '', 100) || (handle.split('@')[0] ?? handle),
    bio: cut(textFromHtml(textOf(document['summary']) ?? ''), 2000),
    locked: document['manuallyApprovesFollowers'] === true,
    discoverable: document['discoverable'] === true,
    indexable: document['indexable'] === true,
    alsoKnownAs: urisOf(document['alsoKnownAs']).slice(0, mostAliases),
    movedTo: uriOf(document['movedTo']) ?? null,
    published: instantOf(document['published']) ?? null,
    sharedInbox: isObject(endpoints) ? ownUri(endpoints['sharedInbox']) : null,
    followersUri: ownUri(document['followers']),
    page: pageOf(document['url'], uri),
    avatarUrl: fileUrlOf(document['icon']),
    headerUrl: fileUrlOf(document['image']),
    keys: [...rsaKeys(document, uri), ...ed25519Keys(document, uri)],
  };
}

/** The name that an actor gives itself, small letters; nothing when it is no name. */
export function nameOf(document: Json): string | undefined {
  const name = textOf(document['preferredUsername'])?.toLowerCase();
  return name && /^[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?$/.test(name) ? name : undefined;
}

/** A page to show people: of the same host as its id, else the id itself. */
export function pageOf(value: unknown, id: string): string {
  const pages = listOf(value).map((one) => uriOf(isObject(one) ? one['href'] : one));
  return pages.find((page) => page !== undefined && hostOf(page) === hostOf(id)) ?? id;
}

/** Where the file of a picture, or of a list of them the first one, is found. */
export function fileUrlOf(value: unknown): string | null {
  const [first] = listOf(value);
  const url = isObject(first) ? first['url'] : first;
  const [place] = listOf(url);
  return uriOf(isObject(place) ? place['href'] : place) ?? null;
}

/** An instant between 1990 and now, give or take; nothing for anything else. */
export function instantOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const at = new Date(value);
  return at.getTime() > Date.UTC(1990, 0) ? at : undefined;
}

/** The beginning of a text, up to a number of characters as a reader counts them; of piles of accents the letters. */
export function cut(text: string, most: number): string {
  const short = Array.from(text.slice(0, most * 8))
    .slice(0, most)
    .join('');
  const whole = short.toWellFormed().replaceAll('\0', '');
  const read = [whole, whole.replace(/\p{M}/gu, '')].map((one) =>
    plainText(one, { maxGraphemes: most }),
  );
  return read.find((one) => typeof one === 'string') ?? '';
}

/** RSA keys of 2,048 bits and more: shorter ones prove nothing. */
function rsaKeys(document: Json, uri: string): RemoteProfile['keys'] {
  return listOf(document['publicKey']).flatMap((one) => {
    const keyUri = uriOf(one);
    const pem = isObject(one) ? textOf(one['publicKeyPem']) : undefined;
    if (!isObject(one) || !keyUri || !pem || !sameOrigin(keyUri, uri)) return [];
    return uriOf(one['owner']) === uri && isStrongRsa(pem)
      ? [{ uri: keyUri, kind: 'rsa' as const, key: pem }]
      : [];
  });
}

function isStrongRsa(pem: string): boolean {
  try {
    const key = createPublicKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= 2048 && bits <= 8192;
  } catch {
    return false;
  }
}

function ed25519Keys(document: Json, uri: string): RemoteProfile['keys'] {
  return listOf(document['assertionMethod']).flatMap((one) => {
    const keyUri = uriOf(one);
    const key = isObject(one) ? textOf(one['publicKeyMultibase']) : undefined;
    if (!isObject(one) || !keyUri || !key || !sameOrigin(keyUri, uri)) return [];
    return uriOf(one['controller']) === uri && /^z6Mk[1-9A-HJ-NP-Za-km-z]{40,50}$/.test(key)
      ? [{ uri: keyUri, kind: 'ed25519' as const, key }]
      : [];
  });
}
