import { hkdfSync } from 'node:crypto';
import type { Half } from './seal.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/**
 * The viewer's half of the key to what they keep on their own devices; nothing for guests. It is the same every time,
 * follows from the server's secret, and is kept nowhere. What it opens never comes here.
 */
export function keyHalfOf({ viewer, secret }: Pick<Ctx, 'viewer' | 'secret'>): Half | null {
  if (!viewer) return null;
  const purpose = `notebook of ${viewer.personId}`;
  const half = Buffer.from(hkdfSync('sha256', secret, 'pocketfriends', purpose, 32));
  return { person: viewer.handle, half: half.toString('hex') };
}
