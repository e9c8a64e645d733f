import { and, asc, desc, eq, exists } from 'drizzle-orm';
import { isId } from './id.ts';
import type { CheckAnswer } from './inner/credential-letters.server.ts';
import { tellOfAnswer } from './inner/credential-owner.server.ts';
import { endChecks, keepCheck, lockPerson, stands } from './inner/credential-rows.server.ts';
import { credential, credentialRequest, professional } from './profile-schema.server.ts';
import { findRegister, type Register } from './registers.ts';
import { person, personRole } from './schema.server.ts';
import { readStatement, type Statement } from './work-rules.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';

/** A wish as a moderator sees it. `asked` is its version: an answer is for what was read. */
export interface RegisterRequest {
  personId: string;
  handle: string;
  statement: Statement | undefined;
  register: Register;
  entry: string;
  registeredName: string;
  asked: Date;
  /** Whether it is the moderator's own, which somebody else has to answer. */
  own: boolean;
}

/**
 * The wishes that wait, oldest first. For operators only; that they looked at names and numbers is
 * written down. Refuses `gone` to everybody else.
 */
export async function listRegisterRequests(
  ctx: Ctx,
): Promise<RegisterRequest[] | { refused: 'gone' }> {
  const { viewer } = ctx;
  if (!viewer?.operator) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({ request: credentialRequest, handle: person.handle, said: professional })
      .from(credentialRequest)
      .innerJoin(person, eq(person.id, credentialRequest.personId))
      .innerJoin(professional, eq(professional.personId, credentialRequest.personId))
      .where(exists(saidBy(tx)))
      .orderBy(asc(credentialRequest.asked));
    if (rows.length > 0)
      await writeAudit(tx, { act: 'read-register-requests', detail: { count: rows.length } });
    return rows.flatMap(({ request, handle, said }) => {
      const { register: id, ...rest } = request;
      const register = findRegister(id);
      const own = request.personId === viewer.personId;
      return register ? [{ ...rest, handle, statement: readStatement(said), register, own }] : [];
    });
  });
}

/** Whoever does not say any more that they are a professional is looked up by nobody. */
function saidBy({ db }: Tx) {
  return db
    .select()
    .from(personRole)
    .where(
      and(eq(personRole.personId, credentialRequest.personId), eq(personRole.role, 'professional')),
    );
}

/** What a moderator may answer: that it fits, or why not. */
export const registerAnswers = [
  'yes',
  'noEntry',
  'otherName',
  'notCurrent',
  'unclear',
] as const satisfies readonly CheckAnswer[];
/** One of them. */
export type RegisterAnswer = (typeof registerAnswers)[number];

/**
 * Answers a wish, once: what was given is dropped, a yes becomes a check that names the register and the
 * day, and a letter says how it went. Refuses `own` for one's own wish, and `gone` when it was answered,
 * taken back, or changed since it was read.
 */
export async function answerRegisterRequest(
  ctx: Ctx,
  { personId, asked, answer }: { personId: string; asked: Date; answer: RegisterAnswer },
): Promise<{ refused: 'gone' | 'own' } | undefined> {
  const { viewer } = ctx;
  if (!viewer?.operator || !isId(personId)) return { refused: 'gone' };
  if (viewer.personId === personId) return { refused: 'own' };
  // No wish was ever made then; the database cannot even write down some of these moments.
  if (!(asked.getTime() > 0 && asked <= ctx.clock.now())) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    await lockPerson(tx, personId);
    const read = and(eq(credentialRequest.personId, personId), eq(credentialRequest.asked, asked));
    const [taken] = await tx.db
      .delete(credentialRequest)
      .where(and(read, exists(saidBy(tx))))
      .returning();
    if (!taken) return { refused: 'gone' as const };
    const { register } = taken;
    if (answer === 'yes') await keepEntry(tx, personId, register, viewer.personId);
    await writeAudit(tx, {
      act: 'answer-register-request',
      subject: personId,
      detail: { register, answer },
    });
    await tellOfAnswer(tx, personId, answer);
    return undefined;
  });
}

function keepEntry(tx: Tx, personId: string, register: string, checkerId: string): Promise<void> {
  const what = { kind: 'register', subject: register, found: register } as const;
  return keepCheck(tx, { personId, ...what, checkedBy: 'moderator', checkerId });
}

/** A check by a register that stands, as a moderator sees it. */
export interface RegisterCheck {
  id: string;
  handle: string;
  statement: string;
  checked: Date;
}

/** The checks by registers that stand, newest first. For operators only. */
export async function listRegisterChecks(ctx: Ctx): Promise<RegisterCheck[] | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { id, statement, checked } = credential;
  return ctx.db
    .select({ id, handle: person.handle, statement, checked })
    .from(credential)
    .innerJoin(person, eq(person.id, credential.personId))
    .where(and(eq(credential.kind, 'register'), stands(ctx)))
    .orderBy(desc(credential.checked));
}

/** Takes a check by a register back: the entry does not fit any more. Its owner is told by letter. */
export async function withdrawRegisterCheck(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  if (!ctx.viewer?.operator || !isId(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db.select().from(credential).where(eq(credential.id, id));
    if (!found) return { refused: 'gone' as const };
    const { personId } = found;
    const over = await endChecks(tx, { personId, id, kind: 'register' }, 'noEntry');
    if (over.length === 0) return { refused: 'gone' as const };
    await writeAudit(tx, { act: 'withdraw-register-check', subject: personId });
    await tellOfAnswer(tx, personId, 'noMore');
    return undefined;
  });
}

/** Whether a text from outside can be somebody's or something's number. */
