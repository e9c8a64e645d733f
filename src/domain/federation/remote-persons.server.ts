import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { remoteKey, remotePerson } from './schema.server.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx, Tx, Viewer } from '#platform/ctx.server.ts';

/** Somebody of another server as we know them, able to act here through the same verbs as everybody. */
export interface RemotePerson {
  viewer: Viewer;
  uri: string;
  host: string;
  inbox: string;
  followersUri: string | null;
  alsoKnownAs: readonly string[];
  fetched: Date;
  gone: Date | null;
}

/** What their server says of somebody, made fit to be kept. */
export interface RemoteProfile {
  uri: string;
  handle: string;
  host: string;
  kind: (typeof person.$inferSelect)['kind'];
  name: string;
  bio: string;
  locked: boolean;
  discoverable: boolean;
  indexable: boolean;
  alsoKnownAs: string[];
  movedTo: string | null;
  published: Date | null;
  inbox: string;
  sharedInbox: string | null;
  followersUri: string | null;
  page: string;
  avatarUrl: string | null;
  headerUrl: string | null;
  keys: { uri: string; kind: 'rsa' | 'ed25519'; key: string }[];
}

/** Somebody by what their server calls them. */
export async function findRemotePerson(
  { db }: Pick<Ctx, 'db'>,
  uri: string,
): Promise<RemotePerson | undefined> {
  const [found] = await db
    .select()
    .from(remotePerson)
    .innerJoin(person, eq(person.id, remotePerson.personId))
    .where(eq(remotePerson.uri, uri));
  if (!found) return undefined;
  const { person: who, remote_person: where } = found;
  const { uri: same, host, inbox, followersUri, fetched, gone } = where;
  const { alsoKnownAs } = who;
  return {
    viewer: asViewer(who),
    uri: same,
    host,
    inbox,
    followersUri,
    alsoKnownAs,
    fetched,
    gone,
  };
}

function asViewer({ id, handle, name }: typeof person.$inferSelect): Viewer {
  return { personId: id, handle, name, operator: false, zone: 'UTC' };
}

/**
 * Keeps what their server says of somebody, whether they are new or known; what it no longer says goes. Whoever
 * had the handle under another address before has lost it to them.
 */
export async function persistRemotePerson(tx: Tx, profile: RemoteProfile): Promise<RemotePerson> {
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`remote ${profile.uri}`}, 0))`,
  );
  const known = await findRemotePerson(tx, profile.uri);
  const now = tx.clock.now();
  await freeHandle(tx, profile);
  const { name, bio, locked, discoverable, indexable, alsoKnownAs, movedTo, kind } = profile;
  const said = { name, bio, locked, discoverable, indexable, alsoKnownAs, movedTo, kind };
  const row = { ...said, handle: profile.handle, host: profile.host };
  const personId = known ? known.viewer.personId : await makePerson(tx, profile, row);
  if (known) await tx.db.update(person).set(row).where(eq(person.id, personId));
  const { uri, host, inbox, sharedInbox, followersUri, page, avatarUrl, headerUrl } = profile;
  const addresses = { host, inbox, sharedInbox, followersUri, page, avatarUrl, headerUrl };
  const pictures = await changedPictures(tx, personId, profile);
  const where = { ...addresses, fetched: now, gone: null };
  await tx.db
    .insert(remotePerson)
    .values({ personId, uri, ...where })
    .onConflictDoUpdate({ target: remotePerson.personId, set: where });
  await keepKeys(tx, profile, now);
  for (const which of pictures)
    await tx.jobs.send(tx.db, 'fetch-profile-picture', { personId, which });
  if (known) tx.wake({ kind: 'person', id: personId });
  const made = await findRemotePerson(tx, uri);
  if (!made) throw new Error('A person of another server was not kept.');
  return made;
}

/** Which pictures of somebody come from elsewhere than before. */
async function changedPictures(
  { db }: Tx,
  personId: string,
  { avatarUrl, headerUrl }: RemoteProfile,
): Promise<('avatar' | 'header')[]> {
  const [before] = await db.select().from(remotePerson).where(eq(remotePerson.personId, personId));
  const avatar = avatarUrl !== (before?.avatarUrl ?? null);
  const header = headerUrl !== (before?.headerUrl ?? null);
  return [...(avatar ? (['avatar'] as const) : []), ...(header ? (['header'] as const) : [])];
}

async function makePerson(
  tx: Tx,
  { published }: RemoteProfile,
  row: Omit<typeof person.$inferInsert, 'published'>,
): Promise<string> {
  const [made] = await tx.db
    .insert(person)
    .values({ ...row, published: published ?? tx.clock.now() })
    .returning({ id: person.id });
  if (!made) throw new Error('A person of another server was not made.');
  return made.id;
}

/** A handle that another address of the same server had: its owner is called by their number from now on. */
async function freeHandle({ db }: Tx, { handle, uri, host }: RemoteProfile): Promise<void> {
  const others = db
    .select({ id: remotePerson.personId })
    .from(remotePerson)
    .where(ne(remotePerson.uri, uri));
  await db
    .update(person)
    .set({ handle: sql`${person.id}::text || ${`@${host}`}` })
    .where(and(eq(person.handle, handle), inArray(person.id, others)));
}

async function keepKeys(tx: Tx, { uri, keys }: RemoteProfile, fetched: Date): Promise<void> {
  await tx.db.delete(remoteKey).where(eq(remoteKey.ownerUri, uri));
  if (keys.length === 0) return;
  await tx.db
    .insert(remoteKey)
    .values(keys.map((key) => ({ ...key, ownerUri: uri, fetched })))
    // A key that somebody else has shown under this name stays theirs.
    .onConflictDoNothing();
}

/** The key that a request names, if its owner is known here. */
export async function findRemoteKey({ db }: Pick<Ctx, 'db'>, uri: string) {
  return (await db.select().from(remoteKey).where(eq(remoteKey.uri, uri)))[0];
}

/** Their server says that somebody is no more: nothing is sent to them. */
export async function markGone({ db, clock }: Pick<Ctx, 'db' | 'clock'>, uri: string) {
  await db.update(remotePerson).set({ gone: clock.now() }).where(eq(remotePerson.uri, uri));
}

/** Where a picture of somebody's profile is found on their server, and who they are. */
export async function findPictureUrl(
  { db }: Pick<Ctx, 'db'>,
  personId: string,
  which: 'avatar' | 'header',
): Promise<{ viewer: Viewer; url: string | null } | undefined> {
  const [found] = await db
    .select()
    .from(remotePerson)
    .innerJoin(person, eq(person.id, remotePerson.personId))
    .where(eq(remotePerson.personId, personId));
  const where = found?.remote_person;
  return found && where
    ? {
        viewer: asViewer(found.person),
        url: which === 'avatar' ? where.avatarUrl : where.headerUrl,
      }
    : undefined;
}
