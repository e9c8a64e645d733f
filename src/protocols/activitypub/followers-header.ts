import { sameOrigin, uriOf } from './json.ts';

/** The header by which two servers find out that they do not know the same followers (FEP-8fcf). */
export const followersHeader = 'collection-synchronization';

/** What it says: whose followers, where those of the receiver's server are listed, and the digest of these. */
export interface FollowersSaid {
  collectionId: string;
  url: string;
  digest: string;
}

export function writeFollowersHeader({ collectionId, url, digest }: FollowersSaid): string {
  return `collectionId="${collectionId}", url="${url}", digest="${digest}"`;
}

/** Reads it, as signatures are read; nothing for what is none, or is not of the origin of whoever sent it. */
export function readFollowersHeader(text: string, actorUri: string): FollowersSaid | undefined {
  if (text.length > longest) return undefined;
  const pairs = [...text.matchAll(/(?:^|,)\s*([A-Za-z]+)="([^"]*)"/g)];
  const said = new Map(pairs.map(([, name, value]) => [name, value]));
  const [collectionId, url] = [uriOf(said.get('collectionId')), uriOf(said.get('url'))];
  const digest = said.get('digest')?.toLowerCase() ?? '';
  if (said.size < pairs.length || !collectionId || !url) return undefined;
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  const own = sameOrigin(collectionId, actorUri) && sameOrigin(url, actorUri);
  return own ? { collectionId, url, digest } : undefined;
}

const longest = 4096;
