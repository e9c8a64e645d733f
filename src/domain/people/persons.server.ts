import { eq } from 'drizzle-orm';
import { settleIn, standingOf } from './arriving.server.ts';
import { handleIsFree } from './inner/handles.server.ts';
import { makeLogin } from './inner/logins.server.ts';
import { hashPassword } from './inner/password-hash.server.ts';
import { readNewPassword } from './password-quality.server.ts';
import type { Role } from './roles.ts';
import { wholePersonForm, type Faults, type NewProfile } from './rules.ts';
import { login, operator, person, personRole } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 60, seconds: 60 * 60 };

/** Who was made. */
export interface MadePerson {
  personId: string;
  handle: string;
}

/** A first profile, with what is agreed to besides the account itself. */
export type Newcomer = NewProfile & { transcript: boolean };

/**
 * Gives a login its person, once it may come in. Of many who want one handle, or handles that look
 * alike, one gets it; one that somebody had is never given again. Refuses `notAdmitted` while it is not
 * let in.
 */
export async function becomePerson(
  ctx: Ctx,
  loginId: string,
  newcomer: Newcomer,
): Promise<MadePerson | { refused: 'taken' | 'already' | 'tooFast' | 'notAdmitted' }> {
  if (await limited(ctx, `handle for ${loginId}`, often)) return { refused: 'tooFast' };
  return inTransaction(ctx, async (tx) => {
    // One at a time for each login, so that its second person hears that there is a first.
    await tx.db.select().from(login).where(eq(login.id, loginId)).for('update');
    const [own] = await tx.db.select().from(person).where(eq(person.loginId, loginId));
    if (own) return { refused: 'already' };
    if ((await standingOf(tx, loginId)) !== 'mayEnter') return { refused: 'notAdmitted' };
    return (await enter(tx, loginId, newcomer)) ?? { refused: 'taken' };
  });
}

/** The same inside the caller's transaction, who has looked whether they may; nothing when the handle is taken. */
export async function enter(
  tx: Tx,
  loginId: string,
  newcomer: Newcomer,
): Promise<MadePerson | undefined> {
  const made = await insertPerson(tx, loginId, newcomer);
  if (made) await settleIn(tx, loginId, made.personId, newcomer);
  return made;
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
  const named = { ...about, name: about.name || about.handle };
  const read = await readNewPassword(wholePersonForm, named, [about.handle, named.name]);
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
  if (ready.operator) {
    const since = tx.clock.now();
    await tx.db.insert(operator).values({ personId: made.personId, since });
  }
  return { ...made, loginId };
}

async function insertPerson(
  tx: Ctx,
  loginId: string,
  profile: NewProfile,
): Promise<MadePerson | undefined> {
  const { handle, name, bio, zone, roles } = profile;
  if (!(await handleIsFree(tx, handle))) return undefined;
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
