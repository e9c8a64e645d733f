import { eq, inArray } from 'drizzle-orm';
import { handleOfUri, personUri } from './addresses.ts';
import { remotePerson } from './schema.server.ts';
import { isId } from '#domain/people/id.ts';
import { person } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Somebody known by an address: `here` when they live in this place. */
export interface KnownPerson {
  id: string;
  handle: string;
  uri: string;
  here: boolean;
}

/** Of these addresses those of people whom this place knows, its own and others', in no order. */
export async function findPersonIds(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  uris: readonly string[],
): Promise<KnownPerson[]> {
  if (uris.length === 0) return [];
  const handles = uris.flatMap((uri) => handleOfUri(config.origin, uri) ?? []);
  const own =
    handles.length === 0
      ? []
      : await db
          .select({ id: person.id, handle: person.handle })
          .from(person)
          .where(inArray(person.handle, handles));
  const theirs = await db
    .select({ id: person.id, handle: person.handle, uri: remotePerson.uri })
    .from(remotePerson)
    .innerJoin(person, eq(person.id, remotePerson.personId))
    .where(inArray(remotePerson.uri, [...uris]));
  return [
    ...own.map((one) => ({ ...one, uri: personUri(config.origin, one.handle), here: true })),
    ...theirs.map((one) => ({ ...one, here: false })),
  ];
}

/** One person of this place by their address. */
export async function findOwnByUri(
  ctx: Pick<Ctx, 'db' | 'config'>,
  uri: string,
): Promise<KnownPerson | undefined> {
  return (await findPersonIds(ctx, [uri])).find(({ here }) => here);
}

/** What people are called on the wire, and where their own server shows them, by number. */
export async function urisOfPersons(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  ids: readonly string[],
): Promise<Map<string, KnownPerson & { page: string }>> {
  if (ids.length === 0) return new Map();
  const { uri: theirs, page: theirPage } = remotePerson;
  const rows = await db
    .select({ id: person.id, handle: person.handle, uri: theirs, page: theirPage })
    .from(person)
    .leftJoin(remotePerson, eq(remotePerson.personId, person.id))
    .where(inArray(person.id, [...new Set(ids)]));
  return new Map(
    rows.map(({ id, handle, uri, page }) => [
      id,
      {
        ...{ id, handle, uri: uri ?? personUri(config.origin, handle), here: uri === null },
        page: page ?? `${config.origin}/@${handle}`,
      },
    ]),
  );
}

/** Somebody by number, with what they are called here and on the wire. */
export interface FoundPerson extends KnownPerson {
  name: string;
}

/** One person by number, of this place or another. */
export async function findPerson(
  { db, config }: Pick<Ctx, 'db' | 'config'>,
  id: string,
): Promise<FoundPerson | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await db
    .select({
      id: person.id,
      handle: person.handle,
      name: person.name,
      uri: remotePerson.uri,
      host: person.host,
    })
    .from(person)
    .leftJoin(remotePerson, eq(remotePerson.personId, person.id))
    .where(eq(person.id, id));
  if (!row) return undefined;
  const { handle, name, uri, host } = row;
  return { id, handle, name, uri: uri ?? personUri(config.origin, handle), here: host === null };
}

/** What people who are named by handle (`@anna@b.example`) or address are called on the wire; those who are not known are left out. */
export async function urisOfHandles(
  { db }: Pick<Ctx, 'db'>,
  names: readonly string[],
): Promise<string[]> {
  const handles = names
    .filter((name) => name.startsWith('@'))
    .map((name) => name.slice(1).toLowerCase());
  const rows =
    handles.length === 0
      ? []
      : await db
          .select({ uri: remotePerson.uri })
          .from(remotePerson)
          .innerJoin(person, eq(person.id, remotePerson.personId))
          .where(inArray(person.handle, handles));
  return [...names.filter((name) => !name.startsWith('@')), ...rows.map(({ uri }) => uri)];
}
