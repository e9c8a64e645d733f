import { writeFollowersHeader } from '../followers-header.ts';
import { listOf } from '../json.ts';
import {
  everybody,
  followersUri,
  handleOfUri,
  partOfFollowersUri,
} from '#domain/federation/addresses.ts';
import {
  digestOfFollowers,
  listFollowersAt,
} from '#domain/federation/followers-by-server.server.ts';
import type { Delivery } from '#domain/federation/leases.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * What a server is told along with what is for somebody's followers alone: who of its own people these are, as we know
 * it at this moment, so that it shows a post to nobody who follows no longer (FEP-8fcf). Nothing for everything else.
 */
export async function followersToTell(
  services: Services,
  { inbox, senderUri, body }: Pick<Delivery, 'inbox' | 'senderUri' | 'body'>,
): Promise<string | undefined> {
  const { origin } = services.config;
  const handle = handleOfUri(origin, senderUri);
  if (!handle) return undefined;
  const collectionId = followersUri(origin, handle);
  const readers = [body['to'], body['cc']].flatMap(listOf);
  if (!readers.includes(collectionId) || readers.includes(everybody)) return undefined;
  const uris = await listFollowersAt(services, { handle, origin: new URL(inbox).origin });
  const url = partOfFollowersUri(origin, handle);
  return writeFollowersHeader({ collectionId, url, digest: digestOfFollowers(uris) });
}
