import { fanOf } from './fan.ts';
import { kindWords } from './kind-words.ts';
import { tell, type Before, type MomentShown } from './moment.ts';
import { loadInForce } from './in-force.server.ts';
import { questionsFor, type Answers } from './questions.ts';
import { findSide } from './standing.server.ts';
import type { Facts } from './facts.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * The moment before the viewer opens a channel to somebody; nothing where neither of the two works in health care,
 * since then nothing is asked. `answers` come from people without script; they are read here, in memory, and go
 * no further than the page that answers them.
 */
export async function momentWith(
  ctx: Ctx,
  handle: string,
  { channel, initiator }: Pick<Facts, 'channel' | 'initiator'>,
  answers?: Answers,
): Promise<MomentShown | null> {
  const found = await findSide(ctx, handle);
  if (!found) return null;
  const { side, packs: ids, account } = found;
  const packs = await loadInForce(ctx, ids);
  const before: Before = { side, channel, initiator };
  const usual: Answers = { tie: 'none', purpose: 'social', initiator, account };
  return {
    before: { ...before, packs: ids, kind: kindWords({ side, asked: initiator === 'them' }) },
    questions: questionsFor(packs, before),
    fan: fanOf(packs, { ...before, account }),
    answers: answers ?? usual,
    told: answers && tell(packs, before, answers),
  };
}
