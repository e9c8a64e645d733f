import { z } from 'zod';
import { letAllTheWayIn, type LetIn } from './inner/let-in.server.ts';
import { countPaperCodes } from './inner/paper-codes.server.ts';
import { findOwner, tellOfKeys } from './inner/owner-letters.server.ts';
import { findProof, forgetProofs, takeProof, tryProof } from './inner/proofs.server.ts';
import { giveSecondStep, tooManySecondSteps } from './inner/second-step-try.server.ts';
import { readCookie } from './inner/session.server.ts';
import { offKind } from './inner/switch-off.server.ts';
import { sendLetterLater } from './letters.server.ts';
import type { Visit } from './sign-in.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const triesEach = 5;
const day = 24 * 60 * 60;
/** The ways that are one factor only: `letIn` leads no other here. */
const HalfWay = z.object({ method: z.enum(['password', 'letter', 'outside']) });

/** Whether somebody is half-way in: the first proof is given, the second step is not. */
export async function isHalfWay(ctx: Ctx, { cookies }: Visit): Promise<boolean> {
  return (await findProof(ctx, 'half-way', halfWayToken(ctx, cookies))) !== undefined;
}

/**
 * The second step of signing in: six digits of the app, or a recovery code. `codesLeft` is told after
 * a recovery code. Refuses `wrong`; `gone` after five tries or ten minutes, then one starts again;
 * `tooFast` by account, from wherever the tries come.
 */
export async function takeSecondStep(
  ctx: Ctx,
  code: string,
  visit: Visit,
): Promise<(LetIn & { codesLeft?: number }) | { refused: 'wrong' | 'gone' | 'tooFast' }> {
  const token = halfWayToken(ctx, visit.cookies);
  const half = await tryProof(ctx, 'half-way', token, triesEach);
  if (!half) return { refused: 'gone' };
  if (await tooManySecondSteps(ctx, half.about)) return { refused: 'tooFast' };
  const { method } = HalfWay.parse(half.value);
  return inTransaction(ctx, async (tx) => {
    const by = await giveSecondStep(tx, half.about, code);
    if (!by) return refuseWrong(tx, half.about);
    if (!(await takeProof(tx, 'half-way', token))) return { refused: 'gone' as const };
    // Who has the step has not lost it.
    await forgetProofs(tx, offKind, half.about);
    const letIn = await letAllTheWayIn(tx, half.about, method, visit);
    if (by === 'app') return letIn;
    await tellOfKeys(tx, half.about, 'recoveryCodeUsed');
    return { ...letIn, codesLeft: await countPaperCodes(tx, half.about) };
  });
}

/** Five wrong ones a day are more than slips: somebody may know the password. Its owner hears so once a day. */
async function refuseWrong(tx: Tx, loginId: string): Promise<{ refused: 'wrong' }> {
  const many = await limited(tx, `wrong second step of ${loginId}`, { times: 4, seconds: day });
  const told = many && (await limited(tx, `told of ${loginId}`, { times: 1, seconds: day }));
  const owner = many && !told && (await findOwner(tx, loginId));
  if (owner) await sendLetterLater(tx, { kind: 'wrongSecondSteps', ...owner });
  return { refused: 'wrong' };
}

function halfWayToken(ctx: Ctx, cookies: string | null): string {
  return readCookie(ctx, 'half-way', cookies) ?? '';
}
