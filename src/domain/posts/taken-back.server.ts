import type { AttachRefused } from './media-of-posts.server.ts';

type Why = AttachRefused | { refused: 'gone' | 'tooFast' };

/**
 * Undoes the transaction that writes a post, an edit or a plan, and is its refusal: when files cannot be
 * attached after rows were written, and when one who hears of a new post throws it.
 */
export class TakenBack extends Error {
  readonly why: Why;
  constructor(why: Why) {
    super('What was written was taken back.');
    this.why = why;
  }
}

/** The refusal of a transaction that was taken back; every other fault goes on. */
export function whyTakenBack(fault: unknown): Why {
  if (fault instanceof TakenBack) return fault.why;
  throw fault;
}
