import { momentWords } from './day-words.ts';
import type { Listed } from '#domain/connections/lists.server.ts';
import { isId } from '#domain/people/id.ts';
import { findAuthors } from '#domain/posts/authors.server.ts';

type Ctx = App.Locals['ctx'];

/** How many people a page of a list shows. */
export const peopleAtOnce = 40;

/** The part of a list of people that an address asks for by this name: what is older than it says. */
export function peopleWindow(url: URL, name = 'before'): { limit: number; maxId?: string } {
  const before = url.searchParams.get(name);
  return { limit: peopleAtOnce, ...(isId(before) && { maxId: before }) };
}

/**
 * People of a list as pages show them, in its order, and the address of what is older. `name` is what the
 * address calls this list, `ends` says until when somebody is on it.
 */
export async function peopleShown(
  ctx: Ctx,
  listed: readonly Listed[],
  url: URL,
  { name = 'before', ends = new Map<string, string | null>() } = {},
) {
  const found = await findAuthors(
    ctx,
    listed.map(({ personId }) => personId),
  );
  const last = listed.at(-1)?.id;
  return {
    people: listed.flatMap(({ personId }) => {
      const author = found.get(personId);
      if (!author) return [];
      const { handle, avatar, bio } = author;
      return {
        handle,
        name: author.name,
        avatar,
        about: shorten(bio),
        ends: momentOf(ends.get(personId)),
      };
    }),
    older: last && listed.length === peopleAtOnce ? `${url.pathname}?${name}=${last}` : undefined,
  };
}

function momentOf(moment: string | null | undefined) {
  return moment ? momentWords(new Date(moment)) : undefined;
}

const longest = 120;

function shorten(bio: string): string | undefined {
  const line = bio.replace(/\s+/g, ' ').trim();
  if (!line) return undefined;
  const letters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`;
}
