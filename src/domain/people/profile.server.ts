import { eq, sql } from 'drizzle-orm';
import { profileChanged } from './inner/profile-changed.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';
import { roleShownTo } from './person-roles.server.ts';
import { person, personRole } from './schema.server.ts';
import { personLink } from './profile-schema.server.ts';
import type { Found, ProfileWords } from './profile-rules.ts';
import { readRoles, type SaidRole } from './roles.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';

/** A link on a profile; `verified` is the day on which the page it leads to was seen to lead back. */
export interface ProfileLink {
  label: string;
  address: string;
  verified: Date | null;
}

/** A person as somebody may see them. Pictures are names for `/media/`. */
export interface Profile {
  id: string;
  handle: string;
  /** The server on which they live; null for this one. */
  host: string | null;
  /** A `group` is a club: its page is the club's. */
  kind: (typeof person.$inferSelect)['kind'];
  name: string;
  pronouns: string;
  bio: string;
  languages: string[];
  avatar: string | null;
  header: string | null;
  roles: SaidRole[];
  links: ProfileLink[];
  /** Whether search engines may list it. */
  indexable: boolean;
  /** Whether what they write for everybody can be followed in a feed reader. */
  feed: boolean;
  /** Whether whoever wants to follow asks first, as everybody who lives elsewhere is asked. */
  locked: boolean;
  /** What they are called on the server where they live now, when they have moved. */
  movedTo: string | null;
  published: Date;
}

/** Others, as whom one can look at one's own page: a visitor, or somebody who is signed in. */
export type Onlooker = 'everyone' | 'people';

/** The same asking, as somebody else would: it shows less than the viewer may see, never more. */
export function asOnlooker(ctx: Ctx, as: Onlooker | undefined): Ctx {
  if (!as || !ctx.viewer) return ctx;
  return { ...ctx, viewer: as === 'people' ? anybody : null };
}

/** Nobody has the id 0: it stands for whoever is signed in. */
const anybody: Viewer = { personId: '0', handle: '', name: '', operator: false, zone: 'UTC' };

/**
 * A profile by its exact handle, as the viewer may see it; absent alike for a handle that nobody has,
 * had, or never had.
 */
export async function findProfile(ctx: Ctx, handle: string): Promise<Profile | undefined> {
  const { rows } = await ctx.db.execute<ProfileRow>(sql`
    select ${person.id}::text as id, ${person.handle}, ${person.host}, ${person.kind}, ${person.name}, ${person.pronouns}, ${person.bio},
      ${person.languages}, ${person.avatar}, ${person.header}, ${person.indexable}, ${person.feed},
      (${person.locked} or ${person.host} is not null) as locked, ${person.movedTo} as "movedTo",
      to_json(${person.published}) as published,
      coalesce((select json_agg(json_build_object('role', ${personRole.role}, 'audience', ${personRole.audience})
          order by ${personRole.since}, ${personRole.role})
        from ${personRole} where ${personRole.personId} = ${person.id} and ${roleShownTo(ctx.viewer)}), '[]') as roles,
      coalesce((select json_agg(json_build_object('label', ${personLink.label}, 'address', ${personLink.address},
          'verified', ${personLink.verified}) order by ${personLink.place})
        from ${personLink} where ${personLink.personId} = ${person.id}), '[]') as links
    from ${person} where ${person.handle} = ${handle}`);
  return rows[0] && profileOf(rows[0]);
}

type ProfileRow = Omit<Profile, 'roles' | 'links' | 'published'> & {
  roles: { role: string; audience: string }[];
  links: { label: string; address: string; verified: string | null }[];
  published: string;
} & Record<string, unknown>;

function profileOf({ roles, links, published, ...rest }: ProfileRow): Profile {
  return {
    ...rest,
    roles: readRoles(roles),
    links: links.map(({ verified, ...link }) => ({
      ...link,
      verified: verified === null ? null : new Date(verified),
    })),
    published: new Date(published),
  };
}

/** What somebody's profile says only to themselves. */
export interface OwnProfile extends Profile, Found {
  zone: string;
  alsoKnownAs: string[];
}

/** The viewer's own profile, whole; absent for guests. */
export async function findOwnProfile(ctx: Ctx): Promise<OwnProfile | undefined> {
  if (!ctx.viewer) return undefined;
  const profile = await findProfile(ctx, ctx.viewer.handle);
  const [own] = await ctx.db
    .select({
      zone: person.zone,
      discoverable: person.discoverable,
      indexable: person.indexable,
      showsFollows: person.showsFollows,
      feed: person.feed,
      alsoKnownAs: person.alsoKnownAs,
    })
    .from(person)
    .where(eq(person.id, ctx.viewer.personId));
  return profile && own && { ...profile, ...own };
}

/** Changes the words of the viewer's profile. Their name stands on many pages: all are made anew. */
export function changeProfile(ctx: Ctx, words: ProfileWords) {
  const { name, pronouns, bio, languages, zone } = words;
  return changeOwn(ctx, { name, pronouns, bio, languages, zone });
}

/** Changes whether the viewer may be found. */
export function changeFound(ctx: Ctx, { discoverable, indexable, showsFollows, feed }: Found) {
  return changeOwn(ctx, { discoverable, indexable, showsFollows, feed });
}

/** Changes which accounts on other servers the viewer says are theirs; up to five. */
export function changeAliases(ctx: Ctx, alsoKnownAs: string[]) {
  return changeOwn(ctx, { alsoKnownAs });
}

/** Refuses `gone` to guests, and more than sixty changes of a profile an hour. */
async function changeOwn(
  ctx: Ctx,
  change: Partial<typeof person.$inferInsert>,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(person)
      .set({ ...change, updated: tx.clock.now() })
      .where(eq(person.id, viewer.personId));
    await profileChanged(tx, viewer.personId);
  });
}
