import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { saysProfessional } from './inner/credential-rows.server.ts';
import { credentialRequest, professional } from './profile-schema.server.ts';
import { findRegister, registersFor, type Register } from './registers.ts';
import { oneLine } from './rules.ts';
import { readStatement } from './work-rules.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const perPerson = { times: 3, seconds: 24 * 60 * 60 };

/** What somebody gives so that a moderator can look them up. Nobody but moderators ever sees it. */
export const registerForm = z.object({
  register: z.string().refine((id) => findRegister(id), 'Choose the register.'),
  entry: z
    .string()
    .transform(oneLine)
    .refine((entry) => /^[\p{L}\p{N} ./-]{2,40}$/u.test(entry), 'Write the number of your entry.'),
  registeredName: z
    .string()
    .transform(oneLine)
    .refine((name) => /\p{L}/u.test(name), 'Write the name that stands in the register.')
    .refine((name) => name.length <= 120, 'Please use 120 characters or fewer.'),
});
/** What `registerForm` reads. */
export type RegisterEntry = z.infer<typeof registerForm>;

/**
 * Asks the moderators to look the viewer up in a public register. One wish at a time; a new one takes the
 * place of the one before. Refuses `gone` to whoever does not say that they are a professional, and
 * `notTheirs` for a register in which somebody of their profession and place cannot stand.
 */
export async function askForRegisterCheck(
  ctx: Ctx,
  entry: RegisterEntry,
): Promise<{ refused: 'gone' | 'notTheirs' | 'tooFast' } | undefined> {
  const personId = ctx.viewer?.personId;
  if (!personId || !(await saysProfessional(ctx, personId))) return { refused: 'gone' };
  const fits = (await registersOf(ctx, personId)).some(({ id }) => id === entry.register);
  if (!fits) return { refused: 'notTheirs' };
  if (await limited(ctx, `register checks of ${personId}`, perPerson))
    return { refused: 'tooFast' };
  const row = { ...entry, asked: ctx.clock.now() };
  await ctx.db
    .insert(credentialRequest)
    .values({ personId, ...row })
    .onConflictDoUpdate({ target: credentialRequest.personId, set: row });
}

/** Takes the viewer's wish back, with all that was given for it. */
export async function withdrawRegisterRequest({ db, viewer }: Ctx): Promise<void> {
  if (!viewer) return;
  await db.delete(credentialRequest).where(eq(credentialRequest.personId, viewer.personId));
}

/** The viewer's own wish while it waits: which register, and since when. Not what was given for it. */
export async function findRegisterRequest({
  db,
  viewer,
}: Ctx): Promise<{ register: Register; asked: Date } | undefined> {
  if (!viewer) return undefined;
  const [own] = await db
    .select({ register: credentialRequest.register, asked: credentialRequest.asked })
    .from(credentialRequest)
    .where(eq(credentialRequest.personId, viewer.personId));
  const register = own && findRegister(own.register);
  return register && { register, asked: own.asked };
}

async function registersOf({ db }: Ctx, personId: string): Promise<Register[]> {
  const [said] = await db.select().from(professional).where(eq(professional.personId, personId));
  const statement = said && readStatement(said);
  return statement ? registersFor(statement) : [];
}
