import { randomUUID } from 'node:crypto';
import type { Login } from './sign-in.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

const often = { times: 5, seconds: 15 * 60 };

/** Why a letter did not leave: nobody answers, the name or password is wrong, or the server said no. */
export type LetterFault = 'unreachable' | 'signIn' | 'notTaken';

/**
 * Sends an operator a letter at once and says what became of it, so that they see the mail server's
 * answer and not only a job that waits. Refuses `gone` to everybody else.
 */
export async function sendTestLetter(
  ctx: Ctx,
  login: Login,
): Promise<{ sent: true } | { refused: 'gone' | 'tooFast' | LetterFault }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  if (await limited(ctx, `test letter of ${login.id}`, often)) return { refused: 'tooFast' };
  await writeAudit(ctx, { act: 'send-test-letter' });
  const host = new URL(ctx.config.origin).hostname.replace(/[^\w.-]/g, '') || 'localhost';
  try {
    await ctx.mailer.send({
      to: login.email,
      messageId: `<${randomUUID()}@${host}>`,
      subject: 'A letter to try the post',
      text: 'Hello,\n\nYou asked for this letter. If you can read it, letters from this place arrive.\n',
    });
    return { sent: true };
  } catch (fault) {
    return { refused: faultOf(fault) };
  }
}

function faultOf(fault: unknown): LetterFault {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'EAUTH') return 'signIn';
  return /^(EENVELOPE|EMESSAGE)$/.test(code) ? 'notTaken' : 'unreachable';
}
