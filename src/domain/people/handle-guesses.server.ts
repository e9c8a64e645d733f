import { networkOf } from '#platform/address.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited, reached } from '#platform/limit.server.ts';

const wrongAtMost = { times: 300, seconds: 10 * 60 };

/**
 * Whether whoever asks has lately asked for so many handles that nobody has that it is a list being
 * tried. They are told nothing more about any handle for a while. Somebody who is signed in is counted
 * by themselves, everybody else by their address, of which only a hash is kept.
 */
export function guessesHandles(ctx: Ctx, address: string): Promise<boolean> {
  return reached(ctx, keyOf(ctx, address), wrongAtMost);
}

/** Counts a handle that nobody has. */
export async function noteWrongHandle(ctx: Ctx, address: string): Promise<void> {
  await limited(ctx, keyOf(ctx, address), wrongAtMost);
}

function keyOf({ viewer }: Ctx, address: string): string {
  return viewer
    ? `wrong handles by ${viewer.personId}`
    : `wrong handles from ${networkOf(address)}`;
}
