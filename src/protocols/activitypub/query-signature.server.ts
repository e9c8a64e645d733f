import { createVerify } from 'node:crypto';
import type { Ctx } from '#platform/ctx.server.ts';

const hourMs = 60 * 60 * 1000;

/**
 * Whether a request that brings nothing was signed over its path with what is asked of it, as draft-cavage has it
 * (section 2.3) and most servers do: the library reads the path alone, which a few sign. Claimed already, so that
 * each thing is said once; within an hour either way.
 */
export function fitsWithQuery(
  { clock, config }: Pick<Ctx, 'clock' | 'config'>,
  { url, method, headers }: Request,
  pem: string,
): boolean {
  const said = headers.get('signature') ?? '';
  const value = (name: string) => new RegExp(`(?:^|,)\\s*${name}="([^"]*)"`).exec(said)?.[1] ?? '';
  const parts = value('headers').toLowerCase().split(' ');
  const apart = Math.abs(Date.parse(headers.get('date') ?? '') - clock.now().getTime());
  if (!parts.includes('date') || !(apart <= hourMs)) return false;
  const { pathname, search } = new URL(url);
  const ours: Readonly<Record<string, string>> = {
    '(request-target)': `${method.toLowerCase()} ${pathname}${search}`,
    host: new URL(config.origin).host,
  };
  const signed = parts.map((name) => `${name}: ${ours[name] ?? headers.get(name) ?? ''}`);
  return createVerify('sha256').update(signed.join('\n')).verify(pem, value('signature'), 'base64');
}
