import { sql } from 'drizzle-orm';
import { mayMeet } from '#domain/connections/pairs.server.ts';
import { isId } from '#domain/people/id.ts';
import type { person } from '#domain/people/schema.server.ts';
import type { ProfileLink } from '#domain/people/profile.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** A person beside what they wrote, as everybody may know them. */
export interface Author {
  id: string;
  handle: string;
  /** The server on which they live; null for this one. */
  host: string | null;
  kind: (typeof person.$inferSelect)['kind'];
  /** What they are called on the wire, and their own page, of those who live elsewhere. */
  uri: string | null;
  page: string | null;
  name: string;
  bio: string;
  pronouns: string;
  avatar: string | null;
  header: string | null;
  locked: boolean;
  discoverable: boolean;
  indexable: boolean;
  showsFollows: boolean;
  published: string;
  /** The address of the account that they have moved to. */
  movedTo: string | null;
  links: (Omit<ProfileLink, 'verified'> & { verified: string | null })[];
  followers: number;
  following: number;
  posts: number;
  lastDay: string | null;
}

const mostKept = 5000;
/** Ids are one place's own: what is remembered belongs to its database. */
const remembered = new WeakMap<object, Memory>();

interface Memory {
  known: Map<string, Author>;
  /** How often something has changed. */
  changes: number;
}

/**
 * The people of these ids, as everybody may know them, by id. What one reads everywhere is remembered in
 * this process until a wake says that it changed. Counts of lists that are not shown are 0 for others.
 */
export async function readAuthors(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Author>> {
  const memory = memoryOf(ctx);
  const { known } = memory;
  const wanted = [...new Set(ids)];
  const read = new Map(wanted.flatMap((id) => known.get(id) ?? []).map((one) => [one.id, one]));
  const missing = wanted.filter((id) => !read.has(id));
  if (missing.length > 0) {
    const before = memory.changes;
    const fetched = await fetchAuthors(ctx, missing);
    if (known.size + missing.length > mostKept) known.clear();
    for (const author of fetched) read.set(author.id, author);
    // What changed while it was read may have been read as it was before.
    if (memory.changes === before) for (const author of fetched) known.set(author.id, author);
  }
  const found = wanted.map((id) => read.get(id)).filter((author) => author !== undefined);
  return new Map(found.map((author) => [author.id, seenBy(ctx, author)]));
}

function seenBy({ viewer }: Ctx, author: Author): Author {
  const shown = author.showsFollows || author.id === viewer?.personId;
  return shown ? author : { ...author, followers: 0, following: 0 };
}

function memoryOf({ pool, live }: Ctx): Memory {
  const old = remembered.get(pool);
  if (old) return old;
  const fresh: Memory = { known: new Map(), changes: 0 };
  live.hear(({ kind, id }) => {
    if (kind !== 'person' && kind !== 'counts') return;
    fresh.known.delete(id);
    fresh.changes += 1;
  });
  live.onGap(() => {
    fresh.known.clear();
    fresh.changes += 1;
  });
  remembered.set(pool, fresh);
  return fresh;
}

async function fetchAuthors({ db }: Ctx, ids: string[]): Promise<Author[]> {
  const { rows } = await db.execute<Author & Record<string, unknown>>(sql`
    select p.id::text as id, p.handle, p.host, p.kind, r.uri, r.page, p.name, p.bio, p.pronouns, p.avatar, p.header, p.locked, p.discoverable,
      p.indexable, p.shows_follows as "showsFollows", to_json(p.published)#>>'{}' as published,
      p.moved_to as "movedTo", coalesce((select json_agg(json_build_object('label', l.label, 'address', l.address, 'verified', l.verified)
        order by l.place) from person_link l where l.person_id = p.id), '[]') as links,
      coalesce(f.followers, 0) as followers, coalesce(f.following, 0) as following,
      coalesce(c.posts, 0) as posts, to_char(c.last_day at time zone 'UTC', 'YYYY-MM-DD') as "lastDay"
    from person p left join remote_person r on r.person_id = p.id
      left join follow_count f on f.person_id = p.id left join post_count c on c.person_id = p.id
    where p.id = any(${sql.param(ids)}::bigint[])`);
  return rows;
}

/**
 * The same for people who are asked about by themselves: those whom the viewer may not meet are left out,
 * as if nobody had the id.
 */
export async function findAuthors(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Author>> {
  const { viewer, db } = ctx;
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return new Map();
  if (!viewer) return readAuthors(ctx, wanted);
  const { rows } = await db.execute<{ id: string }>(sql`
    select p.id::text as id from person p where p.id = any(${sql.param(wanted)}::bigint[])
      and ${mayMeet(viewer, sql`p.id`)}`);
  return readAuthors(
    ctx,
    rows.map(({ id }) => id),
  );
}
