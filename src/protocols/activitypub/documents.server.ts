import { signatures } from './fedify.server.ts';
import { hostOf, readJson, sameOrigin, uriOf, type Json } from './json.ts';
import { signingKey } from './signing-key.server.ts';
import { personUri, rsaKeyUri } from '#domain/federation/addresses.ts';
import { housePerson } from '#domain/federation/house-person.server.ts';
import { mayTalk } from '#domain/federation/peers.server.ts';
import { ownKeys } from '#domain/federation/own-keys.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Why there is no document. `gone`: its server says that it was; `unreachable`: it may be there later. */
export type NoDocument = { refused: 'gone' | 'unreachable' | 'noDocument' };

const accept =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
const most = { deadlineMs: 5_000, maxBytes: 1024 * 1024 };

/**
 * Fetches a document of another server, signed by this place, and only from the origin that its id names: what
 * is found under another address is asked for once more under its own. Its type must say that it is one: a file
 * that somebody uploaded there is none.
 */
export async function fetchDocument(ctx: Ctx, uri: string): Promise<Json | NoDocument> {
  if (!(await mayTalk(ctx, hostOf(uri)))) return { refused: 'noDocument' };
  const found = await fetchOnce(ctx, uri);
  if ('refused' in found) return found;
  const id = uriOf(found.document);
  if (!id) return { refused: 'noDocument' };
  if (id === found.url || id === uri)
    return sameOrigin(id, found.url) ? found.document : again(ctx, id);
  return again(ctx, id);
}

async function again(ctx: Ctx, id: string): Promise<Json | NoDocument> {
  const own = await fetchOnce(ctx, id);
  if ('refused' in own) return own;
  const honest = uriOf(own.document) === id && sameOrigin(own.url, id);
  return honest ? own.document : { refused: 'noDocument' };
}

async function fetchOnce(
  ctx: Ctx,
  uri: string,
): Promise<{ document: Json; url: string } | NoDocument> {
  for (const spec of ['draft-cavage-http-signatures-12', 'rfc9421'] as const) {
    const headers = await signedHeaders(ctx, uri, spec);
    const answer = await ctx.fetcher.get(uri, { accept, headers, ...most });
    if ('refused' in answer) {
      const later = answer.refused === 'network' || answer.refused === 'tooSlow';
      return { refused: later ? 'unreachable' : 'noDocument' };
    }
    const { status } = answer;
    if (status === 401 || status === 403) continue;
    if (status === 404 || status === 410) return { refused: 'gone' };
    if (status >= 500 || status === 429) return { refused: 'unreachable' };
    const document = isDocument(answer.headers['content-type'])
      ? readJson(answer.body.toString('utf8'))
      : undefined;
    return status === 200 && document ? { document, url: answer.url } : { refused: 'noDocument' };
  }
  return { refused: 'noDocument' };
}

/** https://www.w3.org/TR/activitypub/#retrieving-objects: the two types, each alone. */
export function isDocument(type = ''): boolean {
  const [name = '', ...rest] = type.split(';').map((part) => part.trim());
  if (type.includes(',')) return false;
  if (name.toLowerCase() === 'application/activity+json') return true;
  const profile = rest.find((part) => /^profile=/i.test(part));
  return (
    name.toLowerCase() === 'application/ld+json' &&
    /^profile="?(?:[^"]*\s)?https:\/\/www\.w3\.org\/ns\/activitystreams(?:\s[^"]*)?"?$/i.test(
      profile ?? '',
    )
  );
}

async function signedHeaders(
  ctx: Ctx,
  uri: string,
  spec: 'draft-cavage-http-signatures-12' | 'rfc9421',
): Promise<Record<string, string>> {
  const house = await housePerson(ctx);
  const { rsa } = await ownKeys(ctx, house.personId);
  const key = await signingKey(ctx, rsa.sealed);
  const keyUri = new URL(rsaKeyUri(personUri(ctx.config.origin, house.handle)));
  const { signRequest } = await signatures();
  const request = new Request(uri, { headers: { accept, host: hostOf(uri) } });
  const currentTime = Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime());
  const signed = await signRequest(request, key, keyUri, { spec, currentTime });
  return Object.fromEntries(signed.headers);
}
