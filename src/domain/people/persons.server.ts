import { eq, sql } from 'drizzle-orm';
import { hashPassword, makeLogin } from './inner/credentials.server.ts';
import { isRole, type Role } from './roles.ts';
import { readForm, wholePersonForm, type Faults, type NewProfile, type Profile } from './rules.ts';
import { login, operator, person, personRole } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 60, seconds: 60 * 60 };

/** A person as everybody may see them. */
export interface Person {
  id: string;
  handle: string;
  name: string;
  bio: string;
  zone: string;
  roles: Role[];
  published: Date;
}

/** A person by their handle. Profiles are public. */
export async function findPerson(ctx: Ctx, handle: string): Promise<Person | undefined> {
  const { rows } = await ctx.pool.query<Omit<Person, 'roles'> & { roles: string[] }>({
    name: 'person',
    text: `select p.id::text, p.handle, p.name, p.bio, p.zone, p.published,
        array(select r.role from person_role r where r.person_id = p.id order by r.since, r.role) as roles
      from person p where p.handle = $1`,
    values: [handle],
  });
  const found = rows[0];
  return found && { ...found, roles: found.roles.filter(isRole) };
}

/** Who was made. */
export interface MadePerson {
  personId: string;
  handle: string;
}

/** Gives a login its person. The database makes a handle unique: of many who want one, one gets it. */
export async function becomePerson(
  ctx: Ctx,
  loginId: string,
  profile: NewProfile,
): Promise<MadePerson | { refused: 'taken' | 'already' | 'tooFast' }> {
  if (await limited(ctx, `handle for ${loginId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    const made = await insertPerson(tx, loginId, profile);
    if (made) return made;
    const [own] = await tx.db.select().from(person).where(eq(person.loginId, loginId));
    return { refused: own ? 'already' : 'taken' };
  });
}

/** Changes how the viewer presents themselves. Their words stand on many pages, so all are made anew. */
export async function changeProfile(
  ctx: Ctx,
  profile: Profile,
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await limited(ctx, `profile of ${viewer.personId}`, often)) return { refused: 'tooFast' };
  const { name, bio, zone, roles } = profile;
  await inTransaction(ctx, async (tx) => {
    const own = eq(person.id, viewer.personId);
    await tx.db.update(person).set({ name, bio, zone, updated: tx.clock.now() }).where(own);
    // Roles that stay keep their date: a state is a row with who and when.
    await tx.db.execute(sql`delete from ${personRole} where person_id = ${viewer.personId}
      and role <> all(${sql.param(roles)}::text[])`);
    await insertRoles(tx, viewer.personId, roles);
    tx.wake({ kind: 'person', id: viewer.personId });
  });
}

/** What a whole person is made of, as the command line and the set-up ask for it. */
export interface WholePerson {
  handle: string;
  email: string;
  password: string;
  name?: string | undefined;
  roles?: string[] | undefined;
  zone?: string | undefined;
  operator?: boolean | undefined;
}

/** Why no person was made: a sentence for each field. */
export interface PersonRefused {
  refused: 'invalid' | 'addressTaken' | 'handleTaken';
  faults: Faults;
}

/**
 * Makes a confirmed login and its person in one transaction, for the command line and the set-up.
 * `name` is the handle when absent. Refuses what the forms would refuse, and never half-makes anybody.
 */
export async function createPerson(
  ctx: Ctx,
  about: WholePerson,
): Promise<(MadePerson & { loginId: string }) | PersonRefused> {
  const ready = await preparePerson(about);
  return 'refused' in ready ? ready : inTransaction(ctx, (tx) => persistPerson(tx, ready));
}

/** A person who only waits for the database. */
export type ReadyPerson = NewProfile & { email: string; passwordHash: string; operator: boolean };

/** Checks what was asked for and hashes the password, which is slow on purpose. */
export async function preparePerson(about: WholePerson): Promise<ReadyPerson | PersonRefused> {
  const read = readForm(wholePersonForm, { ...about, name: about.name || about.handle });
  if ('faults' in read) return { refused: 'invalid', faults: read.faults };
  const { password, ...rest } = read.value;
  return { ...rest, passwordHash: await hashPassword(password), operator: about.operator ?? false };
}

/** Writes them, inside the caller's transaction; after a refusal nothing of them is left. */
export async function persistPerson(
  tx: Ctx,
  ready: ReadyPerson,
): Promise<(MadePerson & { loginId: string }) | PersonRefused> {
  const loginId = await makeLogin(tx, ready);
  if (!loginId) {
    return { refused: 'addressTaken', faults: { email: 'This address has an account already.' } };
  }
  const made = await insertPerson(tx, loginId, ready);
  if (!made) {
    await tx.db.delete(login).where(eq(login.id, loginId));
    return { refused: 'handleTaken', faults: { handle: 'Somebody has this handle already.' } };
  }
  if (ready.operator) await tx.db.insert(operator).values({ personId: made.personId });
  return { ...made, loginId };
}

async function insertPerson(
  tx: Ctx,
  loginId: string,
  profile: NewProfile,
): Promise<MadePerson | undefined> {
  const { handle, name, bio, zone, roles } = profile;
  const [made] = await tx.db
    .insert(person)
    .values({ loginId, handle, name, bio, zone, published: tx.clock.now() })
    .onConflictDoNothing()
    .returning({ id: person.id });
  if (!made) return undefined;
  await insertRoles(tx, made.id, roles);
  return { personId: made.id, handle };
}

async function insertRoles(tx: Ctx, personId: string, chosen: Role[]): Promise<void> {
  if (chosen.length === 0) return;
  const since = tx.clock.now();
  const rows = chosen.map((role) => ({ personId, role, since }));
  await tx.db.insert(personRole).values(rows).onConflictDoNothing();
}
