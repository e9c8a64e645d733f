import { and, eq, isNull, lte, not, exists, or } from 'drizzle-orm';
import { tellOfAnswer, tellOfEnd } from './inner/credential-owner.server.ts';
import { endChecks, stands } from './inner/credential-rows.server.ts';
import { credential, credentialRequest } from './profile-schema.server.ts';
import { person, personRole } from './schema.server.ts';
import { outsideAccount } from './ways-schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const day = 86_400_000;
/** A page that links back is looked at again after so long; one that cannot be opened, every day then. */
const lookAgain = 30 * day;
/** So long before its end a check's owner is told. */
const warning = 14 * day;
/** A wish that nobody answered is dropped after so long: what was given for it is not kept for nothing. */
const patience = 30 * day;
/** So long a check that is over can still be seen. */
const staysVisible = 90 * day;
const atOnce = 50;

/**
 * The job of every minute: marks checks that are over, tells owners of those that end soon, has pages
 * looked at again, and forgets what has been over for long. Doing it twice changes nothing.
 */
export async function tendCredentials(services: Services, _data: object): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  await endWhatIsOver(ctx);
  await endDisconnected(ctx);
  await warnOwners(ctx);
  await lookAgainAtPages(ctx);
  await dropOldRequests(ctx);
  const longAgo = new Date(ctx.clock.now().getTime() - staysVisible);
  await ctx.db.delete(credential).where(lte(credential.withdrawn, longAgo));
}

async function endWhatIsOver(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const over = await tx.db
      .update(credential)
      .set({ withdrawn: credential.ends, reason: 'ended' })
      .where(and(isNull(credential.withdrawn), lte(credential.ends, tx.clock.now())))
      .returning({ personId: credential.personId });
    for (const { personId } of over) tx.wake({ kind: 'person', id: personId });
  });
}

/** Also when an account elsewhere went in another way than by its owner's hand. */
async function endDisconnected(ctx: Ctx): Promise<void> {
  const connected = ctx.db
    .select()
    .from(outsideAccount)
    .innerJoin(person, eq(person.loginId, outsideAccount.loginId))
    .where(
      and(
        eq(person.id, credential.personId),
        eq(outsideAccount.provider, 'orcid'),
        eq(outsideAccount.subject, credential.subject),
      ),
    );
  const rows = await ctx.db
    .select({ personId: credential.personId, id: credential.id })
    .from(credential)
    .where(and(stands(ctx), eq(credential.kind, 'orcid'), not(exists(connected))));
  for (const row of rows) await inTransaction(ctx, (tx) => endChecks(tx, row, 'disconnected'));
}

async function warnOwners(ctx: Ctx): Promise<void> {
  const soon = new Date(ctx.clock.now().getTime() + warning);
  const due = and(stands(ctx), isNull(credential.warned), lte(credential.ends, soon));
  const rows = await ctx.db.select({ id: credential.id }).from(credential).where(due).limit(atOnce);
  for (const { id } of rows) await inTransaction(ctx, (tx) => warn(tx, id));
}

/** Of two processes that see it due, one marks it and writes. */
async function warn(tx: Tx, id: string): Promise<void> {
  const [marked] = await tx.db
    .update(credential)
    .set({ warned: tx.clock.now() })
    .where(and(eq(credential.id, id), isNull(credential.warned)))
    .returning();
  if (marked) await tellOfEnd(tx, marked.personId, marked.ends);
}

async function lookAgainAtPages(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now().getTime();
  const lately = new Date(now - day);
  const due = and(
    stands(ctx),
    eq(credential.kind, 'backLink'),
    lte(credential.checked, new Date(now - lookAgain)),
    or(isNull(credential.tried), lte(credential.tried, lately)),
  );
  const rows = await ctx.db.select().from(credential).where(due).limit(atOnce);
  for (const { id, personId, subject } of rows)
    await inTransaction(ctx, async (tx) => {
      const [marked] = await tx.db
        .update(credential)
        .set({ tried: tx.clock.now() })
        .where(and(eq(credential.id, id), due))
        .returning();
      if (marked) await tx.jobs.send(tx.db, 'look-at-page', { personId, page: subject });
    });
}

/** Dropped, too, when somebody does not say any more that they are a professional; silently then. */
async function dropOldRequests(ctx: Ctx): Promise<void> {
  const said = and(
    eq(personRole.personId, credentialRequest.personId),
    eq(personRole.role, 'professional'),
  );
  const professionals = ctx.db.select().from(personRole).where(said);
  await ctx.db.delete(credentialRequest).where(not(exists(professionals)));
  const old = lte(credentialRequest.asked, new Date(ctx.clock.now().getTime() - patience));
  await inTransaction(ctx, async (tx) => {
    const dropped = await tx.db.delete(credentialRequest).where(old).returning();
    for (const { personId } of dropped) await tellOfAnswer(tx, personId, 'nobodyLooked');
  });
}
