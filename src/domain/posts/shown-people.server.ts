import { findAuthors } from './authors.server.ts';
import type { ShownPerson } from './shown.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A person in a list; of what they say about themselves the beginning. */
export interface ListedAuthor extends ShownPerson {
  id: string;
  bio: string;
}

const longestBio = 160;

/** The people of these ids whom the viewer may meet, in the order given. */
export async function listedAuthors(ctx: Ctx, ids: readonly string[]): Promise<ListedAuthor[]> {
  const found = await findAuthors(ctx, ids);
  return ids.flatMap((id) => {
    const author = found.get(id);
    if (!author) return [];
    const { handle, name, avatar, bio } = author;
    const short = bio.length > longestBio ? `${bio.slice(0, longestBio).trimEnd()}…` : bio;
    return { id, handle, name, avatar, bio: short };
  });
}
