import type { Profile } from '#domain/people/profile.server.ts';
import type { Work } from '#domain/people/work.server.ts';

/** The words of a professional's page in which a place may be named, as far as the viewer may read them. */
export function publicWords({ name, bio, links }: Profile, { credentials }: Work): string[] {
  return [
    name,
    bio,
    ...links.map(({ label, address }) => `${label} ${address}`),
    ...credentials.flatMap(({ statement, over }) => (over ? [] : statement)),
  ].filter(Boolean);
}
