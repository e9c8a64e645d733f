import { eq } from 'drizzle-orm';
import { keepHandleAway } from './past-handles.server.ts';
import { consent, invitation } from '../arriving-schema.server.ts';
import {
  credential,
  credentialRequest,
  personLink,
  postingDefault,
  professional,
} from '../profile-schema.server.ts';
import { operator, person, personRole } from '../schema.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What others may know of a person, what they agreed to, and what was checked of it: for themselves. */
export async function exportProfile({ db }: Pick<Ctx, 'db'>, personId: string) {
  const roles = await db.select().from(personRole).where(eq(personRole.personId, personId));
  const links = await db.select().from(personLink).where(eq(personLink.personId, personId));
  const [posting] = await db
    .select()
    .from(postingDefault)
    .where(eq(postingDefault.personId, personId));
  const [work] = await db.select().from(professional).where(eq(professional.personId, personId));
  const checked = await db.select().from(credential).where(eq(credential.personId, personId));
  const [asked] = await db
    .select()
    .from(credentialRequest)
    .where(eq(credentialRequest.personId, personId));
  const agreed = await db.select().from(consent).where(eq(consent.personId, personId));
  const invited = await db.select().from(invitation).where(eq(invitation.madeBy, personId));
  const [operates] = await db.select().from(operator).where(eq(operator.personId, personId));
  return {
    roles: roles.map(withoutPerson),
    links: links.map(withoutPerson),
    posting: posting ? withoutPerson(posting) : null,
    work: work ? withoutPerson(work) : null,
    // Who looked it up is somebody else; what was found is one's own.
    credentials: checked.map(({ checkerId: _whose, ...found }) => withoutPerson(found)),
    credentialAsked: asked ? withoutPerson(asked) : null,
    consents: agreed.map(withoutPerson),
    // Whether anybody came is theirs to tell, so a copy does not say how often a link was used.
    invitations: invited.map(({ kind, created, ends, withdrawn, next }) => ({
      ...{ kind, created, ends, withdrawn, next },
    })),
    operatorSince: operates?.since ?? null,
  };
}

function withoutPerson<Row extends { personId: string }>({ personId: _own, ...rest }: Row) {
  return rest;
}

/**
 * Erases a person and everything that names them. Their handle stays as a keyed hash, so that nobody
 * is ever given it; what they checked for others stays checked, by nobody in particular. Returns the
 * login that has to go as well.
 */
export async function eraseProfile(tx: Tx, personId: string): Promise<string | null> {
  const [own] = await tx.db.select().from(person).where(eq(person.id, personId)).for('update');
  if (!own) return null;
  // Handles of other servers are theirs to give.
  if (own.host === null) await keepHandleAway(tx, own);
  await tx.db.delete(invitation).where(eq(invitation.madeBy, personId));
  await tx.db.update(credential).set({ checkerId: null }).where(eq(credential.checkerId, personId));
  await tx.db.delete(person).where(eq(person.id, personId));
  await tx.jobs.forgetAbout(tx.db, [personId]);
  const names = [own.avatar, own.header].filter((name) => name !== null);
  if (names.length > 0) await tx.jobs.send(tx.db, 'remove-pictures', { names });
  return own.loginId;
}
