import { z } from 'zod';
import {
  hasEnough,
  keepCheck,
  lockPerson,
  saysProfessional,
} from './inner/credential-rows.server.ts';
import { institutionOf } from './inner/institution-host.server.ts';
import {
  codeFits,
  codeSeconds,
  codeTries,
  hashOfCode,
  newCode,
} from './inner/letter-code.server.ts';
import { findProof, forgetProofs, keepProof, takeProof, tryProof } from './inner/proofs.server.ts';
import { sendLetterLater, tooManyLetters } from './letters.server.ts';
import { networkOf } from '#platform/address.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const day = 24 * 60 * 60;
const perPerson = { times: 5, seconds: day };
const perAddress = { times: 20, seconds: day };

const kind = 'work-code';
/** The address itself is not in it: once the letter is sent, nobody here knows it. */
const Waiting = z.object({ host: z.string(), named: z.string(), codeHash: z.string() });

/** Why no letter with a code is sent. */
export type AddressRefused = {
  refused: 'gone' | 'tooFast' | 'enough' | 'notAHost' | 'anybodysPages' | 'anybodysMail';
};

/**
 * Sends a letter with a code to an address at an institution. Only the part after the @ is kept. A new
 * code makes the one before void. Refuses addresses that anybody can get. Five letters a day for a
 * person, twenty from a network address; one address gets no more letters than of any other kind.
 */
export async function askForWorkCode(
  ctx: Ctx,
  loginId: string,
  { email, from }: { email: string; from: string },
): Promise<AddressRefused | undefined> {
  const viewer = await professionalViewer(ctx);
  if (!viewer) return { refused: 'gone' };
  const host = email.slice(email.lastIndexOf('@') + 1);
  const institution = institutionOf(host, 'address');
  if ('refused' in institution) return institution;
  const { personId } = viewer;
  if (await hasEnough(ctx, { personId, kind: 'address', subject: host }))
    return { refused: 'enough' };
  const often = await limited(ctx, `work code of ${personId}`, perPerson);
  if ((await limited(ctx, `work code from ${networkOf(from)}`, perAddress)) || often)
    return { refused: 'tooFast' };
  const quiet = await tooManyLetters(ctx, email);
  await inTransaction(ctx, async (tx) => {
    await lockPerson(tx, personId);
    const code = newCode();
    const value = { host, named: institution.named, codeHash: hashOfCode(tx, code) };
    await forgetProofs(tx, kind, loginId);
    await keepProof(tx, { kind, about: loginId, value, seconds: codeSeconds }, tokenOf(loginId));
    // Whether others wrote to this address as well is theirs: the answer is the same.
    if (!quiet) await sendLetterLater(tx, { kind: 'workCode', to: email, code, account: loginId });
  });
}

/** The host to whose address a code is on its way; nothing once it is over. Private to its owner. */
export async function findWorkCode(ctx: Ctx, loginId: string): Promise<string | undefined> {
  const kept = await findProof(ctx, kind, tokenOf(loginId));
  return kept && Waiting.parse(kept.value).host;
}

/**
 * Answers the letter: the code works once, for an hour, and survives five wrong tries. Keeps a check of
 * the host for a year. Refuses `wrong`, and `gone` for what is over.
 */
export async function answerWorkCode(
  ctx: Ctx,
  loginId: string,
  typed: string,
): Promise<{ refused: 'wrong' | 'gone' } | undefined> {
  const viewer = await professionalViewer(ctx);
  const tried = viewer && (await tryProof(ctx, kind, tokenOf(loginId), codeTries));
  if (!viewer || !tried) return { refused: 'gone' };
  const { codeHash } = Waiting.parse(tried.value);
  if (!codeFits(ctx, codeHash, typed)) return { refused: 'wrong' };
  return inTransaction(ctx, async (tx) => {
    const taken = Waiting.safeParse((await takeProof(tx, kind, tokenOf(loginId)))?.value);
    // Whoever asked for a new code at this very moment waits for that one.
    if (!taken.success || taken.data.codeHash !== codeHash) return { refused: 'gone' as const };
    const { host: subject, named: found } = taken.data;
    const { personId } = viewer;
    await keepCheck(tx, { personId, kind: 'address', subject, found, checkedBy: 'letter' });
    return undefined;
  });
}

/** One code at a time for each login, found by who answers: the code alone is what has to be guessed. */
function tokenOf(loginId: string): string {
  return `${kind} of ${loginId}`;
}

async function professionalViewer(ctx: Ctx): Promise<Viewer | undefined> {
  const { viewer } = ctx;
  return viewer && (await saysProfessional(ctx, viewer.personId)) ? viewer : undefined;
}
