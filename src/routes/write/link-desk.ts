import type { Desk } from './writing-desk.ts';

/** Where the holder of a link writes. */
export function linkDesk(token: string): Desk {
  return { key: { token }, here: `/write/${encodeURIComponent(token)}` };
}
