import { writesToCare } from './standing.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What stands where one might wait for an answer that cannot wait. */
export interface Emergency {
  /** Whom to call, in the operator's words; empty where they said nothing. */
  call: string;
}

/**
 * What a page says of emergencies where the viewer writes to these people: nothing, unless one of them works in
 * health care and the viewer does not. Nobody's words are looked at: help must not wait for us to understand them.
 */
export async function emergencyFor(
  ctx: Ctx,
  people: readonly { handle: string }[],
): Promise<Emergency | null> {
  const handles = people.map(({ handle }) => handle);
  if (!(await writesToCare(ctx, handles))) return null;
  return { call: (await readSettings(ctx)).emergency };
}
